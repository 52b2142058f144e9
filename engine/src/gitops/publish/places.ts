/** Where things are in the folder of a version. */
import type { Cluster } from '../fleet/cluster.ts';

/** The folder with what a cluster of the target needs besides packages. */
export function bundlePath(target: string): string {
  return `install/${target}`;
}

/** The folder with the packages of a cluster. */
export function packagesPath({ target, flavour }: Pick<Cluster, 'target' | 'flavour'>): string {
  return `packages/${target}-${flavour}`;
}

/** The folder with the operators behind the kinds of a target, as Flux installs them. */
export function operatorsPath(target: string): string {
  return `operators/${target}`;
}
