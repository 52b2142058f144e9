/** When somebody is called about a cache in Kubernetes: the table to review beside alarms.ts. */
import type { Rule } from '../alarms/prometheus.ts';
import { full } from './alarms.ts';
import type { CachePlan } from './plan.ts';

/**
 * The rules, by what Dragonfly tells of itself (dragonflydb.io/docs/managing-dragonfly/monitoring) in pods that are called
 * `<cache>-<number>`. One that throws out whatever it must is full all the time, and does its job.
 */
export function cacheRules({ eviction, highlyAvailable }: CachePlan, namespace: string, cache: string) {
  const servers = highlyAvailable ? 2 : 1;
  const pods = `{namespace="${namespace}",pod=~"${cache}-[0-9]+"}`;
  const table: Readonly<Record<string, Rule>> = {
    down: {
      // A server of which nothing is heard counts as one that does not answer.
      expr: `(count(dragonfly_memory_max_bytes${pods}) or vector(0)) < ${servers}`,
      minutes: 10,
      severity: 'critical',
      says: `${servers === 1 ? 'Its server does not answer' : `Not all of its ${servers} servers answer`}, for ten minutes now. Look at its pods and their events.`,
    },
    ...(eviction === 'none' && {
      memory: {
        expr: `dragonfly_memory_used_bytes${pods} / dragonfly_memory_max_bytes${pods} > ${full / 100}`,
        minutes: 15,
        severity: 'warning',
        says: `More than ${full} percent of its memory is in use, and it takes no more writes once there is none left. Let values expire, or raise spec.memoryMB.`,
      },
    }),
  };
  return table;
}
