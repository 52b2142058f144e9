/** A bucket in an object store that an operator (Rook, NooBaa) runs in the cluster. */
import type { Claim, SecretText } from 'planesmith/authoring';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { objectBucketStatus } from './status.ts';
import type { ObjectBucketPlan } from './plan.ts';

interface Context {
  readonly claim: Claim;
  readonly plan: ObjectBucketPlan;
  readonly record: {
    readonly bucket: string;
    readonly region: string;
    readonly class: string;
    readonly endpoint: string;
  };
  readonly observed: { readonly bucket: ObjectBucketClaim | undefined };
  readonly secrets: { readonly keys: SecretText };
}

/** Annotations that record the address of the store on the ObjectBucketClaim. The operator reports only its own internal address. */
const keysOf = ({ group }: Claim) => ({ endpointKey: `${group}/endpoint`, regionKey: `${group}/region` });

/** The ObjectBucketClaim, with a bucket name that the platform chooses. */
export function operatorBucket({ claim, plan, record, observed, secrets }: Context) {
  const { endpointKey, regionKey } = keysOf(claim);
  const { bucket, region, endpoint, class: storageClassName } = record;
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = secrets.keys;
  const isBound = observed.bucket?.status?.phase === 'Bound';
  return {
    resources: {
      bucket: ObjectBucketClaim({
        metadata: { annotations: { [endpointKey]: endpoint, [regionKey]: region } },
        spec: { bucketName: bucket, storageClassName },
      }),
    },
    secret: { endpoint, region, bucket, access_key_id: key, secret_key: secret },
    status: objectBucketStatus(plan, isBound ? endpoint : undefined),
  };
}

/** The recorded values that an existing ObjectBucketClaim shows. */
export function recoverFromClaim(
  { bucket }: { readonly bucket: ObjectBucketClaim | undefined },
  _recorded: unknown,
  claim: Claim,
) {
  const { endpointKey, regionKey } = keysOf(claim);
  const { annotations } = bucket?.metadata ?? {};
  return {
    bucket: bucket?.spec?.bucketName,
    class: bucket?.spec?.storageClassName,
    endpoint: annotations?.[endpointKey],
    region: annotations?.[regionKey],
  };
}
