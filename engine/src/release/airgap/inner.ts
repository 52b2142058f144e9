/** Where things of the outside live in an inner registry, and how Crossplane is told so. */
import { UserError } from '../../errors.ts';
import { parseReference, type RepositoryName } from '../../registry/index.ts';
import { toYamlStream } from '../../yaml/index.ts';
import type { ReleaseYaml } from '../verify/release-yaml.ts';
import { type Entry, placeOf } from './entries.ts';

/** The file in a bundle that tells Crossplane where packages are. */
export const imageConfigsFile = 'image-configs.yaml';

/** The kinds that Crossplane itself pulls, and charts: `planesmith install` finds them by the same redirections. */
const redirected: ReadonlySet<string> = new Set(['package', 'provider', 'function', 'chart']);

/** The place inside: the host is replaced, and the rest of the path stays, as Crossplane and containerd rewrite it. */
export function innerPlace({ repository }: RepositoryName, to: string): RepositoryName {
  const { host, repository: path } = parseReference(`${to}/${repository}:tag`) ?? {};
  if (host !== undefined && path !== undefined && !to.endsWith('/')) return { host, repository: path };
  throw new UserError(`${to} is no registry`, {
    hint: 'name its host, and a folder in it if there is one, such as registry.example.org/mirror',
  });
}

/** Throws a `UserError` if `to` is no registry, or if two things would have one place in it. */
export function refuseShared(entries: readonly Entry[], to: string): void {
  const places = new Map<string, Entry>();
  for (const entry of entries) {
    const { host, repository } = innerPlace(entry.reference, to);
    const place = `${host}/${repository}:${entry.reference.version}`;
    const before = places.get(place);
    if (before !== undefined && before.digest !== entry.digest) {
      throw new UserError(`${placeOf(before)} and ${placeOf(entry)} would both be ${place}`, {
        hint: 'pin one of them in another version, or from the same registry',
      });
    }
    places.set(place, entry);
  }
}

/**
 * ImageConfigs by which Crossplane pulls every package from `to`, and `planesmith install` every chart, one for each registry outside. It replaces the longest prefix that matches
 * (crossplane-runtime v2.4.0 pkg/xpkg/config.go, RewritePath), and then looks for all other settings by the new address. So one more gives the
 * Function the settings of runtime.yaml.
 */
export function imageConfigs(
  { platform, version, packages: built }: ReleaseYaml,
  entries: readonly Entry[],
  to: string,
): string {
  const hosts = new Set(entries.filter(({ kind }) => redirected.has(kind)).map(({ reference }) => reference.host));
  const rewrites = rewriteConfigs(platform, [...hosts].toSorted(), to);
  const isFunction = ({ kind }: { readonly kind: string }) => kind === 'Function';
  const runtimes = built.filter(isFunction).map(({ repository }) => {
    const name = `${platform}-functions`;
    const path = repository.slice(repository.indexOf('/') + 1);
    return imageConfig(`${name}-airgap`, `${to}/${path.slice(0, -version.length)}`, {
      runtime: { configRef: { apiVersion: 'pkg.crossplane.io/v1beta1', kind: 'DeploymentRuntimeConfig', name } },
    });
  });
  return toYamlStream([...rewrites, ...runtimes]);
}

/** The registries of all that clusters pull of a release by ImageConfigs, sorted. */
export function pulledHosts({ packages, lock }: ReleaseYaml): readonly string[] {
  const { providers = [], functions = [], charts = [] } = lock;
  const pinned = [...providers, ...functions, ...charts].map(({ image }) => image);
  const hosts = [...packages.map(({ repository }) => repository), ...pinned].map((each) => each.split('/')[0] ?? '');
  return [...new Set(hosts)].toSorted();
}

/** An ImageConfig for each host, by which Crossplane takes `to` in its place. */
export function rewriteConfigs(platform: string, hosts: readonly string[], to: string): readonly ImageConfig[] {
  return hosts.map((host) =>
    imageConfig(`${platform}-airgap-${host.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}`, `${host}/`, {
      rewriteImage: { prefix: `${to}/` },
    }),
  );
}

interface ImageConfig {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

function imageConfig(name: string, prefix: string, settings: object): ImageConfig {
  return {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'ImageConfig',
    metadata: { name },
    spec: { matchImages: [{ type: 'Prefix', prefix }], ...settings },
  };
}
