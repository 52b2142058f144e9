/** Issues of a schema as part of a sentence. */
import type { Issue } from '../../errors.ts';

/** All issues with their paths, in one line. One without a path, such as a rule that was not checked, is left out: nobody can act on it. */
export function sentence(issues: readonly Issue[]): string {
  return issues
    .filter(({ path }) => path !== '')
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ');
}
