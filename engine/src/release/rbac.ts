/** The rights that Crossplane needs to compose a target's kinds, and no more. */
import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { ApiResource, ClusterRole, type IApiEndpoint } from 'cdk8s-plus-28';
import { groupOf } from '../schema/kind-name.ts';
import { keptRights, type RightsContext, rightsName, rightsSign } from '../synth/rights.ts';
import type { ComposedKind } from './composed-kinds.ts';

/** Crossplane watches a composed resource, applies it, and deletes it when it is no longer desired. */
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/**
 * Adds a ClusterRole that is aggregated into Crossplane's own by its label (core cluster/charts/crossplane/templates/clusterrole.yaml), and
 * the sign for functions that it is there.
 */
export function composeRole(
  chart: Chart,
  context: RightsContext,
  target: string,
  kinds: readonly ComposedKind[],
): void {
  const role = new ClusterRole(chart, 'compose', {
    metadata: {
      name: rightsName(target, context),
      annotations: { ...keptRights },
      labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' },
    },
  });
  const resources = new Map(
    kinds.map(({ apiVersion, plural }) => {
      const apiGroup = groupOf(apiVersion);
      return [`${apiGroup} ${plural}`, ApiResource.custom({ apiGroup, resourceType: plural })];
    }),
  );
  role.allow(verbs, ...inOrder(resources));
  const bindable = new Map(kinds.flatMap(({ clusterRoles }) => clusterRoles.map((name) => [name, clusterRole(name)])));
  // An account may create a binding only if it has all rights of the role, or the right to `bind` it.
  role.allow(['bind'], ...inOrder(bindable));
  new ApiObject(chart, 'sign', rightsSign(target, context));
}

/** One ClusterRole by its name, which `ApiResource.custom` does not accept. */
function clusterRole(resourceName: string): IApiEndpoint {
  const resource = { apiGroup: 'rbac.authorization.k8s.io', resourceType: 'clusterroles', resourceName };
  return { asApiResource: () => resource, asNonApiResource: () => undefined };
}

function inOrder<T>(byName: ReadonlyMap<string, T>): T[] {
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
