/** Settles claims under one release: its function is called until nothing changes any more. */
import { isDeepStrictEqual } from 'node:util';
import { type Issue, UserError } from '../../errors.ts';
import { convertedClaim } from '../../judge/converted-claim.ts';
import type { Platform } from '../../platform/platform.ts';
import { claimClusters, ownFunction, type Surroundings } from '../../preview/claim-cluster.ts';
import { type Cluster, type KubernetesObject, uidOf } from '../../render/index.ts';
import type { Flavour } from '../../schema/index.ts';
import { adoption } from './adopted.ts';
import { owned, type ValuesOf } from './owned.ts';
import { rest } from './rest.ts';
import { type Cell, isState, placeOf, type Settled, type SettledState, type Unsettled } from './settled.ts';
import { invalidIn, isServed, storedAs, withoutGone } from './stored-claim.ts';

/** What surrounds the claims. */
export interface SettleOptions {
  /** The EnvironmentConfigs by the names that cells give. */
  readonly environments: Readonly<Record<string, KubernetesObject>>;
  /** @default 'namespaced' */
  readonly flavour?: Flavour;
  /**
   * How a claim finds what it is settled from. `own`: its XR goes on with its status and its objects. `orphans`: its XR is gone, and a new one has
   * nothing but its record, and finds the objects without an owner.
   * @default 'own'
   */
  readonly finds?: 'own' | 'orphans';
  /** When the API server made an XR that is settled from nothing, or from orphans. @default an XR does not say */
  readonly createdAt?: string;
}

/** Settles a cell, from nothing or from what another release left. It never throws for what a function does. */
export type Settle = (cell: Cell, from?: Settled['outcome']) => Settled;

/**
 * Loads a platform and returns its `Settle`. Objects that wait for others count as composed (see `completed`), since no cluster makes those
 * ready; `valuesOf` gives values that only their owners know. Steps of others are left out. Throws a `UserError` if the platform cannot be loaded.
 */
export async function settler(
  platform: Platform,
  { environments, flavour = 'namespaced', finds = 'own', createdAt }: SettleOptions,
  valuesOf?: ValuesOf,
): Promise<Settle> {
  const own = await ownFunction(platform, true);
  const targets = [...new Set(Object.values(platform.apis).flatMap((api) => [...api.targets]))];
  const clusters = new Map<string, Awaited<ReturnType<typeof claimClusters>>>();
  for (const target of targets) clusters.set(target, await claimClusters(platform, { target, flavour }));

  const outcomeOf = (
    { claim: given, target, environment }: Cell,
    claim: KubernetesObject,
    from: Settled['outcome'] | undefined,
  ): Settled['outcome'] => {
    const config = environments[environment];
    if (config === undefined) throw new Error(`there is no environment ${environment} to settle claims in`);
    const left = from !== undefined && isState(from) ? withoutGone(from, given, claim) : undefined;
    const before = finds === 'own' ? left : undefined;
    const invalid = invalidIn(claim, platform, flavour);
    if (invalid !== undefined && (before === undefined || !isServed(claim, platform))) return unwritten(invalid);
    const clusterOf = clusters.get(target);
    if (clusterOf === undefined) return { reason: 'invalid', path: '', refusal: `there is no target ${target}` };
    const stored = storedAs(claim, platform, before, invalid === undefined);
    try {
      const orphans = finds === 'own' ? [] : (left?.composed ?? []).map(orphaned);
      const cluster = clusterOf(stored, { environment: config, ...surroundingsOf(before), others: orphans });
      const anew = { createdAt, recorded: recordOf(finds === 'orphans' ? left : undefined) };
      const start = { before, adopted: adoption(orphans), valuesOf };
      const outcome = rest(own, withXr(cluster, before, anew), start);
      if (invalid === undefined) return outcome;
      return isState(outcome) ? { ...outcome, invalid } : unwritten(invalid);
    } catch (error) {
      return { reason: 'failed', path: '', refusal: messageOf(error) };
    }
  };
  return (cell, from) => {
    const { claim: given, converted } = cell;
    if (converted !== true) return { ...placeOf(cell), outcome: outcomeOf(cell, given, from) };
    const { claim, problem } = convertedClaim(given, platform, { flavour });
    if (problem !== undefined) return { ...placeOf(cell), outcome: unconverted(problem) };
    const isRewritten = !isDeepStrictEqual(claim['spec'], given['spec']);
    const outcome = outcomeOf(cell, claim, from);
    return { ...placeOf(cell), ...(isRewritten && { isRewritten }), outcome };
  };
}

function unwritten({ path, message }: NonNullable<SettledState['invalid']>): Unsettled {
  return { reason: 'invalid', path, refusal: message };
}

function unconverted({ path, message }: Issue): Unsettled {
  return { reason: 'unconverted', path, refusal: path === 'spec' ? message : `${path}: ${message}` };
}

function surroundingsOf(before: SettledState | undefined): Pick<Surroundings, 'observed'> {
  return before === undefined ? {} : { observed: before.composed.map((object) => owned(object)) };
}

/** The object once its XR was deleted without it. */
function orphaned(object: KubernetesObject): KubernetesObject {
  const { ownerReferences: _, ...metadata } = object.metadata;
  return owned({ ...object, metadata });
}

/** The record in the status of an XR. */
function recordOf(state: SettledState | undefined): unknown {
  return (state?.xr['status'] as { readonly recorded?: unknown } | undefined)?.recorded;
}

/** What an XR has that is made anew. */
interface Anew {
  readonly createdAt: string | undefined;
  readonly recorded: unknown;
}

/**
 * The cluster with the status of an existing XR, and with its UID and name, by which its objects know it: that of a claim has a random suffix. An XR that
 * does not exist yet has what `anew` says. Also what a function derives from the time of creation stays.
 */
function withXr(cluster: Cluster, before: SettledState | undefined, { createdAt, recorded }: Anew): Cluster {
  const { xr } = cluster;
  const status = before?.xr['status'] ?? (recorded === undefined ? undefined : { recorded });
  const known: KubernetesObject['metadata'] = before?.xr.metadata ?? {};
  const { uid = xr.metadata.uid ?? uidOf(xr), name = xr.metadata.name } = known;
  const { creationTimestamp = createdAt ?? xr.metadata.creationTimestamp } = known;
  const metadata = {
    ...xr.metadata,
    uid,
    ...(name !== undefined && { name }),
    ...(creationTimestamp !== undefined && { creationTimestamp }),
  };
  return { ...cluster, inOneCall: true, xr: { ...xr, metadata, ...(status !== undefined && { status }) } };
}

function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return line;
}
