/** The alert rules of a cache in Kubernetes: the table to review beside alarms.ts. */
import type { Rule } from '../alarms/prometheus.ts';
import { thresholds } from './alarms.ts';
import type { CachePlan } from './plan.ts';

/**
 * The rules by name, with the metrics of Dragonfly (dragonflydb.io/docs/managing-dragonfly/monitoring). Its pods have names of the form
 * `<cache>-<number>`. A cache that evicts any value is always full, so it has no rule for memory.
 */
export function cacheRules({ eviction, highlyAvailable }: CachePlan, namespace: string, cache: string) {
  const servers = highlyAvailable ? 2 : 1;
  const pods = `{namespace="${namespace}",pod=~"${cache}-[0-9]+"}`;
  const table: Readonly<Record<string, Rule>> = {
    down: {
      // A server without metrics counts as one that does not answer.
      expr: `(count(dragonfly_memory_max_bytes${pods}) or vector(0)) < ${servers}`,
      minutes: 10,
      severity: 'critical',
      says: `${servers === 1 ? 'Its server does not answer' : `Not all of its ${servers} servers answer`}, for ten minutes now. Look at its pods and their events.`,
    },
    ...(eviction === 'none' && {
      memory: {
        expr: `dragonfly_memory_used_bytes${pods} / dragonfly_memory_max_bytes${pods} > ${thresholds.memory / 100}`,
        minutes: 15,
        severity: 'warning',
        says: `More than ${thresholds.memory} percent of its memory is in use, and it takes no more writes once there is none left. Let values expire, or raise spec.memoryMB.`,
      },
    }),
  };
  return table;
}
