/** An S3 bucket, with the resources that make it private, encrypt it, and delete old data. */
import { none, type WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { partitionOf } from '../cloud/aws/arn.ts';
import { onlyEncrypted } from '../kinds/encrypted-transport.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Bucket } from '../kinds/s3-bucket.ts';
import { BucketServerSideEncryptionConfiguration } from '../kinds/s3-bucket-encryption.ts';
import { BucketLifecycleConfiguration } from '../kinds/s3-bucket-lifecycle.ts';
import { BucketPolicy } from '../kinds/s3-bucket-policy.ts';
import { BucketPublicAccessBlock } from '../kinds/s3-bucket-public-access-block.ts';
import { BucketVersioning } from '../kinds/s3-bucket-versioning.ts';
import { brokenUploadDays, earlierVersionDays } from './days.ts';
import type { ObjectBucketPlan } from './plan.ts';

export interface S3Place {
  readonly plan: ObjectBucketPlan;
  readonly aws: WithSections<Environment, 'aws.objects'>['aws'];
  readonly record: {
    readonly bucket: string;
    readonly region: string;
    readonly user: string;
    readonly key?: string | undefined;
  };
}

/** The address of S3 in a region (docs.aws.amazon.com/general/latest/gr/s3.html). */
export function endpointOf(region: string): string {
  return `https://s3.${region}.amazonaws.com${partitionOf(region) === 'aws-cn' ? '.cn' : ''}`;
}

/** The bucket and its settings. */
export function bucketParts({ plan, record, aws, wasVersioned }: S3Place & { readonly wasVersioned: boolean }) {
  const { versioning, retain } = plan;
  const { bucket, region, key } = record;
  const managed = managedBy(aws.providerConfig, plan);
  // Settings take the bucket's name as theirs.
  const setting = namedByProvider(managed);
  const subject = { region, bucket };
  return {
    bucket: Bucket({
      metadata: externalName(bucket),
      // Without it, AWS refuses to delete a bucket that is not empty.
      spec: { ...managed, forProvider: { region, forceDestroy: !retain } },
    }),
    privacy: BucketPublicAccessBlock({
      spec: {
        ...setting,
        forProvider: {
          ...subject,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      },
    }),
    encryption: BucketServerSideEncryptionConfiguration({
      spec: { ...setting, forProvider: { ...subject, rule: [encryptionWith(key)] } },
    }),
    versioning:
      versioning || wasVersioned
        ? BucketVersioning({
            spec: {
              ...setting,
              forProvider: { ...subject, versioningConfiguration: { status: versioning ? 'Enabled' : 'Suspended' } },
            },
          })
        : none('the bucket never had versions'),
    lifecycle: BucketLifecycleConfiguration({
      spec: { ...setting, forProvider: { ...subject, rule: lifecycleRules(plan) } },
    }),
    transport: BucketPolicy({
      spec: { ...setting, forProvider: { ...subject, policy: transportPolicy(bucket, region) } },
    }),
  };
}

/**
 * The rule, with every field that S3 would fill in. Since April 2026 S3 blocks SSE-C, encryption with keys that clients bring. If the rule does not
 * say so, the provider asks for no block in every reconcile (github.com/hashicorp/terraform-provider-aws/issues/47320).
 */
function encryptionWith(key: string | undefined) {
  return {
    applyServerSideEncryptionByDefault:
      key === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key },
    bucketKeyEnabled: key !== undefined,
    blockedEncryptionTypes: ['SSE-C'],
  };
}

function lifecycleRules({ expireDays }: ObjectBucketPlan) {
  return [
    {
      id: 'tidy',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: brokenUploadDays }],
      noncurrentVersionExpiration: [{ noncurrentDays: earlierVersionDays }],
      ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
    },
  ];
}

/** The policy document that denies requests without TLS. */
function transportPolicy(bucket: string, region: string): string {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [onlyEncrypted('s3', [arn, `${arn}/*`])],
  });
}
