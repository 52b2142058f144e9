/** ObjectBucket on AWS: an S3 bucket with all that makes it safe, and a user whose key opens nothing else. */
import { main, secretValues, target } from 'planesmith/authoring';
import { encryptionOf } from '../cloud/placement.ts';
import { AccessKey } from '../kinds/iam-access-key.ts';
import { Policy } from '../kinds/iam-policy.ts';
import { User } from '../kinds/iam-user.ts';
import { UserPolicyAttachment } from '../kinds/iam-user-policy-attachment.ts';
import { Bucket } from '../kinds/s3-bucket.ts';
import { BucketServerSideEncryptionConfiguration } from '../kinds/s3-bucket-encryption.ts';
import { BucketLifecycleConfiguration } from '../kinds/s3-bucket-lifecycle.ts';
import { BucketPolicy } from '../kinds/s3-bucket-policy.ts';
import { BucketPublicAccessBlock } from '../kinds/s3-bucket-public-access-block.ts';
import { BucketVersioning } from '../kinds/s3-bucket-versioning.ts';
import { identity } from './identity.ts';
import { plan } from './plan.ts';
import { bucketParts, endpointOf } from './s3.ts';
import { objectBucketStatus } from './status.ts';

export const aws = target(
  plan,
  {
    needs: ['aws.objects'],
    resources: {
      bucket: main(Bucket),
      privacy: BucketPublicAccessBlock,
      encryption: BucketServerSideEncryptionConfiguration,
      versioning: BucketVersioning,
      lifecycle: BucketLifecycleConfiguration,
      transport: BucketPolicy,
      user: User,
      permissions: Policy,
      attachment: UserPolicyAttachment,
      key: AccessKey,
    },
    // Crossplane does not watch the Secret of a key: required, a new key reaches the application's Secret at once.
    requires: ({ name }) => ({ key: { apiVersion: 'v1', kind: 'Secret', name: name('key') } }),
    recover: ({ bucket, encryption, permissions, user }) => ({
      bucket: bucket?.metadata?.annotations?.['crossplane.io/external-name'],
      region: bucket?.spec.forProvider.region,
      ...encryptionOf(encryption?.spec.forProvider, permissions?.spec.forProvider),
      user: user?.metadata?.annotations?.['crossplane.io/external-name'],
    }),
  },
  ({ plan: decided, environment, observed, required, name }) => {
    const region = decided.record.region ?? environment.aws.region;
    const place = { plan: decided, aws: environment.aws, region };
    const { username, password } = secretValues(required.key);
    const endpoint = endpointOf(region);
    return {
      resources: {
        ...bucketParts({ ...place, wasVersioned: observed.versioning !== undefined }),
        ...identity({ ...place, keySecret: name('key'), permissions: name('permissions') }),
      },
      secret: { endpoint, region, bucket: decided.record.bucket, access_key_id: username, secret_key: password },
      status: objectBucketStatus(decided, observed.bucket && endpoint),
    };
  },
);
