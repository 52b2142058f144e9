/** DevNamespace: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { devNamespace } from '../../apis/dev-namespace.ts';
import { planner } from '../bind.ts';
import { grantAmount, platformTeam } from '../grants/limits.ts';
import { grantIsolation } from './isolation.ts';
import { quotaLimits, type QuotaTable } from './quotas.ts';

/** The life in days of a claim without `spec.ttl`, if the environment allows it. */
const defaultTtlDays = 30;

export type DevNamespacePlan = PlanOf<typeof devNamespacePlanner>;

const tables: { readonly quotas: QuotaTable } = { quotas: quotaLimits };

export const devNamespacePlanner = planner(devNamespace, { environment: ['namespaces'], tables }, (context) => {
  const { claim, spec, environment: env, recorded, refuse } = context;
  const offered = env.namespaces.quotas;
  const quota = offered.includes(spec.quota)
    ? spec.quota
    : refuse({
        path: 'spec.quota',
        why: `${spec.quota} is not offered here, only ${offered.join(', ')}`,
        who: platformTeam,
        keep: recorded.quota,
      });
  const most = env.namespaces.ttlDays;
  // Without `spec.ttl`, a claim keeps a longer life that was granted before, since everything in the namespace ends with it.
  const ttlDays =
    spec.ttl === undefined
      ? Math.max(recorded.ttlDays ?? 0, Math.min(defaultTtlDays, most))
      : grantAmount(refuse, {
          path: 'spec.ttl',
          asked: Number.parseInt(spec.ttl, 10),
          most,
          recorded: recorded.ttlDays,
          unit: 'd',
        });
  const { gitops } = env.namespaces;
  const controller = gitops === undefined ? undefined : `${gitops.namespace}/${gitops.serviceAccount}`;
  const deployer = spec.gitops
    ? (controller ??
      refuse({
        path: 'spec.gitops',
        why: 'no GitOps controller deploys here',
        who: platformTeam,
        keep: recorded.deployer,
      }))
    : undefined;

  const { isolation, virtualCluster } = grantIsolation(context);

  return {
    team: spec.team,
    members: spec.members,
    quota: context.tables.quotas[quota],
    mostClaims: env.namespaces.claims ?? {},
    deployer,
    virtualCluster,
    expiresAt: daysAfter(claim.createdAt, ttlDays),
    record: {
      quota,
      ttlDays,
      isolation,
      ...(virtualCluster !== undefined && { virtualCluster }),
      ...(deployer !== undefined && { deployer }),
    },
  };
});

/** The time `days` after `time`; undefined if `time` is unknown. */
function daysAfter(time: string | undefined, days: number): string | undefined {
  const start = Date.parse(time ?? '');
  if (Number.isNaN(start)) return undefined;
  return new Date(start + days * 86_400_000).toISOString().replace('.000Z', 'Z');
}
