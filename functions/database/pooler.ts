/** The connection pooler before a database in Kubernetes. */
import { onTwoMachines } from '../cluster/spread.ts';
import { Pooler } from '../kinds/cnpg-pooler.ts';
import type { KubernetesEnvironment } from './kubernetes.ts';
import type { DatabasePlan } from './plan.ts';

type Pooling = NonNullable<KubernetesEnvironment['incluster']['postgres']['pooling']>;

interface Poolers {
  /** What the environment has for such a database. */
  readonly wanted: Pooling | undefined;
  readonly observed: Pooler | undefined;
  /** Whether its database is there already. */
  readonly hasServer: boolean;
  /** Whether applications are sent to it now; undefined while they are sent nowhere. */
  readonly isPublished: boolean | undefined;
}

/**
 * The pooler to compose, if any, and whether applications are sent there: only once it runs where they have another host, and to a new
 * database from the beginning. One that is not wanted any more stays until they have been sent away.
 */
export function stagesOf({ wanted, observed, hasServer, isPublished }: Poolers) {
  if (wanted !== undefined) {
    const isOfItsBeginning = observed !== undefined || !hasServer;
    const runs = observed !== undefined && Pooler.ready(observed) === true;
    return { pooling: wanted, isUsed: runs || (isPublished ?? isOfItsBeginning) };
  }
  const { poolMode: mode = 'session' } = observed?.spec.pgbouncer ?? {};
  const leaving = { mode, instances: observed?.spec.instances ?? 1 };
  return { pooling: observed !== undefined && isPublished ? leaving : undefined, isUsed: false };
}

/** Sessions of the server that stay free for the operator and for people. */
const spare = 10;

export interface Before {
  readonly plan: DatabasePlan;
  /** The names of the Cluster and of the Pooler. */
  readonly cluster: string;
  readonly pooler: string;
}

/** A pooler for writers; together its instances never ask the server for more sessions than it has. */
export function connectionPooler({ plan, cluster, pooler }: Before, { mode, instances }: Pooling) {
  const { capacity, settings } = plan;
  const sessions = Number(settings['max_connections'] ?? capacity.maxConnections) - spare;
  return Pooler({
    spec: {
      cluster: { name: cluster },
      type: 'rw',
      instances,
      template: {
        spec: {
          // Demanded, and empty where no container is changed (CloudNativePG docs/src/connection_pooling.md).
          containers: [],
          // As the operator labels its pods (CloudNativePG pkg/specs/pgbouncer/deployments.go).
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
