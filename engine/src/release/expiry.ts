/** What deletes a claim when its life is over: a DeletingPolicy of Kyverno's, since a function reads no clock. */
import type { AnyApi, ObjectNode } from '../schema/index.ts';
import { effectiveDeletion, wantedDeletion } from './retains.ts';
import { isOfTeam, teamsGroup } from './teams.ts';

/** Whether claims of this API say in `status.expiresAt` when their life ends. */
function expires({ status }: AnyApi): boolean {
  const field = (status as ObjectNode).fields['expiresAt'];
  return field?.kind === 'string' && field.format === 'date-time';
}

/**
 * The policy that deletes expired claims of these APIs, and the rights that Kyverno's cleanup controller needs for that and no more;
 * nothing where no claim expires. Both flavours have them alike: what is deleted is what the developer made.
 *
 * A request that is refused ends such a policy's schedule (kyverno v1.19.0 pkg/utils/controller/run.go gives up after ten attempts,
 * and nothing queues it again), so it does not ask for what the admission policies keep.
 */
export function expiry(platform: string, group: string, target: string, apis: readonly AnyApi[]): object[] {
  const expiring = apis.filter(expires).sort((a, b) => (a.plural < b.plural ? -1 : 1));
  if (expiring.length === 0) return [];
  const name = `${platform}-${target}-expiry`;
  const resources = expiring.map(({ plural }) => plural);
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      // charts/kyverno/templates/cleanup-controller/clusterrole.yaml
      metadata: { name, labels: { 'rbac.kyverno.io/aggregate-to-cleanup-controller': 'true' } },
      rules: [
        // Without `watch`, so that nobody has a claim deleted by the label `cleanup.kyverno.io/ttl` (pkg/controllers/ttl/utils.go).
        { apiGroups: [group], resources, verbs: ['list', 'delete'] },
        ...(expiring.some(isOfTeam)
          ? [{ apiGroups: [teamsGroup(group)], resources: ['teams'], verbs: ['delete'] }]
          : []),
      ],
    },
    {
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
    },
  ];
}

/** Each is false rather than an error for a claim that says nothing yet. */
const conditions = [
  {
    name: 'is-expired',
    expression:
      'has(object.status) && has(object.status.expiresAt) && timestamp(object.status.expiresAt) <= time.now()',
  },
  {
    name: 'is-not-retained',
    expression: `${wantedDeletion('object')} != 'retain' && ${effectiveDeletion('object')} != 'retain'`,
  },
  // What one claim composes of another API ends with it, and would only be composed again.
  {
    name: 'is-not-composed',
    expression: '!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))',
  },
];
