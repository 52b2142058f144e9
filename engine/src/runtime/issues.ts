/** Schema trouble as part of a sentence. */
import type { Issue } from '../errors.ts';

/** Every issue with its path, in one line. */
export function sentence(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
}
