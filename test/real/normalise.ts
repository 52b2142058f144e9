/**
 * What is made equal before two renders are compared: nothing but what `crossplane composition render` prints of the XR.
 * UIDs need nothing, since both derive them from names, and neither do times, since both write the same one.
 */
import type { KubernetesObject } from 'planesmith/testing';

interface Spec {
  readonly resourceRefs?: readonly object[];
  readonly crossplane?: { readonly resourceRefs?: readonly object[] };
}

/**
 * The XR's identity, references and status. Where a reconcile changes nothing of the status, core writes none, and the command prints
 * the whole XR as it had been given, with its references in the order of the files they were read from.
 */
export function normalised([xr, ...composed]: readonly KubernetesObject[]): unknown[] {
  if (xr === undefined) return [];
  const { apiVersion, kind, metadata, spec, status } = xr;
  const { name, namespace } = metadata;
  const { resourceRefs, crossplane } = (spec ?? {}) as Spec;
  const refs = (resourceRefs ?? crossplane?.resourceRefs ?? []).map((ref) =>
    JSON.stringify(ref, Object.keys(ref).toSorted()),
  );
  return [
    { apiVersion, kind, name, namespace, isLegacy: crossplane === undefined, refs: refs.toSorted(), status },
    ...composed,
  ];
}
