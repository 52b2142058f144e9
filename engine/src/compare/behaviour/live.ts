/** The claims of a cluster with their objects, as `kubectl get -o yaml` prints them. */
import { keyOf, type KubernetesObject } from '../../render/index.ts';
import { isState, type Settled, type SettledState } from './settled.ts';

/** Returns the state of a claim in the cluster; undefined if the dump does not have its XR. */
export type LiveStates = (claim: KubernetesObject) => SettledState | undefined;

/** The states in a dump of XRs and composed objects, in any order. In the claims flavour, an XR names its claim. */
export function liveStates(objects: readonly KubernetesObject[]): LiveStates {
  const xrs = new Map<string, KubernetesObject>();
  const composed = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const controller = object.metadata.ownerReferences?.find((owner) => owner.controller === true);
    if (keyOf(object) !== '' && controller !== undefined) {
      const siblings = composed.get(controller.uid);
      if (siblings === undefined) composed.set(controller.uid, [object]);
      else siblings.push(object);
    }
    // Also a composed object may be an XR: an API of the platform may compose another one.
    if (object.metadata.uid !== undefined) xrs.set(identityOf(claimOf(object)), object);
  }
  return (claim) => {
    const xr = xrs.get(identityOf(claim));
    if (xr?.metadata.uid === undefined) return undefined;
    const own = composed.get(xr.metadata.uid) ?? [];
    return { xr, composed: own.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)), unready: [] };
  };
}

interface Reference {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The claim behind an XR; in the namespaced flavour they are one object. */
function claimOf(object: KubernetesObject): KubernetesObject {
  const { claimRef } = (object['spec'] ?? {}) as { readonly claimRef?: Reference };
  if (claimRef === undefined) return object;
  const { kind = '', name = '', namespace = '' } = claimRef;
  return { apiVersion: object.apiVersion, kind, metadata: { name, namespace } };
}

function identityOf({ apiVersion, kind, metadata: { name = '', namespace = '' } }: KubernetesObject): string {
  return [apiVersion.split('/', 1)[0], kind, namespace, name].join('\0');
}

/**
 * A live claim with those fields alone that the new release writes: who wrote the others is not known, so that none of them counts as removed.
 * Readiness is that of the new release, since the cluster's own may change at any time.
 */
export function asWritten(live: Settled, now: Settled): Settled {
  const { outcome } = live;
  const after = now.outcome;
  if (!isState(outcome) || !isState(after)) return live;
  const written = new Map(after.composed.map((object) => [keyOf(object), object]));
  const composed = outcome.composed.map((object) => {
    const shape = written.get(keyOf(object));
    return shape === undefined ? object : (within(object, shape) as KubernetesObject);
  });
  return { ...live, outcome: { ...outcome, composed, unready: after.unready } };
}

/** The value with the fields of `shape` alone. */
function within(value: unknown, shape: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(shape)) {
    return value.length === shape.length ? value.map((item, index) => within(item, shape[index])) : value;
  }
  if (!isObject(value) || !isObject(shape)) return value;
  const fields = Object.entries(value).filter(([name]) => Object.hasOwn(shape, name));
  return Object.fromEntries(fields.map(([name, field]) => [name, within(field, shape[name])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
