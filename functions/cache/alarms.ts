/** The alarms of a cache in a cloud: the one table to review. */
import type { Alarms } from '../alarms/alarm.ts';
import type { AwsAlarm } from '../alarms/aws.ts';
import type { CachePlan } from './plan.ts';

/** Alarm thresholds for memory and processor, in percent. */
export const thresholds = { memory: 90, cpu: 90 };

/** The text of each alarm, the same in every cloud. */
const messages = {
  memory:
    `More than ${thresholds.memory} percent of its memory is in use. It makes room as status.effective.eviction says, and takes no more writes where ` +
    'nothing may go. Let values expire, or raise spec.memoryMB.',
  cpu: `It has been more than ${thresholds.cpu} percent busy for a quarter of an hour, and does one thing at a time. Look for slow commands, or raise spec.memoryMB.`,
};

const high = { takes: 'average', is: 'above', minutes: 15 } as const;

/**
 * Alarms by the metrics of ElastiCache, for each of its nodes `<identity>-001` and `<identity>-002`
 * (docs.aws.amazon.com/AmazonElastiCache, CacheMetrics). Evictions raise no alarm, since evicted values have an expiry.
 */
export function elasticacheAlarms(
  { highlyAvailable }: CachePlan,
  identity: string,
): Readonly<Record<string, AwsAlarm>> {
  const nodes = highlyAvailable ? ['001', '002'] : ['001'];
  return Object.fromEntries(nodes.flatMap((node) => nodeAlarms(node, `${identity}-${node}`)));
}

/** Alarms by the metrics of Memorystore (cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-redis). */
export const memorystoreAlarms = {
  memory: {
    ...high,
    metric: 'redis.googleapis.com/stats/memory/usage_ratio',
    limit: thresholds.memory / 100,
    says: messages.memory,
  },
} satisfies Alarms;

/** Alarms by the metrics of a managed Redis (learn.microsoft.com/azure/redis/monitor-cache-reference). */
export const managedRedisAlarms = {
  memory: { ...high, metric: 'usedmemorypercentage', limit: thresholds.memory, says: messages.memory },
  cpu: { ...high, metric: 'percentProcessorTime', limit: thresholds.cpu, says: messages.cpu },
} satisfies Alarms;

function nodeAlarms(node: string, part: string): (readonly [string, AwsAlarm])[] {
  return [
    [
      `memory-${node}`,
      { ...high, part, metric: 'DatabaseMemoryUsagePercentage', limit: thresholds.memory, says: messages.memory },
    ],
    [`cpu-${node}`, { ...high, part, metric: 'EngineCPUUtilization', limit: thresholds.cpu, says: messages.cpu }],
  ];
}
