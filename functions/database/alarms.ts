/** When somebody is called about a database in a cloud: the one table to review. */
import type { Alarm, Alarms } from '../alarms/alarm.ts';
import type { DatabasePlan } from './plan.ts';

/** How much of its storage, of its processors and of its connections is too much, in percent; Azure lets nobody write from 95 on. */
export const too = { full: 85, busy: 90, crowded: 80 };

/** What is said of each, on every target. */
export const says = {
  storage: `More than ${too.full} percent of its storage is in use, and it takes no more writes once there is none left. Raise spec.storageGB.`,
  cpu: `Its processors have been more than ${too.busy} percent busy for half an hour, so that all that it does takes longer. Look for slow statements, or raise spec.size.`,
  connections: `More than ${too.crowded} percent of the connections that it allows are open, and it refuses more than that. Let applications keep fewer, or raise spec.size.`,
};

const average = { takes: 'average', is: 'above' } as const;

/** Alarms by the metrics of RDS (docs.aws.amazon.com/AmazonRDS, monitoring-cloudwatch-metrics). */
export function rdsAlarms(plan: DatabasePlan, storageGB: number) {
  return {
    storage: {
      metric: 'FreeStorageSpace',
      takes: 'lowest',
      is: 'below',
      limit: Math.floor((storageGB * 1024 ** 3 * (100 - too.full)) / 100),
      minutes: 15,
      says: says.storage,
    },
    cpu: { ...average, metric: 'CPUUtilization', limit: too.busy, minutes: 30, says: says.cpu },
    connections: {
      ...average,
      metric: 'DatabaseConnections',
      limit: Math.floor((rdsConnections(plan) * too.crowded) / 100),
      minutes: 15,
      says: says.connections,
    },
  } satisfies Alarms;
}

/**
 * The connections that RDS allows: what the claim says, or else a number by memory (docs.aws.amazon.com/AmazonRDS, CHAP_Limits), of
 * which it first takes what itself needs: a quarter here, which is the most, on the smallest machine.
 */
function rdsConnections({ capacity, settings }: DatabasePlan): number {
  const asked = settings['max_connections'];
  return asked === undefined ? (capacity.instanceMemoryGB * 1024 ** 3 * 0.75) / 9_531_392 : Number(asked);
}

/** Alarms by the metrics of Cloud SQL, which are parts of one (cloud.google.com/monitoring/api/metrics_gcp_c#gcp-cloudsql). */
export const cloudSqlAlarms = {
  storage: cloudSql('disk/utilization', too.full / 100, 15, says.storage),
  cpu: cloudSql('cpu/utilization', too.busy / 100, 30, says.cpu),
};

/** Alarms by the metrics of a flexible server (learn.microsoft.com/azure/postgresql/monitor/concepts-monitoring). */
export const flexibleServerAlarms = {
  storage: { ...average, metric: 'storage_percent', limit: too.full, minutes: 15, says: says.storage },
  cpu: { ...average, metric: 'cpu_percent', limit: too.busy, minutes: 30, says: says.cpu },
} satisfies Alarms;

function cloudSql(metric: string, limit: number, minutes: Alarm['minutes'], text: string): Alarm {
  return { ...average, metric: `cloudsql.googleapis.com/database/${metric}`, limit, minutes, says: text };
}
