/** DevNamespace: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { devNamespace } from '../../apis/dev-namespace.ts';
import { planner } from '../bind.ts';
import { grantIsolation } from './isolation.ts';
import { quotaLimits, type QuotaTable } from './quotas.ts';

/** The life in days of a claim without `spec.ttl`, if the environment allows it. */
const defaultTtlDays = 30;

export type DevNamespacePlan = PlanOf<typeof devNamespacePlanner>;

const tables: { readonly quotas: QuotaTable } = { quotas: quotaLimits };

export const devNamespacePlanner = planner(devNamespace, { environment: ['namespaces'], tables }, (context) => {
  const { claim, spec, environment: env, recorded, grant } = context;
  const quota = grant('quota', spec.quota, { keep: recorded.quota });
  // Without `spec.ttl`, a claim keeps a longer life that was granted before, since everything in the namespace ends with it.
  const ttlDays =
    spec.ttl === undefined
      ? Math.max(recorded.ttlDays ?? 0, Math.min(defaultTtlDays, env.namespaces.ttlDays))
      : daysIn(grant('ttl', spec.ttl, { keep: recorded.ttlDays, unit: 'd' }));
  const { gitops } = env.namespaces;
  const controller = gitops === undefined ? undefined : `${gitops.namespace}/${gitops.serviceAccount}`;
  const granted = grant('gitops', spec.gitops, { keep: recorded.deployer });
  const wanted = granted === true ? controller : granted;
  const deployer = wanted === false ? undefined : wanted;

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

/** The days in a granted life: `14d`, or a number that was recorded. */
function daysIn(ttl: string | number): number {
  return Number.parseInt(String(ttl), 10);
}

/** The time `days` after `time`; undefined if `time` is unknown. */
function daysAfter(time: string | undefined, days: number): string | undefined {
  const start = Date.parse(time ?? '');
  if (Number.isNaN(start)) return undefined;
  return new Date(start + days * 86_400_000).toISOString().replace('.000Z', 'Z');
}
