/** Finds out for the command line what a switch of a cluster between two published versions does. */
import { type Plan, usualFailures } from '../compare/plan.ts';
import { readFleet } from '../gitops/fleet/index.ts';
import { type ObjectChange, switchChanges } from '../gitops/switch/changes.ts';
import { askedIn } from '../promote/look-up.ts';
import { factsOf } from './decided-promotion.ts';
import { kitOf, planSwitch } from './planned-switch.ts';

/** What is asked for. */
export interface AskedSwitch {
  readonly cluster: string;
  /** The folder of the fleet. */
  readonly fleet: string;
  /** @default no plan */
  readonly claims?: readonly string[];
  /** Kits by version, in place of those that releases name. @default none */
  readonly kit?: Readonly<Record<string, string>>;
  readonly config: string;
}

/** What a switch does. */
export interface ShownSwitch {
  readonly changes: readonly ObjectChange[];
  readonly plan?: Plan;
}

/** Throws a `UserError` if the fleet, a version, a claim or a kit cannot be used. */
export async function shownSwitch(versions: readonly [string, string], asked: AskedSwitch): Promise<ShownSwitch> {
  const { fleet: folder, claims, kit, config } = asked;
  const fleet = await readFleet(folder);
  const [old, now] = [askedIn(fleet, versions[0], asked.cluster), askedIn(fleet, versions[1], asked.cluster)];
  const { cluster } = now;
  const changes = switchChanges(folder, [old.published, now.published], cluster);
  if (claims === undefined) return { changes };
  const facts = factsOf(folder, cluster, now.published.release.platform);
  const kits = { old: kitOf(old.published, kit), now: kitOf(now.published, kit) };
  return { changes, plan: await planSwitch({ cluster, kits, facts, paths: claims }, usualFailures, config) };
}
