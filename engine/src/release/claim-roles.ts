/** Who may write claims: whoever may work in their namespace by Kubernetes' own roles. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import type { AnyApi } from '../schema/index.ts';

/**
 * Adds ClusterRoles that `edit` and `admin`, and `view`, take in by their labels
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles), since those that Crossplane makes of an XRD
 * are taken in by its own alone (core internal/controller/rbac/definition/roles.go); nothing if no API has claims in a namespace.
 *
 * Both flavours have them alike: what developers write has the same plural in each. Never in them are statuses, which Crossplane writes,
 * and kinds of the whole cluster: XRs behind claims, and claims that are not in a namespace, by which somebody could get a namespace.
 */
export function claimRoles(
  chart: Chart,
  platform: string,
  group: string,
  target: string,
  apis: readonly AnyApi[],
): void {
  const claims = apis
    .filter(({ scope }) => scope === 'Namespaced')
    .map(({ plural }) => plural)
    .sort()
    .map((resourceType) => ApiResource.custom({ apiGroup: group, resourceType }));
  if (claims.length === 0) return;
  const role = (name: string, takenInBy: readonly string[]) =>
    new ClusterRole(chart, name, {
      metadata: {
        name: `${platform}-${target}-${name}`,
        labels: Object.fromEntries(takenInBy.map((by) => [`rbac.authorization.k8s.io/aggregate-to-${by}`, 'true'])),
      },
    });
  role('edit', ['edit', 'admin']).allowReadWrite(...claims);
  role('view', ['view']).allowRead(...claims);
}
