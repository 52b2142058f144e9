/**
 * Reduces two renders to the parts that can be compared: only the XR as `crossplane composition render` prints it is changed.
 * UIDs are equal already, because both renders derive them from names, and so are times, because both write the same one.
 */
import type { KubernetesObject } from 'planesmith/testing';

interface Spec {
  readonly resourceRefs?: readonly object[];
  readonly crossplane?: { readonly resourceRefs?: readonly object[] };
}

/**
 * The XR's identity, references and status. If a reconcile does not change the status, core does not write it. The command then prints
 * its input XR, with the references in the order of the input files: without `areRefsWritten`, they are left out.
 */
export function normalised([xr, ...composed]: readonly KubernetesObject[], areRefsWritten = true): unknown[] {
  if (xr === undefined) return [];
  const { apiVersion, kind, metadata, spec, status } = xr;
  const { name, namespace } = metadata;
  const { resourceRefs, crossplane } = (spec ?? {}) as Spec;
  const refs = (resourceRefs ?? crossplane?.resourceRefs ?? []).map((ref) =>
    JSON.stringify(ref, Object.keys(ref).toSorted()),
  );
  return [
    {
      apiVersion,
      kind,
      name,
      namespace,
      isLegacy: crossplane === undefined,
      ...(areRefsWritten && { refs: refs.toSorted() }),
      status,
    },
    ...composed,
  ];
}
