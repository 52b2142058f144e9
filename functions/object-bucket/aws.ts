/** ObjectBucket on AWS: an S3 bucket with its security settings, and a user whose key opens only this bucket. */
import { main, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { userKinds } from '../cloud/aws/user.ts';
import { awsKey, awsPlace, encryptionOf } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { Bucket } from '../kinds/s3-bucket.ts';
import { BucketServerSideEncryptionConfiguration } from '../kinds/s3-bucket-encryption.ts';
import { BucketLifecycleConfiguration } from '../kinds/s3-bucket-lifecycle.ts';
import { BucketPolicy } from '../kinds/s3-bucket-policy.ts';
import { BucketPublicAccessBlock } from '../kinds/s3-bucket-public-access-block.ts';
import { BucketVersioning } from '../kinds/s3-bucket-versioning.ts';
import { identity } from './identity.ts';
import { maxNameLength, objectBucketPlanner, userName } from './plan.ts';
import { bucketParts, endpointOf } from './s3.ts';
import { objectBucketStatus } from './status.ts';

export const aws = target(
  objectBucketPlanner,
  {
    abilities: { versions: true, expiry: true },
    environment: ['aws.objects'],
    ignores: { 'spec.serviceAccount': 'applications are given keys' },
    resources: {
      bucket: main(Bucket),
      privacy: resource(BucketPublicAccessBlock, { after: ['bucket'] }),
      encryption: resource(BucketServerSideEncryptionConfiguration, { after: ['bucket'] }),
      versioning: resource(BucketVersioning, { after: ['bucket'] }),
      lifecycle: resource(BucketLifecycleConfiguration, { after: ['bucket'] }),
      transport: resource(BucketPolicy, { after: ['bucket', 'privacy'] }),
      ...userKinds,
    },
    secrets: { key: 'key' },
    record: {
      decide: {
        // Names are unique among all customers of AWS.
        bucket: ({ environment, cloudName }) =>
          publicName({
            cloud: 'aws',
            prefix: environment.aws.objects.bucketPrefix,
            key: 'bucket',
            maxLength: maxNameLength,
            cloudName,
          }),
        ...awsPlace,
        ...awsKey,
        user: userName,
      },
      recover: ({ bucket, encryption, permissions, user }, recorded) => ({
        bucket: bucket?.metadata?.annotations?.['crossplane.io/external-name'],
        region: bucket?.spec.forProvider.region,
        ...encryptionOf(recorded, encryption?.spec.forProvider, permissions?.spec.forProvider),
        user: user?.metadata?.annotations?.['crossplane.io/external-name'],
      }),
    },
  },
  ({ plan, record, environment, observed, secrets, name }) => {
    const { region, bucket } = record;
    const place = { plan, record, aws: environment.aws };
    const { username, password } = secrets.key;
    const endpoint = endpointOf(region);
    return {
      resources: {
        ...bucketParts({ ...place, wasVersioned: observed.versioning !== undefined }),
        ...identity({ ...place, keySecret: name('key'), permissions: name('permissions') }),
      },
      secret: { endpoint, region, bucket, access_key_id: username, secret_key: password },
      status: objectBucketStatus(plan, observed.bucket && endpoint),
    };
  },
);
