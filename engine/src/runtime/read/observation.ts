/** What exists of a claim's own resources, under the keys that its target declares. */
import type { Resource, State } from '@crossplane-org/function-sdk-typescript';
import { isPerItem, modelOf, secretKey, type Declarations } from '../../authoring/declaration.ts';
import type { ComposedKind } from '../../authoring/model.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

export interface Observation {
  /** By declared key: the object, or a record of objects by item name. */
  readonly typed: Readonly<Record<string, unknown>>;
  /** How many of the claim's own objects exist. */
  readonly size: number;
  /** The object under a full key (`topic.orders`). */
  object(key: string): Unstructured | undefined;
}

/** What Crossplane observed, by declared key. What other steps composed is left out, and so is an object of another kind than declared. */
export function observe(declarations: Declarations, observed: State | undefined): Observation {
  const resources = observed?.resources ?? {};
  const own = new Map<string, Resource>();
  const typed: Record<string, unknown> = {};
  for (const [key, declaration] of Object.entries(declarations)) {
    // Items are named in claims, so one may be called __proto__.
    if (isPerItem(declaration)) typed[key] = Object.create(null);
  }
  for (const key of Object.keys(resources).toSorted()) {
    const resource = resources[key] as Resource;
    const dot = key.indexOf('.');
    const base = dot === -1 ? key : key.slice(0, dot);
    const declaration = Object.hasOwn(declarations, base) ? declarations[base] : undefined;
    if (key === secretKey) own.set(key, resource);
    if (declaration === undefined || isPerItem(declaration) !== dot > -1) continue;
    if (!isOf(modelOf(declaration), resource.resource)) continue;
    own.set(key, resource);
    if (dot === -1) typed[key] = resource.resource;
    else (typed[base] as Record<string, unknown>)[key.slice(dot + 1)] = resource.resource;
  }
  return {
    typed,
    size: own.size,
    object: (key) => own.get(key)?.resource as Unstructured | undefined,
  };
}

/** Versions may differ: Kubernetes converts between those of one group and kind. */
export function isOf({ apiVersion, kind }: ComposedKind, object: Resource['resource']): boolean {
  return object?.['kind'] === kind && groupOf(String(object['apiVersion'])) === groupOf(apiVersion);
}

function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, apiVersion.lastIndexOf('/') + 1);
}
