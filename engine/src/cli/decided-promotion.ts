/** Decides about a promotion for the command line: what was found, what is decided, and the files that would change. */
import { join } from 'node:path';
import { planText } from '../compare/report/plan.ts';
import { usualFailures } from '../compare/plan.ts';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { type Cluster, type Fleet, readFleet } from '../gitops/fleet/index.ts';
import { changeOf } from '../promote/change.ts';
import { decide, type Decision, type Proof } from '../promote/decide.ts';
import { type Asked, askedIn, lookUp } from '../promote/look-up.ts';
import type { KubernetesObject } from '../render/index.ts';
import { kitOf, planSwitch } from './planned-switch.ts';
import { readObjects } from './read-claims.ts';

/** What is asked for. */
export interface AskedPromotion {
  readonly cluster: string;
  /** The folder of the fleet. */
  readonly fleet: string;
  /** @default no plan */
  readonly claims?: readonly string[];
  /** Kits by version, in place of those that releases name. @default none */
  readonly kit?: Readonly<Record<string, string>>;
  readonly config: string;
}

/** What was decided. */
export interface DecidedPromotion extends Decision {
  /** The version that the cluster has. */
  readonly from: string;
  readonly allowed: boolean;
  /** Whether the cluster has the version already, with its evidence. */
  readonly isThere: boolean;
  /** To be written if the version is allowed; relative to the fleet. */
  readonly files: readonly File[];
  /** The plan of the claims in lines. */
  readonly plan?: readonly string[];
}

/**
 * The decision about the version. Rejects with a `UserError` if the fleet, the version or a file of them cannot be used. Only a test gives another
 * time than the present: who could choose it could choose the age of a version.
 */
export async function decidePromotion(
  version: string,
  asked: AskedPromotion,
  now = new Date(),
): Promise<DecidedPromotion> {
  const { fleet: folder, claims } = asked;
  const fleet = await readFleet(folder);
  const place = askedIn(fleet, version, asked.cluster);
  const found = await lookUp(fleet, place, now);
  const decision = decide(found);
  const planned = claims === undefined ? undefined : await planFor(fleet, place, claims, asked);
  const proofs = [...decision.proofs, planned?.proof ?? unplanned];
  const allowed = proofs.every(({ verdict }) => verdict !== 'refused');
  const isThere = found.current === version && found.ranHere !== undefined;
  return {
    what: decision.what,
    proofs,
    from: found.current,
    allowed,
    isThere,
    files: allowed && !isThere ? changeOf(folder, place.cluster, found, { ...decision, proofs }) : [],
    ...(planned !== undefined && { plan: planned.lines }),
  };
}

const unplanned: Proof = { proof: 'plan', verdict: 'waived', says: 'no claims were named with --claims' };

async function planFor(
  { folder, versions }: Fleet,
  { cluster, published }: Asked,
  paths: readonly string[],
  { kit, config }: AskedPromotion,
): Promise<{ readonly lines: readonly string[]; readonly proof: Proof }> {
  const current = versions.find(({ version }) => version === cluster.version);
  if (current === undefined) throw new UserError(`${cluster.version} is not published`, { hint: 'publish it again' });
  const kits = { old: kitOf(current, kit), now: kitOf(published, kit) };
  const facts = factsOf(folder, cluster, published.release.platform);
  const plan = await planSwitch({ cluster, kits, facts, paths }, usualFailures, config);
  const given = [current, published]
    .map(({ version }) => version)
    .filter((version) => kit && Object.hasOwn(kit, version));
  // Whoever chooses the kit chooses the plan, so the evidence says it.
  const by = given.length === 0 ? '' : `, by the kits that were given for ${given.join(' and ')}`;
  const worst = plan.groups.filter(({ fails }) => fails).map(({ title }) => `something ${title}`);
  const proof: Proof = plan.fails
    ? {
        proof: 'plan',
        verdict: 'refused',
        says: `of ${plan.claims} claims, ${worst.join(', and ')}${by}`,
        remedy: 'change the release or these claims, or leave out --claims once their teams agree',
      }
    : {
        proof: 'plan',
        verdict: 'met',
        says: `${plan.changed} of ${plan.claims} claims change, and none is lost or stopped${by}`,
      };
  return { lines: planText(plan), proof };
}

/** The EnvironmentConfig of a cluster by which the functions of the platform go. Throws a `UserError` if its file does not name one. */
export function factsOf(
  folder: string,
  { name: cluster, facts }: Pick<Cluster, 'name' | 'facts'>,
  platform: string,
): KubernetesObject {
  const hint = 'give it `facts: <path of its EnvironmentConfig>`';
  if (facts === undefined)
    throw new UserError(`the cluster ${cluster} has no facts, so its claims cannot be planned`, { hint });
  const environment = readObjects(join(folder, facts)).find(
    ({ kind, metadata }) => kind === 'EnvironmentConfig' && metadata.name === platform,
  );
  if (environment !== undefined) return environment;
  throw new UserError(`${join(folder, facts)} has no EnvironmentConfig ${platform}`, { hint });
}
