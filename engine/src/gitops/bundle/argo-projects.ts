/** The projects of Argo CD: what may be synced from where to where. */
import { ApiObject, type Chart } from 'cdk8s';
import { groupOf } from '../../schema/kind-name.ts';
import { argoNamespace } from './argo-settings.ts';
import { appName, type Place, platformName } from './place.ts';

/** A kind of object in a bundle, and whether its objects are in no namespace. */
export interface BundledKind {
  readonly group: string;
  readonly kind: string;
  readonly isClustered: boolean;
}

/** Adds the project of the platform, with the kinds of its bundle alone, and one for each application, with the catalogue alone. */
export function argoProjects(chart: Chart, place: Place, bundled: readonly BundledKind[]): void {
  const { cluster, apps, kinds, source, platform } = place;
  project(chart, platformName(place), {
    description: `The packages of ${platform} in ${cluster.name}, and what they need.`,
    repository: source.repository,
    // The bundle has objects for the namespaces of Crossplane and of operators.
    destination: { server: cluster.server, namespace: '*' },
    clustered: listOf(bundled.filter(({ isClustered }) => isClustered)),
    namespaced: listOf(bundled.filter(({ isClustered }) => !isClustered)),
  });
  for (const app of apps) {
    project(chart, appName(app, cluster), {
      description: `The claims of ${app.name} in ${cluster.name}: the kinds of ${platform}, and no others.`,
      repository: app.repository,
      destination: { server: cluster.server, namespace: app.namespace },
      clustered: app.clusterScoped ? listOf(kinds.filter(({ scope }) => scope === 'Cluster')) : [],
      // Argo CD hides objects of other kinds, also in the tree below a claim (argo-cd v3.5.1 controller/appcontroller.go:629).
      namespaced: listOf([
        ...kinds.filter(({ scope }) => scope === 'Namespaced'),
        ...(app.showComposed ? composedKinds(place) : []),
      ]),
    });
  }
}

interface Project {
  readonly description: string;
  readonly repository: string;
  readonly destination: { readonly server: string; readonly namespace: string };
  readonly clustered: readonly object[];
  readonly namespaced: readonly object[];
}

function project(chart: Chart, name: string, given: Project): void {
  new ApiObject(chart, name, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: argoNamespace },
    spec: {
      description: given.description,
      sourceRepos: [given.repository],
      destinations: [given.destination],
      clusterResourceWhitelist: given.clustered,
      namespaceResourceWhitelist: given.namespaced,
    },
  });
}

/** What claims become on the target, as the release says. */
function composedKinds({ version: { release }, cluster }: Place): readonly Pick<BundledKind, 'group' | 'kind'>[] {
  return (release.requirements.kinds[cluster.target] ?? []).map(({ apiVersion, kind }) => ({
    group: groupOf(apiVersion),
    kind,
  }));
}

function listOf(kinds: readonly Pick<BundledKind, 'group' | 'kind'>[]): readonly { group: string; kind: string }[] {
  const unique = new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
