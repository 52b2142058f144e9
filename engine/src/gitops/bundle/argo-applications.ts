/** The Applications of Argo CD: one for the platform of a cluster, and one for the claims of each application there. */
import { posix } from 'node:path';
import { ApiObject, type Chart } from 'cdk8s';
import { bundlePath, packagesPath } from '../publish/places.ts';
import { argoNamespace, ignoredDifferences } from './argo-settings.ts';
import { appName, claimsPath, pathInRepository, type Place, platformName } from './place.ts';

/** Adds all of them. */
export function argoApplications(chart: Chart, place: Place): void {
  const { cluster, apps, source } = place;
  const name = platformName(place);
  // Argo CD reads files of a Git repository by itself, so there the pointer alone switches the version.
  if (source.repository.startsWith('oci://')) application(chart, name, platformSpec(place, cluster.version));
  else applicationSet(chart, name, place);
  for (const app of apps) {
    const to = appName(app, cluster);
    application(chart, to, {
      project: to,
      source: { repoURL: app.repository, targetRevision: app.revision, path: claimsPath(app, cluster) },
      destination: { server: cluster.server, namespace: app.namespace },
      ignoreDifferences: ignoredDifferences(place.kinds),
      // Claims that say nothing else are pruned by a person alone; an annotation of the claim wins.
      syncPolicy: syncPolicy('Prune=confirm', 'Delete=confirm'),
    });
  }
}

/** Argo CD then asks the API server what would change, which knows the defaults of the schema. */
const annotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };

function application(chart: Chart, name: string, spec: object): void {
  new ApiObject(chart, name, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: argoNamespace, annotations },
    spec,
  });
}

/** Reads the pointer in the file of the cluster. If that is gone, the Application and all that it applied stay. */
function applicationSet(chart: Chart, name: string, place: Place): void {
  const { cluster, source } = place;
  const files = [{ path: pathInRepository(source, cluster.file) }];
  new ApiObject(chart, name, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: argoNamespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ git: { repoURL: source.repository, revision: source.revision, files } }],
      syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
      template: { metadata: { name, annotations }, spec: platformSpec(place, '{{.version}}') },
    },
  });
}

/** The sources are applied in the waves that their kustomizations name: what packages need, then packages, then the facts of the cluster. */
function platformSpec(place: Place, version: string): object {
  const { cluster, source } = place;
  const at = (path: string) => ({
    repoURL: source.repository,
    targetRevision: source.revision,
    path: pathInRepository(source, path),
  });
  const { facts } = cluster;
  return {
    project: platformName(place),
    sources: [
      at(`versions/${version}/${bundlePath(cluster.target)}`),
      at(`versions/${version}/${packagesPath(cluster)}`),
      ...(facts === undefined ? [] : [{ ...at(posix.dirname(facts)), directory: { include: posix.basename(facts) } }]),
    ],
    destination: { server: cluster.server },
    syncPolicy: syncPolicy(),
  };
}

/** With retries: the kinds of claims are there only once Crossplane has installed the packages. */
function syncPolicy(...options: readonly string[]): object {
  return {
    automated: { prune: true, selfHeal: true },
    retry: { limit: 10, backoff: { duration: '15s', factor: 2, maxDuration: '5m' } },
    syncOptions: [
      'ServerSideApply=true',
      'RespectIgnoreDifferences=true',
      'SkipDryRunOnMissingResource=true',
      ...options,
    ],
  };
}
