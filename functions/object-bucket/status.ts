/** The status of an ObjectBucket claim. */
import { effectiveDeletion } from '../grants/retention.ts';
import type { ObjectBucketPlan } from './plan.ts';

/** The reason why a bucket has no keys. */
export const noKeys = 'applications open the bucket as an account, without keys';

/** The status. It has no endpoint until the bucket exists. `serviceAccount` is the account that opens the bucket without a key. */
export function objectBucketStatus(plan: ObjectBucketPlan, endpoint: string | undefined, serviceAccount?: string) {
  const { versioning, expireDays, links } = plan;
  return {
    serviceAccount,
    endpoint: endpoint && `${new URL(endpoint).hostname}:${portOf(new URL(endpoint))}`,
    effective: { versioning, ...(expireDays !== undefined && { expireDays }), deletion: effectiveDeletion(plan) },
    links,
  };
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
