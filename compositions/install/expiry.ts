/** What deletes a claim when its life is over: a DeletingPolicy of Kyverno's (1.17 or newer), since a function reads no clock. */
import { ApiObject, type Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import {
  type AnyApi,
  celHoldsNothing,
  celRetainsNothing,
  hasExpiry,
  holdsClaims,
  isOfTeam,
  teamsGroup,
} from 'planesmith/schema';
import type { InstallContext } from 'planesmith/synth';

/**
 * Adds the policies that delete expired claims, and the rights that Kyverno's cleanup controller needs for that and no more; nothing if
 * no claim expires. Both flavours have them alike: what is deleted is what the developer made.
 *
 * A claim that provides a namespace is deleted only once no claim is in it. So a second policy deletes the claims in a namespace whose life
 * is over, except those whose data is retained.
 *
 * If a request is refused ten times, Kyverno ends the policy's schedule for good (kyverno v1.19.0 pkg/utils/controller/run.go). So the
 * policy does not ask to delete what the admission policies protect.
 */
export function expiry(chart: Chart, { platform, group, target, apis }: InstallContext): void {
  const expiring = inOrder(apis.filter(hasExpiry));
  if (expiring.length === 0) return;
  const inside = expiring.some(holdsClaims) ? inOrder(apis.filter(({ scope }) => scope === 'Namespaced')) : [];
  const name = `${platform}-${target}-expiry`;
  // charts/kyverno/templates/cleanup-controller/clusterrole.yaml
  const labels = { 'rbac.kyverno.io/aggregate-to-cleanup-controller': 'true' };
  const role = new ClusterRole(chart, 'role', { metadata: { name, labels } });
  // Without `watch`, so that nobody has a claim deleted by the label `cleanup.kyverno.io/ttl` (pkg/controllers/ttl/utils.go).
  role.allow(
    ['list', 'delete'],
    ...inOrder([...new Set([...expiring, ...inside])]).map(({ plural }) =>
      ApiResource.custom({ apiGroup: group, resourceType: plural }),
    ),
  );
  if (expiring.some(isOfTeam)) {
    role.allowDelete(ApiResource.custom({ apiGroup: teamsGroup(group), resourceType: 'teams' }));
  }
  const rulesOf = (some: readonly AnyApi[]) =>
    some.map(({ version, plural }) => ({ apiGroups: [group], apiVersions: [version], resources: [plural] }));
  deletingPolicy(chart, 'policy', name, rulesOf(expiring), [
    isExpired,
    isNotRetained,
    holdsNothing(expiring.filter(holdsClaims)),
    isNotComposed(group),
  ]);
  if (inside.length === 0) return;
  deletingPolicy(chart, 'inside', `${name}-inside`, rulesOf(inside), [
    isOverFor(group),
    isNotRetained,
    isNotComposed(group),
  ]);
}

function inOrder(apis: readonly AnyApi[]): AnyApi[] {
  return apis.toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
}

function deletingPolicy(
  chart: Chart,
  id: string,
  name: string,
  resourceRules: readonly object[],
  conditions: readonly Condition[],
): void {
  new ApiObject(chart, id, {
    // Served since Kyverno 1.17; https://kyverno.io/docs/policy-types/deleting-policy/
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'DeletingPolicy',
    metadata: { name },
    spec: {
      schedule: '0 * * * *',
      deletionPropagationPolicy: 'Background',
      matchConstraints: { resourceRules },
      conditions,
    },
  });
}

/** A condition is false rather than an error for a claim or a namespace that says nothing. */
interface Condition {
  readonly name: string;
  readonly expression: string;
}

const isExpired: Condition = {
  name: 'is-expired',
  expression: 'has(object.status) && has(object.status.expiresAt) && timestamp(object.status.expiresAt) <= time.now()',
};

const isNotRetained: Condition = { name: 'is-not-retained', expression: celRetainsNothing('object') };

/** Whether no claim is in the namespace that a claim of these APIs provides. */
function holdsNothing(apis: readonly AnyApi[]): Condition {
  const kinds = apis.map(({ kind }) => `'${kind}'`).join(', ');
  return { name: 'holds-nothing', expression: `!(object.kind in [${kinds}]) || ${celHoldsNothing('object')}` };
}

/**
 * What one claim composes of another API ends with it, and would only be composed again. A controller of another group does not count: everybody
 * who writes a claim may name one, while the policy `owner` keeps those of the platform's group for Crossplane.
 */
function isNotComposed(group: string): Condition {
  const composer = `owner.?controller.orValue(false) && owner.apiVersion.startsWith('${group}/')`;
  return {
    name: 'is-not-composed',
    expression: `!object.metadata.?ownerReferences.orValue([]).exists(owner, ${composer})`,
  };
}

/** Whether the life of the claim's namespace is over, as the annotation says that its function gives it. */
function isOverFor(group: string): Condition {
  const over = `namespaceObject.metadata.?annotations[?'${group}/expires-at']`;
  return {
    name: 'is-in-expired-namespace',
    expression: `timestamp(${over}.orValue('9999-12-31T00:00:00Z')) <= time.now()`,
  };
}
