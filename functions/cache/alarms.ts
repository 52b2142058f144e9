/** When somebody is called about a cache in a cloud: the one table to review. */
import type { AwsAlarm } from '../aws/alarm.ts';
import type { CachePlan } from './plan.ts';

/** How much of its memory is too much, in percent. */
export const full = 90;
const busy = 90;

/**
 * Alarms by the metrics of ElastiCache, on each of its nodes, which it calls `<identity>-001` and so on
 * (docs.aws.amazon.com/AmazonElastiCache, CacheMetrics). What its eviction throws out is no alarm: it has an expiry.
 */
export function elasticacheAlarms({ highlyAvailable, record }: CachePlan): Readonly<Record<string, AwsAlarm>> {
  const nodes = highlyAvailable ? ['001', '002'] : ['001'];
  return Object.fromEntries(nodes.flatMap((node) => alarmsOf(node, `${record.identity}-${node}`)));
}

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
        says: `More than ${full} percent of its memory is in use. It throws out what has an expiry, and takes no more writes once that is gone. Let values expire, or raise spec.memoryMB.`,
      },
    ],
    [
      `cpu-${node}`,
      {
        ...high,
        metric: 'EngineCPUUtilization',
        limit: busy,
        minutes: 15,
        says: `It has been more than ${busy} percent busy for a quarter of an hour, and does one thing at a time. Look for slow commands, or raise spec.memoryMB.`,
      },
    ],
  ];
}
