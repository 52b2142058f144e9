/** Schema trouble as part of a sentence. */
import type { Issue } from '../../errors.ts';

/** Every issue with its path, in one line. One without a path is left out, such as a rule that was not checked: its reader can change nothing. */
export function sentence(issues: readonly Issue[]): string {
  return issues
    .filter(({ path }) => path !== '')
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ');
}
