/** What a claim is told of its bucket. */
import type { ObjectBucketPlan } from './plan.ts';

/** The status; without an endpoint until the bucket is there. */
export function objectBucketStatus({ versioning, expireDays, links }: ObjectBucketPlan, endpoint: string | undefined) {
  return {
    endpoint: endpoint && `${new URL(endpoint).hostname}:${portOf(new URL(endpoint))}`,
    effective: { versioning, ...(expireDays !== undefined && { expireDays }) },
    links,
  };
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
