/** The order of deletion, if it matters: Crossplane by itself deletes all resources of a claim at once. */
import type { ComposeOptions } from 'planesmith/authoring';
import { Usage } from '../kinds/usage.ts';

interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** A Usage that blocks the deletion of `of` until `by` is gone (docs.crossplane.io/latest/managed-resources/usages). It is created after both. */
export function outlives(of: ObjectReference, by: ObjectReference, options: ComposeOptions) {
  const reference = ({ apiVersion, kind, name }: ObjectReference) => ({ apiVersion, kind, resourceRef: { name } });
  return Usage({ spec: { of: reference(of), by: reference(by), replayDeletion: true } }, options);
}
