/** The namespace of a claim, as far as names depend on it. */
import type { Unstructured } from '../../authoring/unstructured.ts';
import { groupOf } from '../../schema/kind-name.ts';

interface Owner {
  readonly apiVersion: string;
  readonly controller?: boolean;
}

/** The uid of a namespace that a claim of the platform with this group made; undefined for any other, and while none is known. */
export function namespaceUID(group: string, home: Unstructured | null | undefined): string | undefined {
  const { uid, ownerReferences = [] } = (home?.metadata ?? {}) as { uid?: string; ownerReferences?: readonly Owner[] };
  return ownerReferences.some((owner) => owner.controller === true && groupOf(owner.apiVersion) === group)
    ? uid
    : undefined;
}
