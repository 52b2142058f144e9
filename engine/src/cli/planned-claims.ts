/** Plans claims: what the platform in this folder would make of them, against an older release, a cluster, or both. */
import { parse } from 'node:path';
import type { WrittenClaim } from '../compare/behaviour/about.ts';
import { liveStates } from '../compare/behaviour/live.ts';
import { type AskedRelease, type ClaimsToPlan, planClaims } from '../compare/behaviour/plan-claims.ts';
import { contractOf } from '../compare/contract.ts';
import { type Plan, type PlannedKind, planOf } from '../compare/plan.ts';
import { UserError } from '../errors.ts';
import { manifestFiles } from '../judge/manifest-files.ts';
import type { Platform } from '../platform/platform.ts';
import { targetOf } from '../preview/claim-cluster.ts';
import type { Flavour } from '../schema/index.ts';
import { claimsIn } from './compared-claims.ts';
import { defaultEnvironment } from './default-environment.ts';
import { environmentFile } from './environments.ts';
import { withFolderSettler, withKitSettler } from './kit-settler.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment, readObjects } from './read-claims.ts';
import { tell } from './session.ts';

/** How claims are planned. At least one of `against` and `live` is given. */
export interface PlanOptions {
  /** The kit of the release that the claims have now. */
  readonly against?: string;
  /** A dump of the cluster. */
  readonly live?: string;
  readonly environment?: string;
  readonly target?: string;
  readonly flavour: Flavour;
  readonly failOn: readonly PlannedKind[];
}

/** Throws a `UserError` if there is no claim, or nothing to plan against. */
export async function plannedClaims(
  loaded: LoadedPlatform,
  paths: readonly string[],
  options: PlanOptions,
): Promise<Plan> {
  const { platform } = loaded;
  const { against, live: dump, target, flavour } = options;
  if (against === undefined && dump === undefined) {
    throw new UserError('there is nothing to plan against', {
      hint: 'name the kit of the release in use with --against, a dump of the cluster with --live, or both',
    });
  }
  const claims = await claimsOf(platform, paths);
  const file = options.environment === undefined ? await defaultEnvironment(loaded, target) : options.environment;
  const environment = parse(environmentFile(file, loaded)).name;
  const environments = { [environment]: readEnvironment(file, loaded) };
  const live = dump === undefined ? undefined : liveStates(readObjects(dump), { name: dump, flavour });
  const known =
    live === undefined || against !== undefined ? claims : claims.filter(({ claim }) => live(claim) !== undefined);
  if (live !== undefined && !claims.some(({ claim }) => live(claim) !== undefined)) {
    throw new UserError(`${dump} has none of the claims in ${paths.join(', ')}`, {
      hint: 'dump their kinds and what they compose, from the cluster that has them',
    });
  }
  const added = claims.length - known.length;
  if (added > 0)
    tell(
      added === 1 ? `1 claim is not in ${dump}, so it is new` : `${added} claims are not in ${dump}, so they are new`,
    );
  const places = Object.entries(platform.apis).map(
    ([key, { kind }]) => [kind, targetOf(platform, key, target)] as const,
  );
  const planned = { claims: known, environment, targets: Object.fromEntries(places) };
  const opening = { environments, flavour, examples: [] };
  const plan = (now: AskedRelease, before?: AskedRelease) =>
    planWith(planned, { before, now, live, failOn: options.failOn });
  return withFolderSettler(loaded, opening, (now) =>
    against === undefined ? plan(now) : withKitSettler(against, opening, (before) => plan(now, before)),
  );
}

async function claimsOf(platform: Platform, paths: readonly string[]): Promise<readonly WrittenClaim[]> {
  const claims = claimsIn(manifestFiles(paths), [contractOf(platform, await platform.loadFunctions())]);
  if (claims.length > 0) return claims;
  throw new UserError(`${paths.join(', ')}: no claim of ${platform.group}`, {
    hint: 'name the folders that hold claims',
  });
}

interface Planned {
  readonly claims: readonly WrittenClaim[];
  readonly environment: string;
  /** The target of each kind. */
  readonly targets: Readonly<Record<string, string | undefined>>;
}

interface Sides extends Omit<ClaimsToPlan, 'cells'> {
  readonly failOn: readonly PlannedKind[];
}

async function planWith({ claims, environment, targets }: Planned, { failOn, ...sides }: Sides): Promise<Plan> {
  const cells = claims.flatMap(({ claim, file }) => {
    const target = targets[claim.kind];
    return target === undefined ? [] : [{ claim, ...(file !== undefined && { file }), target, environment }];
  });
  const { findings, unserved } = await planClaims({ ...sides, cells });
  const used = [...new Set(cells.map(({ target }) => target))].toSorted();
  return planOf(findings, { claims: cells.length, targets: used, environment, unserved }, failOn);
}
