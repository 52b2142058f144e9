/** The alert rules of a database in Kubernetes: the table to review beside alarms.ts. */
import type { Rule } from '../alarms/prometheus.ts';
import { messages, thresholds } from './alarms.ts';
import { instancesOf } from './cluster.ts';
import type { DatabasePlan } from './plan.ts';

/** The prefix of the metrics of the backup plugin. */
const backups = 'barman_cloud_cloudnative_pg_io';

interface Watched {
  readonly plan: DatabasePlan;
  readonly namespace: string;
  /** Name of the Cluster. */
  readonly cluster: string;
  readonly hasBackups: boolean;
}

/**
 * The rules by name. Their metrics come from CloudNativePG (cloudnative-pg.io/documentation/current/monitoring), its backup plugin
 * (cloudnative-pg.io/plugin-barman-cloud/docs/observability) and the kubelet (kubernetes.io/docs/reference/instrumentation/metrics).
 * Pods and volumes have names of the form `<cluster>-<number>`.
 */
export function databaseRules({ plan, namespace, cluster, hasBackups }: Watched): Readonly<Record<string, Rule>> {
  const servers = instancesOf(plan);
  const pods = `{namespace="${namespace}",pod=~"${cluster}-[0-9]+"}`;
  const volumes = `{namespace="${namespace}",persistentvolumeclaim=~"${cluster}-[0-9]+"}`;
  const connections = Number(plan.settings['max_connections'] ?? plan.capacity.maxConnections);
  return {
    down: {
      // A server without metrics counts as one that does not answer.
      expr: `(count(cnpg_collector_up${pods} == 1) or vector(0)) < ${servers}`,
      minutes: 10,
      severity: 'critical',
      says: `${servers === 1 ? 'Its server does not answer' : `Not all of its ${servers} servers answer`}, for ten minutes now. Look at its pods and their events.`,
    },
    storage: {
      expr: `kubelet_volume_stats_used_bytes${volumes} / kubelet_volume_stats_capacity_bytes${volumes} > ${thresholds.storage / 100}`,
      minutes: 15,
      severity: 'warning',
      says: messages.storage,
    },
    connections: {
      expr: `sum by (pod) (cnpg_backends_total${pods}) > ${Math.floor((connections * thresholds.connections) / 100)}`,
      minutes: 15,
      severity: 'warning',
      says: messages.connections,
    },
    ...(servers > 1 && {
      lag: {
        expr: `max by (pod) (cnpg_pg_replication_lag${pods}) > 300`,
        minutes: 5,
        severity: 'warning',
        says: 'A standby is more than five minutes behind, and would lose as much if it had to take over. Look at its pod, its node and the network.',
      },
    }),
    ...(hasBackups && {
      archive: {
        expr: `cnpg_pg_stat_archiver_last_failed_time${pods} > cnpg_pg_stat_archiver_last_archived_time${pods}`,
        minutes: 15,
        severity: 'critical',
        says: 'Its write-ahead log has not reached the backups for a quarter of an hour: what is written now cannot be restored, and the log fills the storage. Look at the object store and who may write there.',
      },
      backup: {
        // Both are 0 until the first backup ends, which starts at once.
        expr: `max(${backups}_last_failed_backup_timestamp${pods}) >= max(${backups}_last_available_backup_timestamp${pods})`,
        minutes: 60,
        severity: 'critical',
        says: 'Its last backup failed, or it has none yet. Look at its Backups and at the object store.',
      },
    }),
  } satisfies Record<string, Rule>;
}
