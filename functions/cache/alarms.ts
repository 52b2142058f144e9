/** When somebody is called about a cache in a cloud: the one table to review. */
import type { Alarms } from '../alarms/alarm.ts';
import type { AwsAlarm } from '../alarms/aws.ts';
import type { CachePlan } from './plan.ts';

/** How much of its memory is too much, in percent. */
export const full = 90;
const busy = 90;

const fullText =
  `More than ${full} percent of its memory is in use. It makes room as status.effective.eviction says, and takes no more writes where ` +
  'nothing may go. Let values expire, or raise spec.memoryMB.';
const busyText = `It has been more than ${busy} percent busy for a quarter of an hour, and does one thing at a time. Look for slow commands, or raise spec.memoryMB.`;

/**
 * Alarms by the metrics of ElastiCache, on each of its nodes, which it calls `<identity>-001` and so on
 * (docs.aws.amazon.com/AmazonElastiCache, CacheMetrics). What its eviction throws out is no alarm: it has an expiry.
 */
export function elasticacheAlarms(
  { highlyAvailable }: CachePlan,
  identity: string,
): Readonly<Record<string, AwsAlarm>> {
  const nodes = highlyAvailable ? ['001', '002'] : ['001'];
  return Object.fromEntries(nodes.flatMap((node) => alarmsOf(node, `${identity}-${node}`)));
}

const full15 = { takes: 'average', is: 'above', minutes: 15 } as const;

/** Alarms by the metrics of Memorystore (cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-redis). */
export const memorystoreAlarms = {
  memory: { ...full15, metric: 'redis.googleapis.com/stats/memory/usage_ratio', limit: full / 100, says: fullText },
} satisfies Alarms;

/** Alarms by the metrics of a managed Redis (learn.microsoft.com/azure/redis/monitor-cache-reference). */
export const managedRedisAlarms = {
  memory: { ...full15, metric: 'usedmemorypercentage', limit: full, says: fullText },
  cpu: { ...full15, metric: 'percentProcessorTime', limit: busy, says: busyText },
} satisfies Alarms;

function alarmsOf(node: string, part: string): (readonly [string, AwsAlarm])[] {
  const high = { takes: 'average', is: 'above', part } as const;
  return [
    [
      `memory-${node}`,
      {
        ...high,
        metric: 'DatabaseMemoryUsagePercentage',
        limit: full,
        minutes: 15,
        says: fullText,
      },
    ],
    [
      `cpu-${node}`,
      {
        ...high,
        metric: 'EngineCPUUtilization',
        limit: busy,
        minutes: 15,
        says: busyText,
      },
    ],
  ];
}
