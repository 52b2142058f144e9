/** What a cluster runs of its platform, and where that is something else than Git selects. */
import type { InstalledPackage } from '../install/cluster.ts';
import { whyUnhealthy } from '../install/healthy.ts';
import { isFrom, type Origin, repositoryName } from '../install/source.ts';
import type { ReleasedPackage } from '../release/verify/release-yaml.ts';
import { type Cluster, configurationsFor, type Fleet } from './fleet/index.ts';
import { redirectionsFor } from './mirror.ts';
import { digestIn, hasPulled } from './pulled.ts';

/** A package of the platform in a cluster. */
export interface RunningPackage {
  readonly kind: string;
  readonly name: string;
  /** The address that Crossplane has resolved last; absent before the first. */
  readonly package?: string;
  /** The published version whose digest Crossplane has pulled; absent if it is that of none. */
  readonly version?: string;
}

/** What a cluster runs. */
export interface Running {
  readonly packages: readonly RunningPackage[];
  /** In a sentence each; none if the cluster runs what Git selects, and if that is healthy. */
  readonly differences: readonly string[];
}

/** What the packages of a cluster are, beside those that the fleet selects for it. Packages of others are left out. */
export function runningIn(
  { versions }: Pick<Fleet, 'versions'>,
  cluster: Pick<Cluster, 'version' | 'target' | 'flavour' | 'mirror'>,
  installed: readonly InstalledPackage[],
): Running {
  const redirections = redirectionsFor(cluster, versions);
  const published: readonly Published[] = versions.flatMap(({ version, release }) =>
    release.packages.map((released) => ({ ...released, version, platform: release.platform, redirections })),
  );
  const selected = versions.find(({ version }) => version === cluster.version);
  const names = new Set(selected === undefined ? [] : configurationsFor(selected, cluster).map(({ name }) => name));
  const wanted = published.filter(
    ({ version, kind, name }) => version === cluster.version && (kind === 'Function' || names.has(name)),
  );
  const ours = installed.filter((each) => published.some((one) => isPackage(each, one)));
  const extra = ours.filter((each) => each.kind === 'Configuration' && !wanted.some((one) => isPackage(each, one)));
  return {
    packages: ours.map((each) => running(each, published)),
    differences: [
      ...wanted.flatMap((one) => differencesOf(one, ours, published)),
      ...extra.map(({ name }) => `Configuration ${name} is there, and Git does not select it`),
    ],
  };
}

type Published = ReleasedPackage & Origin & { readonly version: string };

function isPackage(installed: InstalledPackage, { kind, repository, platform, redirections }: Published): boolean {
  return installed.kind === kind && isFrom(installed, repository, { platform, redirections });
}

function running(installed: InstalledPackage, published: readonly Published[]): RunningPackage {
  const { kind, name, status } = installed;
  const address = status.currentIdentifier;
  if (address === undefined) return { kind, name };
  const isIt = (each: Published) =>
    isPackage(installed, each) &&
    repositoryName(each.repository) === repositoryName(address) &&
    hasPulled(installed, each.digest);
  const version = published.find(isIt)?.version;
  return { kind, name, package: address, ...(version !== undefined && { version }) };
}

function differencesOf(one: Published, ours: readonly InstalledPackage[], published: readonly Published[]): string[] {
  const found = ours.find((each) => isPackage(each, one));
  if (found === undefined) return [`${one.kind} ${one.name} is not there`];
  const what = `${found.kind} ${found.name}`;
  const lacks = whyUnhealthy(found);
  const { package: address, version } = running(found, published);
  if (address === undefined) return [`${what} has pulled nothing yet: ${lacks ?? 'Crossplane has not looked at it'}`];
  if (hasPulled(found, one.digest)) return lacks === undefined ? [] : [`${what} is ${lacks}`];
  const why = lacks === undefined ? '' : `: ${lacks}`;
  if (version === undefined && digestIn(address) === undefined) {
    return [
      `${what} runs ${address}, which names no digest, so that it may be another package than ${one.version}${why}`,
    ];
  }
  return [`${what} runs ${version ?? `${address}, which is not published here`}, not ${one.version}${why}`];
}
