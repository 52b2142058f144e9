/** The operators of a cluster for Argo CD: a project for all of them, and an Application for the chart of each. */
import { ApiObject, type Chart } from 'cdk8s';
import { type Charted, isByDigest } from '../../release/operator-list.ts';
import { guards } from '../guards.ts';
import { argoNamespace } from './argo-settings.ts';
import { operatorsName, type Place } from './place.ts';

/**
 * Adds them. The wave is that of a folder in which they are together with the platform's Application. A person alone removes an operator, since with some charts
 * its kinds would go too.
 */
export function argoOperators(chart: Chart, place: Place): void {
  const { operators, cluster, platform } = place;
  if (operators.length === 0) return;
  new ApiObject(chart, 'project', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: operatorsName(place), namespace: argoNamespace },
    spec: {
      description: `The operators behind ${platform} in ${cluster.name}, by the charts of its version.`,
      sourceRepos: [...new Set(operators.map(repositoryOf))].toSorted(),
      destinations: [{ server: cluster.server, namespace: '*' }],
      // What an operator consists of is the affair of its chart, which is known by its digest.
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      namespaceResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  });
  for (const operator of operators) {
    const name = operatorsName(place, operator.name);
    new ApiObject(chart, `operator-${operator.name}`, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: argoNamespace, annotations: { ...guards, 'argocd.argoproj.io/sync-wave': '-30' } },
      spec: applicationSpec(place, operator),
    });
  }
}

function applicationSpec(place: Place, operator: Charted): object {
  const { name, namespace, chart, values } = operator;
  return {
    project: operatorsName(place),
    // A chart in a registry is read by its digest, from the folder `.` (argo-cd v3.5.1 docs/user-guide/oci.md).
    source: {
      repoURL: repositoryOf(operator),
      targetRevision: isByDigest(operator) ? chart.digest : chart.version,
      path: '.',
      helm: { releaseName: name, ...(values !== undefined && { valuesObject: values }) },
    },
    destination: { server: place.cluster.server, namespace },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: { limit: 10, backoff: { duration: '15s', factor: 2, maxDuration: '5m' } },
      syncOptions: [
        'CreateNamespace=true',
        'ServerSideApply=true',
        'SkipDryRunOnMissingResource=true',
        'Prune=confirm',
        'Delete=confirm',
      ],
    },
  };
}

function repositoryOf({ chart: { image } }: Charted): string {
  return `oci://${image}`;
}
