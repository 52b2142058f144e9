/** A bucket of the object store that an operator (Rook, NooBaa) runs in a cluster. */
import { secretValues, type Unstructured, type WithSections } from 'planesmith/runtime';
import type { Environment } from '../environment.ts';
import { ObjectBucketClaim } from '../readiness/object-bucket-claim.ts';
import { objectBucketStatus } from './status.ts';
import type { ObjectBucketPlan } from './plan.ts';

interface Context {
  readonly plan: ObjectBucketPlan;
  readonly environment: WithSections<Environment, 'incluster.objects'>;
  readonly observed: { readonly bucket: ObjectBucketClaim | undefined };
  /** The Secret of `keysOf`. */
  readonly keys: Unstructured | undefined;
}

/** The Secret with the keys, which the operator names after the claim on it. */
export function keysOf(name: string) {
  return { keys: { apiVersion: 'v1', kind: 'Secret', name } };
}

/** One claim on the operator; the name is ours, as everything of ours that others see. */
export function operatorBucket({ plan, environment, observed, keys }: Context) {
  const { bucket, region } = plan.record;
  const { storageClass, endpoint } = environment.incluster.objects;
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = secretValues(keys);
  const isBound = observed.bucket?.status?.phase === 'Bound';
  return {
    resources: { bucket: ObjectBucketClaim({ spec: { bucketName: bucket, storageClassName: storageClass } }) },
    secret: { endpoint, region, bucket, access_key_id: key, secret_key: secret },
    status: objectBucketStatus(plan, isBound ? endpoint : undefined),
  };
}

/** What was recorded, as the existing claim on the operator still shows it. */
export function recoverFromClaim({ bucket }: { readonly bucket: ObjectBucketClaim | undefined }) {
  return { bucket: bucket?.spec?.bucketName };
}
