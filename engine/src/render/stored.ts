/** The objects in the API server after a reconcile: the fields that Crossplane applied, and those that the objects' owners wrote. */
import { condition, type Condition, withCondition } from './conditions.ts';
import { initialisedIn, withInitialised } from './initialised.ts';
import { type KubernetesObject, resourceNameAnnotation } from './object.ts';
import type { Cluster, Reconciled } from './reconcile.ts';

/** The fields of an object that its operator or provider writes. */
export interface OwnerPart {
  readonly status?: unknown;
  readonly finalizers?: readonly string[] | undefined;
  /** Fields of the spec, which it gets if Crossplane wrote none. @default none */
  readonly initialised?: object | undefined;
}

/** The key of a composed object. */
export function keyOf({ metadata }: KubernetesObject): string {
  return metadata.annotations?.[resourceNameAnnotation] ?? '';
}

/** The object with these fields of its owner, in place of any others. */
export function withOwnerPart(
  object: KubernetesObject,
  { status, finalizers = [], initialised = {} }: OwnerPart,
): KubernetesObject {
  const { status: _, metadata, ...rest } = object;
  const { finalizers: __, ...otherMetadata } = metadata;
  const owned = {
    ...rest,
    metadata: finalizers.length > 0 ? { ...otherMetadata, finalizers } : otherMetadata,
    ...(status !== undefined && { status }),
  } as KubernetesObject;
  return withInitialised(owned, initialised);
}

/**
 * The cluster after a reconcile. A composed object that is no longer desired is deleted. An object whose key is in `rejects` is refused by
 * the API server, and stays as it was. After a fatal result only the conditions of the XR change.
 */
export function afterReconcile(
  cluster: Cluster,
  { xr: { status }, composed, results }: Pick<Reconciled<unknown>, 'xr' | 'composed' | 'results'>,
  rejects: readonly string[] = [],
): Cluster {
  if (results.some(({ severity }) => severity === 'Fatal')) return { ...cluster, xr: { ...cluster.xr, status } };
  const existing = new Map((cluster.observed ?? []).map((object) => [keyOf(object), object]));
  const rejected = composed.map(keyOf).filter((key) => rejects.includes(key));
  const observed = composed.flatMap((object) => {
    const before = existing.get(keyOf(object));
    return rejected.includes(keyOf(object)) ? (before ?? []) : stored(object, before);
  });
  return {
    ...cluster,
    observed,
    xr: { ...cluster.xr, status: rejected.length > 0 ? unsynced(status, rejected) : status },
  };
}

/** A composed object as the API server stores it: without undefined fields, which JSON does not have. */
function stored(object: KubernetesObject, before: KubernetesObject | undefined): KubernetesObject {
  const applied = withoutUndefined(object);
  const metadata = { ...applied.metadata, generation: before?.metadata.generation ?? 1 };
  return withOwnerPart(
    { ...applied, metadata },
    {
      status: before?.['status'],
      // The API server merges them, so that neither removes those of the other.
      finalizers: [...new Set([...(applied.metadata.finalizers ?? []), ...(before?.metadata.finalizers ?? [])])],
      initialised: before && initialisedIn(before),
    },
  );
}

/** The status of an XR if the API server refused objects with these keys (core composite/reconciler.go of v2.4.0). */
function unsynced(status: unknown, keys: readonly string[]): object {
  const { conditions = [] } = status as { readonly conditions?: readonly Condition[] };
  const synced = condition('Synced', 'False', 'ReconcileError', `Unsynced resources: ${keys.join(', ')}`);
  return { ...(status as object), conditions: withCondition(conditions, synced) };
}

/** The same value if nothing in it is undefined. */
function withoutUndefined<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => withoutUndefined(item));
    return (items.every((item, index) => item === value[index]) ? value : items) as T;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const clean: unknown = withoutUndefined(member);
    if (clean === member && clean !== undefined) continue;
    copy ??= { ...value } as Record<string, unknown>;
    if (clean === undefined) delete copy[name];
    else copy[name] = clean;
  }
  return (copy ?? value) as T;
}
