/** What deletes a claim when its life is over: a DeletingPolicy of Kyverno's (1.17 or newer), since a function reads no clock. */
import { ApiObject, type Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import { celRetainsNothing, hasExpiry, isOfTeam, teamsGroup } from 'planesmith/schema';
import type { InstallContext } from 'planesmith/synth';

/**
 * Adds the policy that deletes expired claims, and the rights that Kyverno's cleanup controller needs for that and no more; nothing if
 * no claim expires. Both flavours have them alike: what is deleted is what the developer made.
 *
 * If a request is refused ten times, Kyverno ends the policy's schedule for good (kyverno v1.19.0 pkg/utils/controller/run.go). So the
 * policy does not ask to delete what the admission policies protect.
 */
export function expiry(chart: Chart, { platform, group, target, apis }: InstallContext): void {
  const expiring = apis.filter(hasExpiry).toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
  if (expiring.length === 0) return;
  const name = `${platform}-${target}-expiry`;
  // charts/kyverno/templates/cleanup-controller/clusterrole.yaml
  const labels = { 'rbac.kyverno.io/aggregate-to-cleanup-controller': 'true' };
  const role = new ClusterRole(chart, 'role', { metadata: { name, labels } });
  // Without `watch`, so that nobody has a claim deleted by the label `cleanup.kyverno.io/ttl` (pkg/controllers/ttl/utils.go).
  role.allow(
    ['list', 'delete'],
    ...expiring.map(({ plural }) => ApiResource.custom({ apiGroup: group, resourceType: plural })),
  );
  if (expiring.some(isOfTeam)) {
    role.allowDelete(ApiResource.custom({ apiGroup: teamsGroup(group), resourceType: 'teams' }));
  }
  new ApiObject(chart, 'policy', {
    // Served since Kyverno 1.17; https://kyverno.io/docs/policy-types/deleting-policy/
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'DeletingPolicy',
    metadata: { name },
    spec: {
      schedule: '0 * * * *',
      deletionPropagationPolicy: 'Background',
      matchConstraints: {
        resourceRules: expiring.map(({ version, plural }) => ({
          apiGroups: [group],
          apiVersions: [version],
          resources: [plural],
        })),
      },
      conditions,
    },
  });
}

/** Each is false rather than an error for a claim that says nothing yet. */
const conditions = [
  {
    name: 'is-expired',
    expression:
      'has(object.status) && has(object.status.expiresAt) && timestamp(object.status.expiresAt) <= time.now()',
  },
  { name: 'is-not-retained', expression: celRetainsNothing('object') },
  // What one claim composes of another API ends with it, and would only be composed again.
  {
    name: 'is-not-composed',
    expression: '!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))',
  },
];
