/** Reads what clusters of a fleet run: from the clusters, or from dumps. */
import { UserError } from '../errors.ts';
import type { Fleet } from '../gitops/fleet/index.ts';
import type { Runs } from '../gitops/inventory.ts';
import { runningIn } from '../gitops/running.ts';
import { type InstalledPackage, packageOf, packagesOf } from '../install/cluster.ts';
import { isItem, kubectlOf } from '../install/kubectl.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { PerCluster } from './per-cluster.ts';
import { readDumped } from './read-claims.ts';

/** Where to look for each cluster. */
interface Places {
  readonly context?: PerCluster;
  readonly dump?: PerCluster;
  readonly kubeconfig?: string;
}

/** All that a fleet selects, so that nobody needs rights for more. */
const kinds = ['configurations.pkg.crossplane.io', 'functions.pkg.crossplane.io'];
const command = `kubectl get ${kinds.join()} -o yaml`;

/**
 * What runs in the clusters that are named, by their names. Rejects with a `UserError` for a cluster that the fleet does not have, and for a dump that
 * cannot say it. A cluster that does not answer is unknown, so that the others are shown.
 */
export async function runsOf(
  fleet: Fleet,
  { context = {}, dump = {}, kubeconfig }: Places,
): Promise<ReadonlyMap<string, Runs>> {
  const twice = Object.keys(context).find((name) => Object.hasOwn(dump, name));
  if (twice !== undefined) {
    throw new UserError(`${twice} has a context and a dump`, { hint: 'leave out --context or --dump for it' });
  }
  const places = [
    ...Object.entries(dump).map(([name, path]) => ({ name, packages: async () => dumpedPackages(path) })),
    ...Object.entries(context).map(([name, its]) => ({
      name,
      packages: () => packagesOf(kubectlOf({ context: its, ...(kubeconfig !== undefined && { kubeconfig }) }), kinds),
    })),
  ];
  const clusters = places.map(({ name }) => clusterOf(fleet, name));
  const runs = await Promise.all(
    places.map(async ({ name, packages }, at): Promise<readonly [string, Runs]> => {
      const found = await packages().catch((error: unknown) => {
        if (error instanceof UserError && Object.hasOwn(context, name)) return error.message;
        throw error;
      });
      return [name, typeof found === 'string' ? { unknown: found } : runningIn(fleet, clusters[at]!, found)];
    }),
  );
  return new Map(runs);
}

function clusterOf({ clusters }: Fleet, name: string): Fleet['clusters'][number] {
  const cluster = clusters.find((each) => each.name === name);
  if (cluster !== undefined) return cluster;
  throw new UserError(`the fleet has no cluster ${name}`, {
    hint: `it has ${clusters.map((each) => each.name).join(', ') || 'none'}`,
  });
}

/** An empty list is a cluster without packages; other objects alone are another dump. */
function dumpedPackages(path: string): readonly InstalledPackage[] {
  const objects: readonly unknown[] = readDumped(path);
  const packages = objects.filter(isItem).filter(({ apiVersion }) => groupOf(apiVersion) === 'pkg.crossplane.io');
  if (packages.length > 0 || objects.length === 0) return packages.map(packageOf);
  throw new UserError(`${path} has no packages of Crossplane, so it cannot say what runs`, {
    hint: `dump them with \`${command}\``,
  });
}
