/** The status of a Cache claim. */
import type { CachePlan } from './plan.ts';

interface Provided {
  readonly memoryMB: number;
  readonly host: string | undefined;
  readonly port: number;
}

/** The status. It has no endpoint until the cache exists. */
export function cacheStatus({ eviction, highlyAvailable, links }: CachePlan, { memoryMB, host, port }: Provided) {
  return {
    endpoint: host && `${host}:${port}`,
    effective: { memoryMB, eviction, highlyAvailable },
    links,
  };
}
