/** Settles claims under one release: its function is called until nothing changes any more. */
import { isDeepStrictEqual } from 'node:util';
import { type Issue, UserError } from '../../errors.ts';
import { convertedClaim } from '../../judge/converted-claim.ts';
import type { Platform } from '../../platform/platform.ts';
import { claimClusters, ownFunction, type Surroundings } from '../../preview/claim-cluster.ts';
import { refusalOf, refusedPath, type RenderedClaim } from '../../preview/render-claim.ts';
import { afterReconcile, type Cluster, keyOf, type KubernetesObject, reconcile, uidOf } from '../../render/index.ts';
import type { Flavour } from '../../schema/index.ts';
import { owned } from './owned.ts';
import { isSameJson } from './same-json.ts';
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

/** Crossplane itself gives up nothing, so a claim has this number of passes to come to rest. */
const mostPasses = 12;

/**
 * Loads a platform and returns its `Settle`. Objects that wait for others count as composed (see `completed`), since no cluster makes those
 * ready. Steps of others are left out. Throws a `UserError` if the platform cannot be loaded.
 */
export async function settler(
  platform: Platform,
  { environments, flavour = 'namespaced', finds = 'own', createdAt }: SettleOptions,
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
      const cluster = clusterOf(stored, {
        environment: config,
        ...(finds === 'own' ? surroundingsOf(left) : { others: (left?.composed ?? []).map(orphaned) }),
      });
      const anew = { createdAt, recorded: recordOf(finds === 'orphans' ? left : undefined) };
      const outcome = rest(own, withXr(cluster, before, anew), before);
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
  return before === undefined ? {} : { observed: before.composed.map(owned) };
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

type Own = Awaited<ReturnType<typeof ownFunction>>;

/** Reconciles until two passes in a row give the same. */
function rest(own: Own, start: Cluster, before: SettledState | undefined): Settled['outcome'] {
  let cluster = start;
  let reached: SettledState | undefined;
  let last = before;
  let changing: readonly string[] = [];
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const rendered = reconcile(own, cluster);
    const stop = stopOf(rendered);
    if (stop !== undefined) return before === undefined || reached === undefined ? stop : { ...reached, stopped: stop };
    const state = stateOf(rendered, cluster);
    reached = state;
    const hasReadiness = cluster.observed !== undefined && cluster.observed.length === state.composed.length;
    changing = last === undefined ? [] : changedIn(last, state);
    if (last?.composed.length === state.composed.length && changing.length === 0 && hasReadiness) return state;
    last = state;
    const next = afterReconcile(cluster, rendered);
    cluster = { ...next, observed: (next.observed ?? []).map(owned) };
  }
  const refusal = `after ${mostPasses} passes each still changes ${changing.join(', ') || 'which objects there are'}`;
  return { reason: 'unsettled', path: '', refusal };
}

/** The keys of what a pass has changed or added: conditions are left out, the time of whose change is theirs alone. */
function changedIn(last: SettledState, { xr, composed }: SettledState): readonly string[] {
  const known = new Map(last.composed.map((object) => [keyOf(object), object]));
  const changed = composed.filter((object) => !isSameJson(known.get(keyOf(object)), object)).map(keyOf);
  return isSameJson(statusIn(last.xr), statusIn(xr)) ? changed : ['the status', ...changed];
}

function statusIn({ status }: KubernetesObject): unknown {
  return { ...Object(status), conditions: undefined };
}

function stopOf(rendered: RenderedClaim): Unsettled | undefined {
  const { own, results } = rendered;
  const fatal = results.find(({ severity }) => severity === 'Fatal');
  if (fatal !== undefined) return { reason: 'failed', path: refusedPath(rendered), refusal: fatal.message };
  if (own?.answer.outcome === 'composed' && (rendered.composed.length > 0 || refusalOf(rendered) === nothingComposed))
    return undefined;
  return { reason: 'refused', path: refusedPath(rendered), refusal: refusalOf(rendered) ?? nothingComposed };
}

/** That of `refusalOf` if nobody refuses anything. */
const nothingComposed = 'the function composes nothing';

function stateOf(rendered: RenderedClaim, { xr: { metadata, spec } }: Cluster): SettledState {
  const { xr, composed, desired } = rendered;
  const message = refusalOf(rendered);
  const unready = composed.map(keyOf).filter((key) => desired?.resources[key]?.ready !== readyTrue);
  const { uid, creationTimestamp } = metadata;
  return {
    xr: {
      ...xr,
      metadata: {
        ...xr.metadata,
        ...(uid !== undefined && { uid }),
        ...(creationTimestamp !== undefined && { creationTimestamp }),
      },
      spec: { ...Object(spec), ...Object(xr['spec']) },
    },
    composed,
    unready,
    ...(message !== undefined && message !== nothingComposed && { refused: { message, path: refusedPath(rendered) } }),
  };
}

/** READY_TRUE of run_function.proto. */
const readyTrue = 1;

function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return line;
}
