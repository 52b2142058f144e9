/** The composed resources to which an XR refers: those of its last response, whether they exist or not. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import type { ComposedKind } from '../../authoring/model.ts';
import { isOf } from './observation.ts';

interface Referring {
  readonly spec?: WithReferences & { readonly crossplane?: WithReferences };
}

interface WithReferences {
  readonly resourceRefs?: readonly Reference[] | null;
}

interface Reference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** The references of an XR, in either flavour. */
export function referencesOf(composite: Resource | undefined): readonly Reference[] {
  const { spec } = (composite?.resource ?? {}) as Referring;
  return [...(spec?.resourceRefs ?? []), ...(spec?.crossplane?.resourceRefs ?? [])];
}

/** Whether one of the references is to an object of this kind and name. */
export function refersTo(references: readonly Reference[], kind: ComposedKind, name: string): boolean {
  return references.some((reference) => reference.name === name && isOf(kind, { ...reference }));
}
