/** The connection pooler before a database in Kubernetes. */
import { onTwoMachines } from '../cluster/spread.ts';
import { Pooler } from '../kinds/cnpg-pooler.ts';
import type { KubernetesEnvironment } from './kubernetes.ts';
import type { DatabasePlan } from './plan.ts';

type Pooling = NonNullable<KubernetesEnvironment['incluster']['postgres']['pooling']>;

interface Stage {
  /** The environment's settings for the pooler of this database, if it should have one. */
  readonly wanted: Pooling | undefined;
  readonly existing: Pooler | undefined;
  /** Whether the database server exists. */
  readonly hasServer: boolean;
  /** Whether the connection Secret names the pooler now; undefined while it names no host. */
  readonly isPublished: boolean | undefined;
}

/**
 * The pooler to compose, if any, and whether applications connect to it. Those of a new database do so from the beginning; those that have
 * another host, only once the pooler is ready. A pooler that is no longer wanted stays until the connection Secret names another host.
 */
export function poolerStage({ wanted, existing, hasServer, isPublished }: Stage) {
  if (wanted !== undefined) {
    const isFromTheBeginning = existing !== undefined || !hasServer;
    const isReady = existing !== undefined && Pooler.ready(existing) === true;
    return { pooling: wanted, isUsed: isReady || (isPublished ?? isFromTheBeginning) };
  }
  const { poolMode: mode = 'session' } = existing?.spec.pgbouncer ?? {};
  const leaving = { mode, instances: existing?.spec.instances ?? 1 };
  return { pooling: existing !== undefined && isPublished ? leaving : undefined, isUsed: false };
}

/** Sessions of the server that stay free for the operator and for people. */
const reservedSessions = 10;

interface PoolerContext {
  readonly plan: DatabasePlan;
  /** Names of the Cluster and of the Pooler. */
  readonly cluster: string;
  readonly pooler: string;
}

/** A pooler for writers; all its instances together never open more sessions than the server allows. */
export function connectionPooler({ plan, cluster, pooler }: PoolerContext, { mode, instances }: Pooling) {
  const { capacity, settings } = plan;
  const sessions = Number(settings['max_connections'] ?? capacity.maxConnections) - reservedSessions;
  return Pooler({
    spec: {
      cluster: { name: cluster },
      type: 'rw',
      instances,
      template: {
        spec: {
          // Required, and empty if no container is changed (CloudNativePG docs/src/connection_pooling.md).
          containers: [],
          // The label that the operator gives to its pods (CloudNativePG pkg/specs/pgbouncer/deployments.go).
          topologySpreadConstraints: onTwoMachines({ 'cnpg.io/poolerName': pooler }),
        },
      },
      pgbouncer: {
        poolMode: mode,
        parameters: {
          max_client_conn: '1000',
          default_pool_size: String(Math.max(1, Math.floor(sessions / instances))),
        },
      },
    },
  });
}
