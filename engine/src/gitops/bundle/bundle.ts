/** Builds what the controllers of each cluster of a fleet are given: `<cluster>/argocd/` and `<cluster>/flux/`. */
import { UserError } from '../../errors.ts';
import type { File } from '../../files.ts';
import { chartObjects } from '../../release/chart-file.ts';
import { toYaml, toYamlStream } from '../../yaml/index.ts';
import { type Cluster, firstFiles, type Fleet, type PublishedVersion, usualServer } from '../fleet/index.ts';
import { mirrorObjects } from '../mirror.ts';
import { bundledObjects } from '../objects.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { argoApplications } from './argo-applications.ts';
import { argoOperators } from './argo-operators.ts';
import { argoProjects, type BundledKind } from './argo-projects.ts';
import { argoSettings } from './argo-settings.ts';
import { fluxRights } from './flux-rights.ts';
import { fluxKustomizations, fluxSources } from './flux.ts';
import { type Place, placesOf } from './place.ts';

/** The files of all clusters, or of one, with paths that begin with the cluster's name. Throws a `UserError` if the fleet does not say enough. */
export function gitopsFiles(fleet: Fleet, only?: string): readonly File[] {
  const places = placesOf(fleet);
  const chosen = only === undefined ? places : places.filter(({ cluster }) => cluster.name === only);
  if (chosen.length > 0) return chosen.flatMap((place) => filesOf(fleet.folder, place));
  throw new UserError(`${fleet.folder} has no cluster ${only ?? ''}`.trimEnd(), {
    hint:
      places.length === 0
        ? firstFiles(fleet.folder)
        : `its clusters are ${places.map(({ cluster }) => cluster.name).join(', ')}`,
  });
}

function filesOf(folder: string, place: Place): readonly File[] {
  const bundled = place.versions.flatMap((version) => kindsIn(folder, version, place.cluster));
  const facts = place.cluster.facts === undefined ? [] : [environmentConfig];
  const { name } = place.cluster;
  const file = (path: string, objects: readonly object[]): File => ({
    path: `${name}/${path}`,
    content: toYamlStream(objects),
  });
  const operators = chartObjects('operators', (chart) => argoOperators(chart, place));
  const mirror = mirrorObjects(folder, place.version, place.cluster, place.versions);
  // Where Argo CD runs in another cluster, its own Crossplane must not be redirected.
  const isOwn = place.cluster.server === usualServer;
  const argo = [
    ...(mirror.length > 0 && isOwn ? ['mirror'] : []),
    'projects',
    ...(operators.length === 0 ? [] : ['operators']),
    'applications',
  ];
  const rights = chartObjects('rights', (chart) => fluxRights(chart, place));
  const flux = [
    ...(mirror.length === 0 ? [] : ['mirror']),
    'sources',
    ...(rights.length === 0 ? [] : ['rights']),
    'kustomizations',
  ];
  return [
    ...(mirror.length === 0 ? [] : ['argocd', 'flux'].map((controller) => file(`${controller}/mirror.yaml`, mirror))),
    file(
      'argocd/settings.yaml',
      chartObjects('settings', (chart) => argoSettings(chart, place.kinds)),
    ),
    file(
      'argocd/projects.yaml',
      chartObjects('projects', (chart) => argoProjects(chart, place, [...bundled, ...facts])),
    ),
    ...(operators.length === 0 ? [] : [file('argocd/operators.yaml', operators)]),
    file(
      'argocd/applications.yaml',
      chartObjects('applications', (chart) => argoApplications(chart, place)),
    ),
    // Not with the settings: they are a part of an object that Argo CD's own installation has.
    list(`${name}/argocd`, argo),
    file(
      'flux/sources.yaml',
      chartObjects('sources', (chart) => fluxSources(chart, place)),
    ),
    ...(rights.length === 0 ? [] : [file('flux/rights.yaml', rights)]),
    file(
      'flux/kustomizations.yaml',
      chartObjects('kustomizations', (chart) => fluxKustomizations(chart, place)),
    ),
    list(`${name}/flux`, flux),
  ];
}

const environmentConfig: BundledKind = {
  group: 'apiextensions.crossplane.io',
  kind: 'EnvironmentConfig',
  isClustered: true,
};

function list(folder: string, names: readonly string[]): File {
  const content = toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: names.map((name) => `${name}.yaml`),
  });
  return { path: `${folder}/kustomization.yaml`, content };
}

/** The kinds of everything that a version has for such a cluster. */
function kindsIn(folder: string, version: PublishedVersion, cluster: Cluster): readonly BundledKind[] {
  return bundledObjects(folder, version, cluster).map(({ apiVersion, kind, metadata: { namespace } }) => ({
    group: groupOf(apiVersion),
    kind,
    isClustered: namespace === undefined,
  }));
}
