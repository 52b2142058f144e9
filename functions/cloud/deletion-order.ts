/** In which order things are deleted, where that matters: Crossplane itself deletes all of a claim at once. */
import { Usage } from '../kinds/usage.ts';

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * Lets `of` be deleted only once `by` is gone (docs.crossplane.io/latest/managed-resources/usages); composed after the resources
 * under `after`, of which both must be some.
 */
export function outlives(of: Named, by: Named, after: readonly string[]) {
  const reference = ({ apiVersion, kind, name }: Named) => ({ apiVersion, kind, resourceRef: { name } });
  return Usage({ spec: { of: reference(of), by: reference(by), replayDeletion: true } }, { after });
}
