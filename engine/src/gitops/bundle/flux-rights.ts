/** What Flux may do for the repository of an application: it acts there as an account that may have the catalogue alone. */
import { ApiObject, type Chart } from 'cdk8s';
import { fluxNamespace } from '../publish/operators.ts';
import type { Place } from './place.ts';

const rbac = 'rbac.authorization.k8s.io';
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/**
 * Adds an account for each application, and the roles that bind it to kinds. They hold in every namespace, since one that is not there yet would
 * stop the whole folder: Flux itself puts all objects of a repository into the `targetNamespace` of its Kustomization.
 */
export function fluxRights(chart: Chart, { platform, kinds, apps }: Place): void {
  if (apps.length === 0) return;
  const roles = [
    { name: `${platform}-flux-claims`, scope: 'Namespaced', subjects: apps },
    { name: `${platform}-flux-cluster-claims`, scope: 'Cluster', subjects: apps.filter((app) => app.clusterScoped) },
  ];
  for (const { name } of apps) {
    const metadata = { name, namespace: fluxNamespace };
    new ApiObject(chart, `account-${name}`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }
  for (const { name, scope, subjects } of roles) {
    const allowed = kinds.filter((kind) => kind.scope === scope);
    if (allowed.length === 0 || subjects.length === 0) continue;
    const rules = [
      {
        apiGroups: [...new Set(allowed.map(({ group }) => group))],
        resources: allowed.map(({ plural }) => plural),
        verbs,
      },
    ];
    new ApiObject(chart, `role-${name}`, { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name }, rules });
    new ApiObject(chart, `binding-${name}`, {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: subjects.map((app) => ({ kind: 'ServiceAccount', name: app.name, namespace: fluxNamespace })),
    });
  }
}
