/** DevNamespace: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/authoring';
import { devNamespace } from '../../apis/dev-namespace.ts';
import { environment } from '../environment/index.ts';
import { grantAmount, platformTeam } from '../grants/limits.ts';
import { homeOf } from '../cloud/placement.ts';
import { grantIsolation } from './isolation.ts';
import { table } from './quotas.ts';

/** The life in days of one that does not say, where the environment allows as much. */
const usualLife = 30;

export type DevNamespacePlan = ReturnType<(typeof plan)['plan']>;

export const plan = planner(devNamespace, environment, { needs: ['namespaces'] }, (context) => {
  const { claim, spec, environment: env, target, recorded, refuse, cloudName } = context;
  const offered = env.namespaces.quotas;
  const quota = offered.includes(spec.quota)
    ? spec.quota
    : refuse(
        'spec.quota',
        `${spec.quota} is not offered here, only ${offered.join(', ')}`,
        platformTeam,
        recorded.quota,
      );
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
    ? (known ?? refuse('spec.gitops', 'no GitOps controller deploys here', platformTeam, recorded.deployer))
    : undefined;

  const { isolation, virtualCluster } = grantIsolation(context);

  // It keeps nothing that a key would encrypt.
  const { key: _, hasKey: _has, ...home } = homeOf(target, env, recorded);
  const hasAccount = target === 'gcp' || target === 'azure';
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
      ...home,
      ...(hasAccount && { account: recorded.account ?? cloudName('account', { maxLength: 30 }) }),
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
