/** Who may write claims: whoever may work in their namespace by Kubernetes' own roles. */
import type { AnyApi } from '../schema/index.ts';

const reading = ['get', 'list', 'watch'] as const;
const writing = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;

/**
 * ClusterRoles that `edit` and `admin`, and `view`, take in by their labels
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles), since those that Crossplane makes of an XRD
 * are taken in by its own alone (core internal/controller/rbac/definition/roles.go); nothing where no API has claims in a namespace.
 *
 * Both flavours have them alike: what developers write has the same plural in each. Never in them are statuses, which Crossplane writes,
 * and kinds of the whole cluster: XRs behind claims, and claims that are not in a namespace, by which somebody could get a namespace.
 */
export function claimRoles(platform: string, group: string, target: string, apis: readonly AnyApi[]): object[] {
  const resources = apis
    .filter(({ scope }) => scope === 'Namespaced')
    .map(({ plural }) => plural)
    .sort();
  if (resources.length === 0) return [];
  const role = (name: string, takenInBy: readonly string[], verbs: readonly string[]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: `${platform}-${target}-${name}`,
      labels: Object.fromEntries(takenInBy.map((each) => [`rbac.authorization.k8s.io/aggregate-to-${each}`, 'true'])),
    },
    rules: [{ apiGroups: [group], resources, verbs }],
  });
  return [role('edit', ['edit', 'admin'], [...reading, ...writing]), role('view', ['view'], reading)];
}
