/** The connection pooler before a database in Kubernetes. */
import { Pooler } from '../readiness/cnpg-pooler.ts';
import type { KubernetesEnvironment } from './kubernetes.ts';
import type { DatabasePlan } from './plan.ts';

type Pooling = NonNullable<KubernetesEnvironment['incluster']['postgres']['pooling']>;

/** Sessions of the server that stay free for the operator and for people. */
const spare = 10;

/** A pooler for writers; together its instances never ask the server for more sessions than it has. */
export function connectionPooler({ capacity, settings }: DatabasePlan, cluster: string, { mode, instances }: Pooling) {
  const sessions = Number(settings['max_connections'] ?? capacity.maxConnections) - spare;
  return Pooler({
    spec: {
      cluster: { name: cluster },
      type: 'rw',
      instances,
      pgbouncer: {
        poolMode: mode,
        parameters: {
          client_tls_sslmode: 'require',
          max_client_conn: '1000',
          default_pool_size: String(Math.max(1, Math.floor(sessions / instances))),
        },
      },
    },
  });
}
