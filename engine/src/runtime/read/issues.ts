/** Schema trouble as part of a sentence. */
import type { Issue } from '../../errors.ts';

/** Every issue with its path, in one line; without what has no path, as that some rules were not checked, which nobody can mend. */
export function sentence(issues: readonly Issue[]): string {
  return issues
    .filter(({ path }) => path !== '')
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ');
}
