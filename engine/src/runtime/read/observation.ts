/** The composed resources of a claim that exist, by the keys that its target declares. */
import type { Resource, State } from '@crossplane-org/function-sdk-typescript';
import { isPerItem, modelOf, secretKey, type Declarations } from '../../authoring/declaration.ts';
import type { ComposedKind } from '../../authoring/model.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { groupOf } from '../../schema/kind-name.ts';

/** The composed resources of a claim that exist. */
export interface Observation {
  /** By declared key: the object, or a record of objects by item name. */
  readonly typed: Readonly<Record<string, unknown>>;
  /** The number of objects, including the connection Secret. */
  readonly size: number;
  /** The object under a full key (`topic.orders`). */
  object(key: string): Unstructured | undefined;
}

/** The observed resources by declared key. Those of other steps, and objects of another kind than declared, are left out. */
export function observe(declarations: Declarations, observed: State | undefined): Observation {
  const resources = observed?.resources ?? {};
  const objects = new Map<string, Resource>();
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
    if (key === secretKey) objects.set(key, resource);
    if (declaration === undefined || isPerItem(declaration) !== dot > -1) continue;
    if (!isOf(modelOf(declaration), resource.resource)) continue;
    objects.set(key, resource);
    if (dot === -1) typed[key] = resource.resource;
    else (typed[base] as Record<string, unknown>)[key.slice(dot + 1)] = resource.resource;
  }
  return {
    typed,
    size: objects.size,
    object: (key) => objects.get(key)?.resource as Unstructured | undefined,
  };
}

/** Whether an object is of a kind. Versions may differ: Kubernetes converts between those of one group and kind. */
export function isOf({ apiVersion, kind }: ComposedKind, object: Resource['resource']): boolean {
  return object?.['kind'] === kind && groupOf(String(object['apiVersion'])) === groupOf(apiVersion);
}
