/** The rights to write claims, for everybody with one of Kubernetes' own roles in the namespace. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import type { AnyApi } from '../schema/index.ts';

/**
 * Adds a ClusterRole that is aggregated into `edit` and `admin`, and one into `view`
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles). Crossplane aggregates the roles of an XRD only
 * into its own (core internal/controller/rbac/definition/roles.go). Nothing is added if no API has claims in a namespace.
 *
 * The rules are the same in both flavours, since claims have the same plural. Statuses are left out, because only Crossplane writes them.
 * Cluster-scoped kinds are left out too: XRs behind claims, and claims without a namespace, such as one that creates a namespace.
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
  const role = (name: string, into: readonly string[]) =>
    new ClusterRole(chart, name, {
      metadata: {
        name: `${platform}-${target}-${name}`,
        labels: Object.fromEntries(into.map((other) => [`rbac.authorization.k8s.io/aggregate-to-${other}`, 'true'])),
      },
    });
  role('edit', ['edit', 'admin']).allowReadWrite(...claims);
  role('view', ['view']).allowRead(...claims);
}
