/** What becomes of the fields that Crossplane adds to the spec of a claim once it is a namespaced XR. */
import { claimFields } from '../schema/crossplane-fields.ts';

/**
 * `moved`: it means the same below `spec.crossplane`. `dropped`: it has no meaning any more, and none is lost. `refused`: somebody counts on it, and
 * must decide.
 */
export type Fate =
  { readonly fate: 'moved' | 'dropped' } | { readonly fate: 'refused'; readonly why: string; readonly remedy: string };

/** The fields of a claim's spec that a namespaced XR has below `spec.crossplane`. */
const moved = new Set([
  'compositionRef',
  'compositionSelector',
  'compositionRevisionSelector',
  'compositionUpdatePolicy',
]);

/** The fate of a field of a claim's spec; undefined for one that the API itself declares, which stays as it is. */
export function fateOf(field: string, value: unknown): Fate | undefined {
  if (!Object.hasOwn(claimFields, field)) return undefined;
  if (moved.has(field)) return { fate: 'moved' };
  switch (field) {
    case 'resourceRef':
      // Crossplane writes it. The XR that it names ends.
      return { fate: 'dropped' };
    case 'compositeDeletePolicy':
      // A namespaced XR is deleted in the background, unless who deletes it says otherwise.
      if (value === 'Background') return { fate: 'dropped' };
      return {
        fate: 'refused',
        why: 'a namespaced XR says nothing about how it is deleted',
        remedy: 'take it out, and delete the XR with --cascade=foreground if that must wait for its parts',
      };
    case 'compositionRevisionRef':
      // Its hash is over the Composition's spec, which names the other kind of XR.
      return {
        fate: 'refused',
        why: 'the revision is one of a Composition for claims, and goes with it',
        remedy: 'take it out, or choose a revision by its labels with compositionRevisionSelector',
      };
    case 'writeConnectionSecretToRef':
      return {
        fate: 'refused',
        why: 'Crossplane writes no connection Secret for a namespaced XR',
        remedy: 'take it out, and let applications read the Secret that the API itself makes (spec.connectionSecret)',
      };
    default:
      throw new Error(`nobody says what becomes of spec.${field} of a claim`);
  }
}
