/** The line of versions of this engine: what belongs to another one may not fit. */
import manifest from '../package.json' with { type: 'json' };

export const engineVersion = manifest.version;

/** The versions that go together: `1`, and before 1.0.0 `0.3`. */
export function lineOf(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return major === '0' ? `${major}.${minor}` : major;
}

export const engineLine = lineOf(engineVersion);
