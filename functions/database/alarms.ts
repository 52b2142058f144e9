/** The alarms of a database in a cloud: the table to review beside rules.ts. */
import type { Alarm, Alarms } from '../alarms/alarm.ts';
import type { DatabasePlan } from './plan.ts';

/** Alarm thresholds for storage, processors and connections, in percent; on Azure, all writes fail from 95 percent of the storage on. */
export const thresholds = { storage: 85, cpu: 90, connections: 80 };

/** The text of each alarm, the same on every target. */
export const messages = {
  storage: `More than ${thresholds.storage} percent of its storage is in use, and it takes no more writes once there is none left. Raise spec.storageGB.`,
  cpu: `Its processors have been more than ${thresholds.cpu} percent busy for half an hour, so that all that it does takes longer. Look for slow statements, or raise spec.size.`,
  connections: `More than ${thresholds.connections} percent of the connections that it allows are open, and it refuses more than that. Let applications keep fewer, or raise spec.size.`,
};

const average = { takes: 'average', is: 'above' } as const;

/** Alarms by the metrics of RDS (docs.aws.amazon.com/AmazonRDS, monitoring-cloudwatch-metrics). */
export function rdsAlarms(plan: DatabasePlan, storageGB: number) {
  return {
    storage: {
      metric: 'FreeStorageSpace',
      takes: 'lowest',
      is: 'below',
      limit: Math.floor((storageGB * 1024 ** 3 * (100 - thresholds.storage)) / 100),
      minutes: 15,
      says: messages.storage,
    },
    cpu: { ...average, metric: 'CPUUtilization', limit: thresholds.cpu, minutes: 30, says: messages.cpu },
    connections: {
      ...average,
      metric: 'DatabaseConnections',
      limit: Math.floor((rdsConnections(plan) * thresholds.connections) / 100),
      minutes: 15,
      says: messages.connections,
    },
  } satisfies Alarms;
}

const connectionsPerGB = (1024 ** 3 * 0.75) / 9_531_392;

/** The memory in GiB of an instance whose alarm on connections has this limit. */
export function memoryBehind(limit: number): number {
  // Half a connection more, since the limit was rounded down.
  return ((limit + 0.5) * 100) / thresholds.connections / connectionsPerGB;
}

/**
 * The connections that RDS allows: those of the claim, or else a number by memory (docs.aws.amazon.com/AmazonRDS, CHAP_Limits). RDS first
 * subtracts its own share of the memory: a quarter is assumed here, the most that it takes, on the smallest machine.
 */
function rdsConnections({ capacity, settings }: DatabasePlan): number {
  const maxConnections = settings['max_connections'];
  return maxConnections === undefined ? capacity.instanceMemoryGB * connectionsPerGB : Number(maxConnections);
}

/** Alarms by the metrics of Cloud SQL, which are fractions of one (cloud.google.com/monitoring/api/metrics_gcp_c#gcp-cloudsql). */
export const cloudSqlAlarms = {
  storage: cloudSql('disk/utilization', thresholds.storage / 100, 15, messages.storage),
  cpu: cloudSql('cpu/utilization', thresholds.cpu / 100, 30, messages.cpu),
};

/** Alarms by the metrics of a flexible server (learn.microsoft.com/azure/postgresql/monitor/concepts-monitoring). */
export const flexibleServerAlarms = {
  storage: { ...average, metric: 'storage_percent', limit: thresholds.storage, minutes: 15, says: messages.storage },
  cpu: { ...average, metric: 'cpu_percent', limit: thresholds.cpu, minutes: 30, says: messages.cpu },
} satisfies Alarms;

function cloudSql(metric: string, limit: number, minutes: Alarm['minutes'], says: string): Alarm {
  return { ...average, metric: `cloudsql.googleapis.com/database/${metric}`, limit, minutes, says };
}
