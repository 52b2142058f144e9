/** Removes what a cluster has of a release that nothing uses. */
import { UserError } from '../errors.ts';
import { type Kubectl, reasonIn } from '../install/kubectl.ts';
import type { Part } from './release-in-cluster.ts';

/** Removes the parts one by one; `report` gets each that is gone. Rejects with a `UserError` that says what was removed before if one cannot be. */
export async function removeParts(
  kubectl: Kubectl,
  parts: readonly Part[],
  report: (part: Part) => void,
): Promise<void> {
  for (const [index, part] of parts.entries()) {
    const { code, stderr } = await kubectl(['delete', part.resource, part.name, '--ignore-not-found', '--timeout=60s']);
    if (code !== 0) {
      throw new UserError(`${part.resource} ${part.name} was not removed: ${reasonIn(stderr)}`, {
        hint: `${index} of ${parts.length} parts are gone, and the rest is as it was: run the command again`,
      });
    }
    report(part);
  }
}
