/** A bucket of Google Cloud Storage, private, encrypted and tidy by itself, and who may use it. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import type { Account } from '../cloud/gcp/account.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Bucket } from '../kinds/gcs-bucket.ts';
import { BucketIAMMember } from '../kinds/gcs-bucket-iam-member.ts';
import { brokenUploadDays, earlierVersionDays } from './days.ts';
import type { ObjectBucketPlan } from './plan.ts';

/** Where Cloud Storage is reached, in every region (cloud.google.com/storage/docs/request-endpoints). */
export const endpoint = 'https://storage.googleapis.com';

/**
 * Google keeps what is deleted for good for so long, at the least, or not at all (cloud.google.com/storage/docs/soft-delete): here so that
 * who may delete objects cannot destroy their earlier versions at once.
 */
const softDeletedSeconds = 7 * 86_400;

interface BucketOptions {
  readonly plan: ObjectBucketPlan;
  readonly gcp: WithSections<Environment, 'gcp.objects'>['gcp'];
  readonly record: {
    readonly bucket: string;
    readonly project: string;
    readonly region: string;
    readonly key?: string | undefined;
  };
}

/** The bucket. */
export function bucket({ plan, record, gcp }: BucketOptions) {
  const { versioning, retain } = plan;
  const { project, region } = record;
  return Bucket({
    metadata: externalName(record.bucket),
    spec: {
      ...managedBy(gcp.providerConfig, plan),
      forProvider: {
        project,
        location: region,
        storageClass: 'STANDARD',
        versioning: { enabled: versioning },
        softDeletePolicy: { retentionDurationSeconds: versioning ? softDeletedSeconds : 0 },
        lifecycleRule: cleaning(plan),
        ...(record.key !== undefined && { encryption: { defaultKmsKeyName: record.key } }),
        // Without it, Google refuses to delete a bucket that still holds something.
        forceDestroy: !retain,
      },
    },
  });
}

/** Lets `member` use the objects of the bucket, and change nothing about it (cloud.google.com/storage/docs/access-control/iam-roles). */
export function access(bucketName: string, { providerConfig }: Pick<Account, 'providerConfig'>, member: string) {
  return BucketIAMMember({
    spec: {
      ...managedBy(providerConfig, { retain: false }),
      forProvider: {
        bucket: bucketName,
        role: 'roles/storage.objectUser',
        member,
      },
    },
  });
}

function cleaning({ expireDays }: ObjectBucketPlan) {
  const deletion = { type: 'Delete' };
  return [
    { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: brokenUploadDays } },
    { action: deletion, condition: { daysSinceNoncurrentTime: earlierVersionDays, withState: 'ARCHIVED' } },
    // Only what is not replaced yet: earlier versions keep their own time.
    ...(expireDays === undefined ? [] : [{ action: deletion, condition: { age: expireDays, withState: 'LIVE' } }]),
  ];
}
