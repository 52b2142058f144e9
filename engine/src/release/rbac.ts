/** The rights that Crossplane needs to compose a target's kinds, and no more. */
import type { ComposedKind } from './composed-kinds.ts';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What core does with a composed resource: watch it, apply it, and delete it when it is no longer desired. */
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

/** A ClusterRole that Crossplane's own role takes in by its label (core cluster/charts/crossplane/templates/clusterrole.yaml). */
export function composeRole(platform: string, target: string, kinds: readonly ComposedKind[]): object {
  const byGroup = Map.groupBy(kinds, ({ apiVersion }) => groupOf(apiVersion));
  const rules = [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, members]): PolicyRule => ({
      apiGroups: [group],
      resources: [...new Set(members.map(({ plural }) => plural))].sort(),
      verbs,
    }));
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: `${platform}-${target}-compose`,
      labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' },
    },
    rules: [...rules, ...bindRules(kinds)],
  };
}

/** A binding hands out a role's rights, which Kubernetes allows only to those who have them all or may `bind` that very role. */
function bindRules(kinds: readonly ComposedKind[]): readonly PolicyRule[] {
  const resourceNames = [...new Set(kinds.flatMap(({ clusterRoles }) => clusterRoles))].sort();
  if (resourceNames.length === 0) return [];
  return [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], resourceNames, verbs: ['bind'] }];
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
