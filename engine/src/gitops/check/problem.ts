/** Judges an object in the repository of an application by what the fleet itself knows of a cluster: kinds, namespaces and the catalogue. */
import { groupOf } from '../../schema/kind-name.ts';
import { catalogueRemedy, outsideCatalogue } from '../../schema/limits/catalogue.ts';
import type { Place } from '../bundle/place.ts';
import type { AppRepository } from '../fleet/index.ts';
import type { ClaimKind } from '../publish/kinds.ts';

/** An object in a repository, whatever its fields hold. */
export interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null;
  readonly data?: unknown;
}

/** An application in a cluster that syncs it. */
export interface Synced {
  readonly place: Place;
  readonly app: AppRepository;
  /** The EnvironmentConfig of the cluster; absent if the fleet does not have it. */
  readonly environment?: Manifest;
}

/** What the fleet knows of an object. */
interface Known {
  /** What there is that the cluster would not take, and what to do about it; absent if it takes it. */
  readonly problem?: string;
  /** Whether the cluster serves its kind in its version. */
  readonly isServed: boolean;
}

/** The object as messages call it. */
export function titleOf(value: unknown): string {
  const { kind, metadata } = Object(value) as Manifest;
  return ['the', kind ?? 'object', metadata?.name ?? 'without a name'].map(String).join(' ');
}

/** What the fleet knows of one object. */
export function judgedByFleet(value: unknown, { place, app, environment }: Synced): Known {
  const { apiVersion, kind, metadata } = Object(value) as Manifest;
  const { cluster, kinds } = place;
  const what = titleOf(value);
  const [group, version] = [groupOf(String(apiVersion)), String(apiVersion).split('/').at(-1) ?? ''];
  const known = kinds.find((each) => each.kind === kind && each.group === group);
  const runs = `version ${cluster.version}, which ${cluster.name} runs,`;
  if (known === undefined) return { problem: `${what}, and ${runs} offers no such kind: take it out`, isServed: false };
  if (!known.versions.includes(version)) {
    const served = known.versions.join(' and ');
    return { problem: `${what} in ${version}, and ${runs} serves ${served}: write one of these`, isServed: false };
  }
  const misplaced = placeProblem(known, metadata?.namespace, app);
  if (misplaced !== undefined) return { problem: `${what}${misplaced}`, isServed: true };
  const outside = known.scope === 'Cluster' ? undefined : outsideCatalogue(known.plural, dataOf(environment));
  if (outside === undefined) return { isServed: true };
  return { problem: `${what}, which ${cluster.name} refuses: ${outside}; ${catalogueRemedy}`, isServed: true };
}

function dataOf(environment: Manifest | undefined): object {
  return Object(environment?.data) as object;
}

/** What is wrong with where it is, to follow its title. */
function placeProblem({ scope }: ClaimKind, given: unknown, app: AppRepository): string | undefined {
  const file = `apps/${app.name}.yaml`;
  if (scope === 'Cluster') {
    if (app.clusterScoped) return undefined;
    return `, which is in no namespace: take it out, or say \`clusterScoped: true\` in ${file}`;
  }
  const namespace = given ?? app.namespace;
  if (namespace === app.namespace) return undefined;
  return ` in the namespace ${String(namespace)}, and ${file} says ${app.namespace}: give both one`;
}
