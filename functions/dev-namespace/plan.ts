/** DevNamespace: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { devNamespace } from '../../apis/dev-namespace.ts';
import { planner } from '../bind.ts';
import { grantAmount, platformTeam } from '../grants/limits.ts';
import { grantIsolation } from './isolation.ts';
import { table } from './quotas.ts';

/** The life in days of one that does not say, where the environment allows as much. */
const usualLife = 30;

export type DevNamespacePlan = PlanOf<typeof devNamespacePlanner>;

export const devNamespacePlanner = planner(devNamespace, { environment: ['namespaces'] }, (context) => {
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
  // To a claim that does not say, a longer life once granted stays: with its life ends all that is in it.
  const ttlDays =
    spec.ttl === undefined
      ? Math.max(recorded.ttlDays ?? 0, Math.min(usualLife, most))
      : grantAmount(refuse, {
          path: 'spec.ttl',
          asked: Number.parseInt(spec.ttl, 10),
          most,
          recorded: recorded.ttlDays,
          unit: 'd',
        });
  const { gitops } = env.namespaces;
  const known = gitops === undefined ? undefined : `${gitops.namespace}/${gitops.serviceAccount}`;
  const deployer = spec.gitops
    ? (known ??
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
    quota: table[quota],
    deployer,
    virtualCluster,
    expiresAt: later(claim.createdAt, ttlDays),
    record: {
      quota,
      ttlDays,
      isolation,
      ...(virtualCluster !== undefined && { virtualCluster }),
      ...(deployer !== undefined && { deployer }),
    },
  };
});

/** The time that many days after `time`; undefined while that is not known. */
function later(time: string | undefined, days: number): string | undefined {
  const start = Date.parse(time ?? '');
  if (Number.isNaN(start)) return undefined;
  return new Date(start + days * 86_400_000).toISOString().replace('.000Z', 'Z');
}
