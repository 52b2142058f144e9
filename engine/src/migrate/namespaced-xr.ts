/** The namespaced XR that a claim becomes. */
import type { KubernetesObject } from '../render/object.ts';
import { type Fate, fateOf } from './fields.ts';

/** What a claim becomes. */
export interface Becoming<T> {
  /** Of the claim's kind, name and namespace; the claim itself if nothing changes, or if a field is refused. */
  readonly xr: T;
  /** Names of fields of the spec that go below `spec.crossplane`. */
  readonly moved: readonly string[];
  /** Names of fields of the spec that go. */
  readonly dropped: readonly string[];
  readonly refused: readonly (Extract<Fate, { readonly fate: 'refused' }> & { readonly name: string })[];
}

/** The same claim always becomes the same XR, and an XR stays as it is. */
export function namespacedXr<T extends Readonly<Record<string, unknown>>>(claim: T): Becoming<T> {
  const spec = Object(claim['spec']) as Readonly<Record<string, unknown>>;
  const fields = Object.entries(spec).map(([name, value]) => ({ name, value, fate: fateOf(name, value) }));
  const named = (wanted: Fate['fate']) => fields.filter(({ fate }) => fate?.fate === wanted).map(({ name }) => name);
  const [moved, dropped] = [named('moved'), named('dropped')];
  const refused = fields.flatMap(({ name, fate }) => (fate?.fate === 'refused' ? [{ name, ...fate }] : []));
  if (moved.length > 0 && Object.hasOwn(spec, 'crossplane')) refused.push({ name: 'crossplane', ...halfMoved });
  if (refused.length > 0 || moved.length + dropped.length === 0) return { xr: claim, moved: [], dropped: [], refused };
  const own = fields.filter(({ fate }) => fate === undefined).map(({ name, value }) => [name, value]);
  const crossplane = Object.fromEntries(moved.map((name) => [name, spec[name]]));
  const after = { ...Object.fromEntries(own), ...(moved.length > 0 && { crossplane }) };
  return { xr: { ...claim, spec: after }, moved, dropped, refused };
}

const halfMoved = {
  fate: 'refused',
  why: 'it is a field of a namespaced XR, and beside it stand fields of a claim',
  remedy: 'write what Crossplane shall do in one place',
} as const;

/** The claim that becomes this XR. */
export function claimOf(xr: KubernetesObject): KubernetesObject {
  const { crossplane, ...own } = Object(xr['spec']) as Readonly<Record<string, unknown>>;
  return { ...xr, spec: { ...own, ...(crossplane as object | undefined) } };
}
