/** What a claim is told of its cache. */
import type { CachePlan } from './plan.ts';

interface Provided {
  readonly memoryMB: number;
  readonly host: string | undefined;
  readonly port: number;
}

/** The status; without an endpoint until the cache is there. */
export function cacheStatus({ eviction, highlyAvailable, links }: CachePlan, { memoryMB, host, port }: Provided) {
  return {
    endpoint: host && `${host}:${port}`,
    effective: { memoryMB, eviction, highlyAvailable },
    links,
  };
}
