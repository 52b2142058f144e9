/** Plans claims: what the platform in this folder would make of them, against an older release, a cluster, or both. */
import { parse } from 'node:path';
import type { WrittenClaim } from '../compare/behaviour/about.ts';
import { liveStates } from '../compare/behaviour/live.ts';
import { type AskedRelease, planClaims } from '../compare/behaviour/plan-claims.ts';
import { contractOf } from '../compare/contract.ts';
import { type Plan, type PlannedKind, planOf } from '../compare/plan.ts';
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { Flavour } from '../schema/index.ts';
import { clusterTargets } from './cluster-targets.ts';
import { claimsIn } from './compared-claims.ts';
import { defaultEnvironment } from './default-environment.ts';
import { dumpedClaims, tellNew } from './dumped-claims.ts';
import { environmentFile } from './environments.ts';
import { withFolderSettler, withKitSettler } from './kit-settler.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment, readObjects } from './read-claims.ts';
import { oneLine } from './printable.ts';
import { count, tell } from './session.ts';
import { uniqueFiles } from './unique-files.ts';

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
  const targets = clusterTargets(platform, target);
  const claims = await claimsOf(platform, paths);
  const file = options.environment === undefined ? await defaultEnvironment(loaded, target) : options.environment;
  const environment = parse(environmentFile(file, loaded)).name;
  const environments = { [environment]: readEnvironment(file, loaded) };
  const live = dump === undefined ? undefined : liveStates(readObjects(dump), { name: dump, flavour });
  const placed = placedOn(claims, targets);
  const dumped = live === undefined ? placed : dumpedClaims(placed, { name: dump!, live, paths });
  // The release in use knows what it made of a claim that the dump lacks.
  const known = against === undefined ? dumped : placed;
  if (known !== placed) tellNew(placed.length - known.length, dump!);
  const cells = known.map((claim) => ({ ...claim, environment }));
  const opening = { environments, flavour, examples: [] };
  const plan = async (now: AskedRelease, before?: AskedRelease) => {
    const { findings, unserved, converted } = await planClaims({ before, now, live, cells });
    const used = [...new Set(cells.map((cell) => cell.target))].toSorted();
    return planOf(findings, { claims: cells.length, targets: used, environment, unserved, converted }, options.failOn);
  };
  return withFolderSettler(loaded, opening, (now) =>
    against === undefined ? plan(now) : withKitSettler(against, opening, (before) => plan(now, before)),
  );
}

async function claimsOf(platform: Platform, paths: readonly string[]): Promise<readonly WrittenClaim[]> {
  const claims = claimsIn(uniqueFiles(paths), [contractOf(platform, await platform.loadFunctions())]);
  tellTwins(claims);
  if (claims.length > 0) return claims;
  throw new UserError(`${paths.join(', ')}: no claim of ${platform.group}`, {
    hint: 'name the folders that hold claims',
  });
}

/** Says which claims are there twice: a plan is for one cluster, and folders are often for several. */
function tellTwins(claims: readonly WrittenClaim[]): void {
  const identity = ({ claim: { kind, metadata } }: WrittenClaim) =>
    [kind, [metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')].join(' ');
  for (const [title, [first, ...others]] of Map.groupBy(claims, identity)) {
    if (others.length === 0) continue;
    const files = [first, ...others].map((each) => each?.file).join(', ');
    tell(oneLine(`${title} is there ${count(others.length + 1, 'time')}, and one cluster has it once: ${files}`));
  }
}

/** The claims with their targets. Those of kinds that the cluster does not have are named on stderr, and left out. */
function placedOn(claims: readonly WrittenClaim[], targets: ReadonlyMap<string, string | undefined>) {
  const placed = claims.flatMap(({ claim, file }) => {
    const target = targets.get(claim.kind);
    return target === undefined ? [] : [{ claim, ...(file !== undefined && { file }), target }];
  });
  const strangers = claims.filter(({ claim }) => targets.get(claim.kind) === undefined);
  const kinds = [...new Set(strangers.map(({ claim }) => claim.kind))].toSorted();
  if (placed.length === 0) {
    throw new UserError(`the target has none of the kinds of the claims: ${kinds.join(', ')}`, {
      hint: 'name the target of the cluster that has the claims with --target',
    });
  }
  if (strangers.length > 0)
    tell(`${count(strangers.length, 'claim')} not planned, since the target has no ${kinds.join(', ')}`);
  return placed;
}
