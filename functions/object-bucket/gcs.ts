/** A bucket of Google Cloud Storage, which is private and encrypted by default, and the right to use it. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import type { Account } from '../cloud/gcp/account.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Bucket } from '../kinds/gcs-bucket.ts';
import { BucketIAMMember } from '../kinds/gcs-bucket-iam-member.ts';
import { brokenUploadDays, earlierVersionDays } from './days.ts';
import type { ObjectBucketPlan } from './plan.ts';

/** The address of Cloud Storage, the same in every region (cloud.google.com/storage/docs/request-endpoints). */
export const endpoint = 'https://storage.googleapis.com';

/**
 * The shortest time for which Google can soft-delete objects; 0 turns it off (cloud.google.com/storage/docs/soft-delete). Without it, an
 * application that may delete objects could destroy their earlier versions at once.
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
        lifecycleRule: lifecycleRules(plan),
        ...(record.key !== undefined && { encryption: { defaultKmsKeyName: record.key } }),
        // Without it, Google refuses to delete a bucket that is not empty.
        forceDestroy: !retain,
      },
    },
  });
}

/** Lets `member` use the objects of the bucket, but not change the bucket itself (cloud.google.com/storage/docs/access-control/iam-roles). */
export function access(bucketName: string, { providerConfig }: Pick<Account, 'providerConfig'>, member: string) {
  return BucketIAMMember({
    spec: {
      ...namedByProvider(managedBy(providerConfig, { retain: false })),
      forProvider: {
        bucket: bucketName,
        role: 'roles/storage.objectUser',
        member,
      },
    },
  });
}

function lifecycleRules({ expireDays }: ObjectBucketPlan) {
  const deletion = { type: 'Delete' };
  return [
    { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: brokenUploadDays } },
    { action: deletion, condition: { daysSinceNoncurrentTime: earlierVersionDays, withState: 'ARCHIVED' } },
    // Live objects only: earlier versions have their own rule.
    ...(expireDays === undefined ? [] : [{ action: deletion, condition: { age: expireDays, withState: 'LIVE' } }]),
  ];
}
