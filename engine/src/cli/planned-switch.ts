/** Plans claims for a switch of a cluster between two published versions, whose kits say what each makes of them. */
import type { WrittenClaim } from '../compare/behaviour/about.ts';
import { planClaims } from '../compare/behaviour/plan-claims.ts';
import type { Contract } from '../compare/contract.ts';
import { type Plan, type PlannedKind, planOf } from '../compare/plan.ts';
import { UserError } from '../errors.ts';
import type { Cluster, PublishedVersion } from '../gitops/fleet/index.ts';
import { manifestFiles } from '../judge/manifest-files.ts';
import type { KubernetesObject } from '../render/index.ts';
import { claimsIn } from './compared-claims.ts';
import { releasesToCompare } from './compared-releases.ts';
import { withKitSettler } from './kit-settler.ts';
import { tellUnknownConversions } from './unknown-conversions.ts';

/** The kit of a published version. */
export interface VersionKit {
  /** Where it is: a folder, a tarball or a reference. */
  readonly source: string;
  readonly platform: string;
  readonly version: string;
}

/** A switch, and the claims of the cluster. */
export interface Switch {
  readonly cluster: Cluster;
  /** The kits of the version that it has, and of the one that it gets. */
  readonly kits: { readonly old: VersionKit; readonly now: VersionKit };
  /** The EnvironmentConfig of the cluster. */
  readonly facts: KubernetesObject;
  /** Files and folders with claims. */
  readonly paths: readonly string[];
}

/** What the switch does to the claims. Throws a `UserError` if there is no claim of the platform, or if a kit cannot be used. */
export async function planSwitch(
  { cluster, kits, facts, paths }: Switch,
  failOn: readonly PlannedKind[],
  config: string,
): Promise<Plan> {
  const { old, now } = await releasesToCompare(kits.old.source, kits.now.source, config);
  const { target, flavour, environment } = cluster;
  const cells = placed(
    claimsIn(manifestFiles(paths), [now.contract, old.contract]),
    [now.contract, old.contract],
    target,
  ).map((claim) => ({ ...claim, target, environment }));
  if (cells.length === 0) {
    throw new UserError(`${paths.join(', ')}: no claim of ${now.contract.group} on ${target}`, {
      hint: 'name the folders that hold the claims of the cluster',
    });
  }
  const opening = { environments: { [environment]: facts }, flavour, examples: [] };
  return withKitSettler(kits.now.source, opening, (after) =>
    withKitSettler(kits.old.source, opening, async (before) => {
      refuseOther(before, kits.old);
      refuseOther(after, kits.now);
      tellUnknownConversions(kits.now.source, await after.about);
      const { findings, unserved, converted } = await planClaims({ before, now: after, cells });
      return planOf(findings, { claims: cells.length, targets: [target], environment, unserved, converted }, failOn);
    }),
  );
}

/** The kit of a published version: the one that is given for it, else that of its registry. Throws a `UserError` if the release has none. */
export function kitOf(
  { version, release: { platform, kit } }: PublishedVersion,
  given: Readonly<Record<string, string>> = {},
): VersionKit {
  const own = Object.hasOwn(given, version) ? given[version] : undefined;
  if (own !== undefined) return { source: own, platform, version };
  if (kit !== undefined) return { source: `${kit.repository}@${kit.digest}`, platform, version };
  throw new UserError(`the release ${version} has no kit, so nobody can say what it makes of claims`, {
    hint: `leave out --claims, publish a whole release, or give its kit with --kit ${version}=<kit>`,
  });
}

/** Throws a `UserError` if the kit that was found is that of another version, whose answers would look right. */
export function refuseOther(
  kit: { readonly platform: string; readonly version: string },
  { platform, version }: VersionKit,
): void {
  if (kit.version === version && kit.platform === platform) return;
  throw new UserError(`the kit of ${platform} ${version} is that of ${kit.platform} ${kit.version}`, {
    hint: `give the kit of ${version} with --kit ${version}=<kit>`,
  });
}

/** The claims whose kind one of the releases has on the target. */
function placed(
  claims: readonly WrittenClaim[],
  releases: readonly Contract[],
  target: string,
): readonly WrittenClaim[] {
  const serves = (kind: string) =>
    releases.some(({ apis }) => Object.hasOwn(apis, kind) && apis[kind]?.definition.targets.includes(target) === true);
  return claims.filter(({ claim }) => serves(claim.kind));
}
