/** What a cluster pulls from a mirror: every host is replaced by the mirror, and paths and digests stay, as in a bundle for an air gap. */
import { mirrored, type Redirection, redirected } from '../install/mirror.ts';
import { pulledHosts, rewriteConfigs } from '../release/airgap/inner.ts';
import type { Cluster, PublishedVersion } from './fleet/index.ts';
import { type BundledObject, bundledObjects } from './objects.ts';

type Mirrored = Pick<Cluster, 'mirror' | 'target' | 'flavour'>;

/** How the cluster's addresses are rewritten for the packages of these versions; empty without a mirror. */
export function redirectionsFor(
  { mirror }: Pick<Cluster, 'mirror'>,
  versions: readonly Pick<PublishedVersion, 'release'>[],
): readonly Redirection[] {
  if (mirror === undefined) return [];
  return hostsOf(versions).map((host) => ({ from: `${host}/`, to: `${mirror}/` }));
}

/** The address that the cluster pulls from; any address of the outside is in the mirror. */
export function pulledFrom(address: string, { mirror }: Pick<Cluster, 'mirror'>): string {
  if (mirror === undefined) return address;
  return redirected(address, [{ from: address.slice(0, address.indexOf('/') + 1), to: `${mirror}/` }]);
}

/**
 * The ImageConfigs of a cluster behind a mirror; none without one. They rewrite all that these versions pull, so that a switch finds it there. Crossplane
 * looks for pods and signatures by the new address, so what the bundle says of them is there once more for the mirror.
 */
export function mirrorObjects(
  folder: string,
  version: PublishedVersion,
  cluster: Mirrored,
  versions: readonly PublishedVersion[],
): readonly BundledObject[] {
  const { mirror } = cluster;
  if (mirror === undefined) return [];
  const redirections = redirectionsFor(cluster, versions);
  return [
    ...rewriteConfigs(version.release.platform, hostsOf(versions), mirror),
    ...bundledObjects(folder, version, cluster).flatMap((object) => mirrored(object, redirections)),
  ];
}

const scheme = 'oci://';

/** An object by which Flux reads a chart, with the address that the cluster pulls from; any other object as it is. */
export function relocated(object: BundledObject, cluster: Pick<Cluster, 'mirror'>): BundledObject {
  const spec = Object(object.spec) as { readonly url?: unknown };
  const { url } = spec;
  if (object.kind !== 'OCIRepository' || typeof url !== 'string') return object;
  return { ...object, spec: { ...spec, url: `${scheme}${pulledFrom(url.slice(scheme.length), cluster)}` } };
}

function hostsOf(versions: readonly Pick<PublishedVersion, 'release'>[]): readonly string[] {
  return [...new Set(versions.flatMap(({ release }) => pulledHosts(release)))].toSorted();
}
