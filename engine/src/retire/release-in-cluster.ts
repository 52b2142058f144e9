/** Finds what a cluster still has of a release, and which claims use it. */
import { UserError } from '../errors.ts';
import { groupOf } from '../schema/kind-name.ts';

/** An object of a cluster, as far as this reads it. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string | undefined;
    readonly namespace?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** What a release has left in a cluster. */
export interface ReleaseInCluster {
  /** The claims that use it, each in a sentence; sorted. */
  readonly uses: readonly string[];
  /** What can go once nothing uses it, in the order of removal. */
  readonly parts: readonly Part[];
}

/** An object to remove. */
export interface Part {
  /** As kubectl names its kind. */
  readonly resource: string;
  readonly name: string;
}

/** The kinds that `releaseInCluster` must see, besides the XRs, as kubectl names them. */
export const machinery = {
  revisions: 'compositionrevisions.apiextensions.crossplane.io',
  compositions: 'compositions.apiextensions.crossplane.io',
  functions: 'functions.pkg.crossplane.io',
  environments: 'environmentconfigs.apiextensions.crossplane.io',
  roles: 'clusterroles.rbac.authorization.k8s.io',
} as const;

const platformLabel = 'planesmith.dev/platform';
const versionLabel = 'planesmith.dev/version';

/**
 * What the objects of a cluster have of the release `version` of the platform. Throws a `UserError` if they have nothing of it, or if their Compositions
 * are of this very release.
 */
export function releaseInCluster(
  objects: readonly ClusterObject[],
  platform: string,
  version: string,
): ReleaseInCluster {
  const ours = objects.filter(({ metadata }) => metadata.labels?.[platformLabel] === platform);
  const revisions = ours.filter(({ kind }) => kind === 'CompositionRevision');
  const old = revisions.filter((revision) => versionOf(revision) === version);
  const present = [...new Set(revisions.map(versionOf))].toSorted();
  if (old.length === 0) {
    throw new UserError(`there is no revision of a Composition of ${platform} ${version}`, {
      hint: present.length === 0 ? 'the platform is not there' : `there are those of ${present.join(', ')}`,
    });
  }
  const current = ours.find((object) => object.kind === 'Composition' && versionOf(object) === version);
  if (current !== undefined) {
    throw new UserError(`${platform} ${version} is installed: the Composition ${current.metadata.name} is of it`, {
      hint: 'install another release first',
    });
  }
  const others = revisions.filter((revision) => versionOf(revision) !== version);
  return { uses: usesOf(objects, old, version), parts: partsOf(objects, old, others) };
}

function versionOf({ metadata }: ClusterObject): string {
  return metadata.labels?.[versionLabel] ?? 'no version';
}

/** An XR uses the release if it has one of its revisions, or if that release was the last to answer it. */
function usesOf(objects: readonly ClusterObject[], revisions: readonly ClusterObject[], version: string): string[] {
  const names = new Set(revisions.map(({ metadata }) => metadata.name));
  const kinds = new Set(
    revisions.map(({ spec }) => {
      const { apiVersion, kind } = recordIn(recordIn(spec)['compositeTypeRef']);
      return `${groupOf(String(apiVersion))} ${String(kind)}`;
    }),
  );
  return objects
    .filter(({ apiVersion, kind }) => kinds.has(`${groupOf(apiVersion)} ${kind}`))
    .flatMap((xr) => {
      const revision = revisionIn(xr);
      if (names.has(revision)) return [`${claimOf(xr)} has its revision ${revision}`];
      const answered = recordIn(xr.status)['platformVersion'];
      return answered === version ? [`${claimOf(xr)} was last answered by it`] : [];
    })
    .toSorted();
}

function revisionIn({ spec }: ClusterObject): string {
  const fields = recordIn(spec);
  const reference = recordIn(fields['crossplane'])['compositionRevisionRef'] ?? fields['compositionRevisionRef'];
  return String(recordIn(reference)['name'] ?? '');
}

/** The claim behind an XR, or the XR itself if it is the claim. */
function claimOf({ kind, metadata: { name, namespace }, spec }: ClusterObject): string {
  const claim = recordIn(recordIn(spec)['claimRef']);
  const [shownKind, shownName, place] = [claim['kind'] ?? kind, claim['name'] ?? name, claim['namespace'] ?? namespace];
  return `${String(shownKind)} ${[place, shownName].filter((part) => part !== undefined).join('/')}`;
}

/** The revisions, and what they alone name: Functions, and the rights with the sign that says they are there. */
function partsOf(
  objects: readonly ClusterObject[],
  old: readonly ClusterObject[],
  others: readonly ClusterObject[],
): readonly Part[] {
  const kept = { functions: new Set(others.flatMap(functionsOf)), rights: new Set(others.flatMap(rightsOf)) };
  const isThere = (kind: string, name: string) =>
    objects.some((object) => object.kind === kind && object.metadata.name === name);
  const own = (names: readonly string[], keep: ReadonlySet<string>, kind: string) =>
    [...new Set(names)].filter((name) => !keep.has(name) && isThere(kind, name)).toSorted();
  const rights = old.flatMap(rightsOf);
  return [
    ...old.map(({ metadata }) => ({ resource: machinery.revisions, name: metadata.name ?? '' })),
    ...own(old.flatMap(functionsOf), kept.functions, 'Function').map((name) => ({
      resource: machinery.functions,
      name,
    })),
    ...own(rights, kept.rights, 'EnvironmentConfig').map((name) => ({ resource: machinery.environments, name })),
    ...own(rights, kept.rights, 'ClusterRole').map((name) => ({ resource: machinery.roles, name })),
  ];
}

/** The Functions of the platform itself: those of others' steps may serve other Compositions. */
function functionsOf(revision: ClusterObject): readonly string[] {
  return ownSteps(revision).map((step) => String(recordIn(step['functionRef'])['name']));
}

function rightsOf(revision: ClusterObject): readonly string[] {
  return ownSteps(revision)
    .flatMap((step) => listIn(recordIn(step['requirements'])['requiredResources']))
    .filter((required) => required['requirementName'] === 'rights')
    .map((required) => String(required['name']));
}

function ownSteps({ spec }: ClusterObject): readonly Fields[] {
  return listIn(recordIn(spec)['pipeline']).filter(
    (step) => recordIn(step['input'])['apiVersion'] === 'planesmith.dev/v1alpha1',
  );
}

type Fields = Readonly<Record<string, unknown>>;

function recordIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(recordIn) : [];
}
