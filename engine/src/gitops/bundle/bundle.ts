/** Builds what the controllers of each cluster of a fleet are given: `<cluster>/argocd/` and `<cluster>/flux/`. */
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type File, textIn } from '../../files.ts';
import { chartObjects } from '../../release/chart-file.ts';
import { readYaml, toYaml, toYamlStream } from '../../yaml/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { groupOf } from '../publish/kinds.ts';
import { bundlePath, packagesPath } from '../publish/places.ts';
import { argoApplications } from './argo-applications.ts';
import { argoProjects, type BundledKind } from './argo-projects.ts';
import { argoSettings } from './argo-settings.ts';
import { fluxKustomizations, fluxSources } from './flux.ts';
import { type Place, placesOf } from './place.ts';

/** The files of all clusters, or of one, with paths that begin with the cluster's name. Throws a `UserError` if the fleet does not say enough. */
export function gitopsFiles(fleet: Fleet, only?: string): readonly File[] {
  const places = placesOf(fleet);
  const chosen = only === undefined ? places : places.filter(({ cluster }) => cluster.name === only);
  if (chosen.length > 0) return chosen.flatMap((place) => filesOf(fleet.folder, place));
  throw new UserError(`${fleet.folder} has no cluster ${only ?? ''}`.trimEnd(), {
    hint: `its clusters are ${places.map(({ cluster }) => cluster.name).join(', ')}`,
  });
}

function filesOf(folder: string, place: Place): readonly File[] {
  const bundled = place.versions.flatMap(({ path }) =>
    [bundlePath(place.cluster.target), packagesPath(place.cluster)].flatMap((part) =>
      kindsIn(join(folder, path, part)),
    ),
  );
  const facts = place.cluster.facts === undefined ? [] : [environmentConfig];
  const { name } = place.cluster;
  const file = (path: string, objects: readonly object[]): File => ({
    path: `${name}/${path}`,
    content: toYamlStream(objects),
  });
  const argo = ['settings', 'projects', 'applications'];
  const flux = ['sources', 'kustomizations'];
  return [
    file(
      'argocd/settings.yaml',
      chartObjects('settings', (chart) => argoSettings(chart, place.kinds)),
    ),
    file(
      'argocd/projects.yaml',
      chartObjects('projects', (chart) => argoProjects(chart, place, [...bundled, ...facts])),
    ),
    file(
      'argocd/applications.yaml',
      chartObjects('applications', (chart) => argoApplications(chart, place)),
    ),
    // Not with the settings: they are a part of an object that Argo CD's own installation has.
    list(`${name}/argocd`, argo.slice(1)),
    file(
      'flux/sources.yaml',
      chartObjects('sources', (chart) => fluxSources(chart, place)),
    ),
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

interface Listed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly namespace?: string };
}

/** The kinds of all objects in the files that a kustomization lists. */
function kindsIn(folder: string): readonly BundledKind[] {
  const [list] = objectsIn(folder, 'kustomization.yaml');
  const { resources = [] } = (list ?? {}) as { readonly resources?: readonly string[] };
  return resources
    .flatMap((file) => objectsIn(folder, file))
    .map(({ apiVersion, kind, metadata }) => ({
      group: groupOf(apiVersion),
      kind,
      isClustered: metadata?.namespace === undefined,
    }));
}

function objectsIn(folder: string, file: string): readonly Listed[] {
  const text = textIn(folder, file);
  // An older version may be published for fewer flavours.
  if (text === undefined) return [];
  return readYaml(text).documents.map((document) => {
    if ('value' in document) return document.value as Listed;
    throw new UserError(`${join(folder, file)} is not YAML: ${document.problem}`, { hint: 'restore it from Git' });
  });
}
