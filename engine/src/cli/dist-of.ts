/** The folder of the release that a command takes. */
import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { tell } from './session.ts';

/**
 * The folder that is named, or else dist/ beside the configuration. Says if that has another version than package.json, since a build was
 * forgotten then.
 */
export async function distOf(config: string, given?: string): Promise<string> {
  if (given !== undefined) return given;
  const root = dirname(resolve(config));
  const dist = relative('', join(root, 'dist')) || '.';
  const built = await versionIn(join(root, 'dist/release.yaml'));
  const wanted = await versionIn(join(root, 'package.json'));
  if (built !== undefined && wanted !== undefined && built !== wanted)
    tell(`${dist} has version ${built}, and package.json says ${wanted}: build again if you mean that one`);
  return dist;
}

/** The field `version` of a file; undefined without one, or if the file cannot be read: whoever needs the file says why. */
async function versionIn(file: string): Promise<string | undefined> {
  try {
    // A FIFO or a device may never end.
    if (!lstatSync(file).isFile()) return undefined;
    const { readYaml } = await import('../yaml/index.ts');
    const [document] = readYaml(readFileSync(file, 'utf8')).documents;
    const { version } = (document as { value?: { version?: unknown } }).value ?? {};
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
