/** Settles claims under one release: its function is called until nothing changes any more. */
import { UserError } from '../../errors.ts';
import { convertedClaim } from '../../judge/converted-claim.ts';
import { issuesOf } from '../../judge/verdict.ts';
import type { Platform } from '../../platform/platform.ts';
import { claimClusters, ownFunction, type Surroundings } from '../../preview/claim-cluster.ts';
import { type Cluster, type KubernetesObject, uidOf } from '../../render/index.ts';
import type { Flavour } from '../../schema/index.ts';
import { withFilledIn } from './filled-in.ts';
import { owned, type ValuesOf } from './owned.ts';
import { rest } from './rest.ts';
import { type Cell, isState, placeOf, type Settled, type SettledState, type Unsettled } from './settled.ts';

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
    { claim: given, target, environment, converted }: Cell,
    from: Settled['outcome'] | undefined,
  ): Settled['outcome'] => {
    const { claim, problem } = converted === true ? convertedClaim(given, platform, { flavour }) : { claim: given };
    if (problem !== undefined) return { reason: 'unconverted', path: problem.path, refusal: problem.message };
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
      const outcome = rest(own, withXr(cluster, before, anew), before, valuesOf);
      if (invalid === undefined) return outcome;
      return isState(outcome) ? { ...outcome, invalid } : unwritten(invalid);
    } catch (error) {
      return { reason: 'failed', path: '', refusal: messageOf(error) };
    }
  };
  return (cell, from) => ({ ...placeOf(cell), outcome: outcomeOf(cell, from) });
}

/** Why the API server refuses a claim that is written; undefined if it takes it. */
function invalidIn(claim: KubernetesObject, platform: Platform, flavour: Flavour): SettledState['invalid'] {
  const { apiVersion, kind } = claim;
  const message = `the platform serves no ${kind} of ${apiVersion}`;
  const [issue, ...more] = issuesOf(claim, platform, flavour) ?? [{ path: 'apiVersion', message }];
  if (issue === undefined) return undefined;
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const remedy = remedyFor(claim, platform, flavour);
  return { path: issue.path, message: `${issue.path}: ${issue.message}${rest}${remedy}` };
}

/** What rewrites an invalid claim, if its API can. */
function remedyFor(claim: KubernetesObject, platform: Platform, flavour: Flavour): string {
  const { claim: now } = convertedClaim(claim, platform, { flavour });
  if (now === claim || issuesOf(now, platform, flavour)?.length !== 0) return '';
  const version = now.apiVersion.split('/')[1];
  return `; \`planesmith migrate --to ${version}\` rewrites the claim`;
}

function unwritten({ path, message }: NonNullable<SettledState['invalid']>): Unsettled {
  return { reason: 'invalid', path, refusal: message };
}

/** What is stored once a conversion has taken fields out of the file: whoever applies it takes them out of the cluster, too. */
function withoutGone(
  state: SettledState,
  { spec: old }: KubernetesObject,
  { spec: now }: KubernetesObject,
): SettledState {
  const gone = Object.keys(Object(old)).filter((name) => !Object.hasOwn(Object(now), name));
  if (gone.length === 0) return state;
  const kept = Object.entries(Object(state.xr['spec'])).filter(([name]) => !gone.includes(name));
  return { ...state, xr: { ...state.xr, spec: Object.fromEntries(kept) } };
}

/** Whether the kind and the version of a claim are served, so that a stored one goes on. */
function isServed({ apiVersion, kind }: KubernetesObject, { apis, group }: Platform): boolean {
  const versions = Object.values(apis).flatMap((api) => (api.kind === kind ? [api.version, ...api.alsoServed] : []));
  return versions.some((version) => apiVersion === `${group}/${version}`);
}

/** The claim as it is stored: once it is written again, or as it was if nobody can write it. */
function storedAs(
  claim: KubernetesObject,
  { apis }: Platform,
  before: SettledState | undefined,
  isWritten: boolean,
): KubernetesObject {
  const api = Object.values(apis).find(({ kind }) => kind === claim.kind);
  if (api === undefined || before === undefined) return claim;
  return { ...claim, spec: withFilledIn(api.spec, isWritten ? claim['spec'] : undefined, before.xr['spec']) };
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
