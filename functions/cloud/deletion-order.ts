/** In which order things are deleted, where that matters: Crossplane itself deletes all of a claim at once. */
import type { ComposeOptions } from 'planesmith/authoring';
import { Usage } from '../kinds/usage.ts';

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * Lets `of` be deleted only once `by` is gone (docs.crossplane.io/latest/managed-resources/usages). It must be created after both.
 */
export function outlives(of: Named, by: Named, options: ComposeOptions) {
  const reference = ({ apiVersion, kind, name }: Named) => ({ apiVersion, kind, resourceRef: { name } });
  return Usage({ spec: { of: reference(of), by: reference(by), replayDeletion: true } }, options);
}
