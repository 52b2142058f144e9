/** What the GitOps objects of one cluster are made from. */
import { join, posix } from 'node:path';
import { UserError } from '../../errors.ts';
import { namesIn } from '../../judge/manifest-files.ts';
import {
  type AppRepository,
  type Cluster,
  fleetHint,
  type Fleet,
  type FleetSource,
  type PublishedVersion,
} from '../fleet/index.ts';
import type { Charted } from '../../release/operator-list.ts';
import { chosenOperators, operatorsFor } from '../operators.ts';
import { pulledFrom } from '../mirror.ts';
import { type ClaimKind, kindsFor } from '../publish/kinds.ts';

/** A cluster with all that concerns it. */
export interface Place {
  readonly cluster: Cluster;
  /** The version that it runs. */
  readonly version: PublishedVersion;
  /** All versions that it could run, since its rights must fit each. */
  readonly versions: readonly PublishedVersion[];
  readonly source: FleetSource;
  /** The name of the platform. */
  readonly platform: string;
  /** What developers claim there. */
  readonly kinds: readonly ClaimKind[];
  /** The operators that its version brings, in their order, by the addresses that the cluster pulls from. */
  readonly operators: readonly Charted[];
  /** Those that its version would bring, and its file leaves out. */
  readonly leftOut: readonly Charted[];
  /** The repositories whose claims it gets. */
  readonly apps: readonly AppRepository[];
}

/** The places of all clusters of a fleet. Throws a `UserError` if the fleet does not say where it is, or if two objects would have one name. */
export function placesOf(fleet: Fleet): readonly Place[] {
  const { folder, source, versions, apps } = fleet;
  if (source === undefined) {
    throw new UserError(`${folder}/fleet.yaml is missing: controllers must know where the fleet is`, {
      hint: fleetHint,
    });
  }
  const places = fleet.clusters.map((cluster): Place => {
    const fits = versions.filter(({ files }) => files.some((path) => path.startsWith(`packages/${cluster.target}-`)));
    const version = versions.find((each) => each.version === cluster.version);
    if (version === undefined) throw new Error(`${cluster.name} points at a version that readFleet lets pass`);
    const all = operatorsFor(folder, cluster.version, cluster.target);
    const operators = chosenOperators(all, cluster);
    return {
      cluster,
      version,
      versions: fits,
      source,
      platform: version.release.platform,
      kinds: kindsFor(folder, version, cluster),
      operators: operators.map(({ chart, ...operator }) => ({
        ...operator,
        chart: { ...chart, image: pulledFrom(chart.image, cluster) },
      })),
      leftOut: all.filter((each) => !operators.includes(each)),
      apps: apps.filter(({ environments }) => environments === undefined || environments.includes(cluster.environment)),
    };
  });
  refuseSharedNames(places);
  for (const place of places) refuseOtherFacts(folder, place);
  return places;
}

/** The name of the Application and the project of a cluster's platform. One Argo CD may have those of all clusters. */
export function platformName({ platform, cluster }: Pick<Place, 'platform' | 'cluster'>): string {
  return `${platform}-${cluster.name}`;
}

/** The name of the project of the operators of a cluster, and of the Application of one of them. */
export function operatorsName(place: Pick<Place, 'platform' | 'cluster'>, operator?: string): string {
  return `${platformName(place)}-${operator ?? 'operators'}`;
}

/** The name of the Application and the project of an application in a cluster. */
export function appName({ name }: Pick<AppRepository, 'name'>, cluster: Pick<Cluster, 'name'>): string {
  return `${name}-${cluster.name}`;
}

/** The folder of the claims of an application in a cluster. */
export function claimsPath({ path }: Pick<AppRepository, 'path'>, { environment }: Pick<Cluster, 'environment'>) {
  return path.replaceAll('{environment}', environment);
}

/** A path below the folder of the fleet, as its repository has it. */
export function pathInRepository({ path }: Pick<FleetSource, 'path'>, below: string): string {
  return path === undefined ? below : `${path}/${below}`;
}

/** What is in the namespace of Flux already: its accounts, and the objects by which it syncs itself. */
const fluxNames: ReadonlySet<string> = new Set([
  'default',
  'flux-operator',
  'flux-system',
  'helm-controller',
  'image-automation-controller',
  'image-reflector-controller',
  'kustomize-controller',
  'notification-controller',
  'source-controller',
  'source-watcher',
]);

function refuseSharedNames(places: readonly Place[]): void {
  const taken = new Map<string, string>();
  const own = places.flatMap(({ platform, apps }) => apps.filter(({ name }) => name.startsWith(`${platform}-`)))[0];
  if (own !== undefined) {
    throw new UserError(`the name ${own.name} is one of the platform`, {
      hint: `rename apps/${own.name}.yaml and its name`,
    });
  }
  const ofFlux = places.flatMap(({ apps }) => apps.filter(({ name }) => fluxNames.has(name)))[0];
  if (ofFlux !== undefined) {
    throw new UserError(`the name ${ofFlux.name} is one of Flux itself, which may do everything`, {
      hint: `rename apps/${ofFlux.name}.yaml and its name`,
    });
  }
  const named = places.flatMap((place) => [
    { name: platformName(place), what: `the platform in ${place.cluster.name}` },
    ...[undefined, ...place.operators.map(({ name }) => name)].map((name) => ({
      name: operatorsName(place, name),
      what: `${name ?? 'the operators'} in ${place.cluster.name}`,
    })),
    ...place.apps.map((app) => ({ name: appName(app, place.cluster), what: `${app.name} in ${place.cluster.name}` })),
  ]);
  for (const { name, what } of named) {
    const other = taken.get(name);
    if (other !== undefined) {
      throw new UserError(`${other} and ${what} would both be named ${name}`, {
        hint: 'rename an application or a cluster',
      });
    }
    taken.set(name, what);
  }
}

/** Flux applies all manifests of a folder. */
function refuseOtherFacts(folder: string, { cluster: { name, facts } }: Place): void {
  if (facts === undefined) return;
  const place = posix.dirname(facts);
  const other = namesIn(join(folder, place)).find(
    (each) => each !== posix.basename(facts) && /\.(ya?ml|json)$/.test(each),
  );
  if (other === undefined) return;
  throw new UserError(`${folder}/${place} has ${other} beside the facts of ${name}, and Flux applies all of a folder`, {
    hint: `give the facts of each cluster a folder of their own, such as facts/${name}/environment.yaml`,
  });
}
