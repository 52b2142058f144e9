/** The claims of a cluster with their objects, as `kubectl get -o yaml` prints them. */
import { UserError } from '../../errors.ts';
import { keyOf, type KubernetesObject } from '../../render/index.ts';
import type { Flavour } from '../../schema/index.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { isState, type Settled, type SettledState, titleOf } from './settled.ts';

/** Returns the state of a claim in the cluster; undefined if the dump does not have it. Throws a `UserError` if the dump has only a part of it. */
export type LiveStates = (claim: KubernetesObject) => SettledState | undefined;

/** What is known about a dump. */
interface Dump {
  /** What people call it. */
  readonly name: string;
  /** That of the packages in the cluster. */
  readonly flavour: Flavour;
}

/** The states in a dump of XRs and composed objects, in any order. In the claims flavour, an XR names its claim. */
export function liveStates(objects: readonly KubernetesObject[], { name, flavour }: Dump): LiveStates {
  const byIdentity = Map.groupBy(objects, identityOf);
  const byClaim = Map.groupBy(objects, (object) => claimOf(object) ?? '');
  // Also a composed object may be an XR: an API of the platform may compose another one.
  const byOwner = Map.groupBy(objects, controllerOf);
  return (claim) => {
    const id = identityOf(claim);
    const [[itself], [xrOfClaim]] = [byIdentity.get(id) ?? [], byClaim.get(id) ?? []];
    const xr = flavour === 'claims' ? xrOfClaim : itself;
    const gap = wrongFlavour(flavour, itself, xrOfClaim) ?? (xr && partlyDumped(xr, byOwner));
    if (gap !== undefined) throw new UserError(`${name}: ${gap.message}`, { hint: gap.hint });
    if (xr === undefined) return undefined;
    const own = (byOwner.get(xr.metadata.uid) ?? []).filter((object) => keyOf(object) !== '');
    return { xr, composed: own.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)), unready: [] };
  };
}

/** Why a state cannot be had from a dump. What it lacks would be planned as if it did not exist. */
interface Gap {
  readonly message: string;
  readonly hint: string;
}

function wrongFlavour(flavour: Flavour, itself?: KubernetesObject, xr?: KubernetesObject): Gap | undefined {
  if (flavour === 'namespaced') {
    if (xr === undefined) return undefined;
    return { message: `${nameOf(xr)} is the XR of a claim`, hint: 'plan with --flavour claims' };
  }
  if (itself === undefined || xr !== undefined) return undefined;
  return isObject(specOf(itself)['crossplane'])
    ? { message: `${nameOf(itself)} is no claim but an XR`, hint: 'plan with --flavour namespaced' }
    : { message: `${nameOf(itself)} is there without its XR`, hint: 'dump the XRs too: their kinds begin with X' };
}

function partlyDumped(xr: KubernetesObject, byOwner: Map<string | undefined, KubernetesObject[]>): Gap | undefined {
  const { uid } = xr.metadata;
  if (uid === undefined) return { message: `${nameOf(xr)} has no metadata.uid`, hint: 'dump it with all its fields' };
  const own = byOwner.get(uid) ?? [];
  const lacking = referencesOf(xr).filter(
    ({ kind, name }) => !own.some((object) => object.kind === kind && object.metadata.name === name),
  );
  const [first] = lacking;
  if (first === undefined) return undefined;
  const others = lacking.length === 1 ? '' : ` and ${lacking.length - 1} more`;
  return {
    message: `${nameOf(xr)} refers to ${first.kind} ${first.name}${others}, which the dump lacks or has without its owner`,
    hint: `dump ${[...new Set(lacking.map(({ kind }) => kind))].join(', ')} too, with all their fields`,
  };
}

interface Reference {
  readonly kind: string;
  readonly name: string;
}

/** The composed objects to which an XR refers, in either flavour. */
function referencesOf(xr: KubernetesObject): readonly Reference[] {
  const spec = specOf(xr);
  const { resourceRefs = spec['resourceRefs'] } = (isObject(spec['crossplane']) ? spec['crossplane'] : {}) as {
    readonly resourceRefs?: unknown;
  };
  return Array.isArray(resourceRefs) ? resourceRefs.filter(isReference) : [];
}

function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value['kind'] === 'string' && typeof value['name'] === 'string';
}

function controllerOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

/** The identity of the claim behind an XR; undefined in the namespaced flavour, in which they are one object. */
function claimOf(xr: KubernetesObject): string | undefined {
  const { claimRef } = specOf(xr);
  if (!isReference(claimRef)) return undefined;
  const { kind, name, namespace } = claimRef as Reference & { readonly namespace?: string };
  return identityOf({ apiVersion: xr.apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } });
}

function specOf(object: KubernetesObject): Readonly<Record<string, unknown>> {
  const { spec } = object;
  return isObject(spec) ? spec : {};
}

function nameOf(object: KubernetesObject): string {
  return `${object.kind} ${titleOf(object)}`;
}

function identityOf({ apiVersion, kind, metadata: { name = '', namespace = '' } }: KubernetesObject): string {
  return [groupOf(apiVersion), kind, namespace, name].join('\0');
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
    if (shape === undefined) return object;
    const own = within(object, shape) as KubernetesObject;
    // Nobody but the function writes what is in its Secrets.
    return isSecret(object) && isSecret(shape) ? { ...own, data: object['data'] } : own;
  });
  return { ...live, outcome: { ...outcome, composed, unready: after.unready } };
}

function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

/** The value with the fields of `shape` alone. */
function within(value: unknown, shape: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(shape)) {
    return value.length === shape.length ? value.map((item, index) => within(item, shape[index])) : value;
  }
  if (!isObject(value) || !isObject(shape)) return value;
  const fields = Object.entries(value).filter(([name]) => Object.hasOwn(shape, name) && shape[name] !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, within(field, shape[name])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
