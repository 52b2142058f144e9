/** The application's user at AWS, which may use only its bucket. */
import { partitionOf } from '../cloud/aws/arn.ts';
import { userWithKey } from '../cloud/aws/user.ts';
import type { S3Place } from './s3.ts';

interface Identity extends S3Place {
  /** Name of the Secret with the key. */
  readonly keySecret: string;
  /** Name of the composed Policy. */
  readonly permissions: string;
}

/** The user, its policy and its key. */
export function identity({ record, aws, keySecret, permissions }: Identity) {
  const { bucket, region, user, key } = record;
  const policy = policyFor(bucket, region, key);
  return userWithKey({ user, providerConfig: aws.providerConfig, policy, keySecret, permissions });
}

/** The policy document: it allows the use of objects, but no changes to the bucket itself. */
function policyFor(bucket: string, region: string, key: string | undefined): string {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const allow = (actions: readonly string[], resource: string) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
  });
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'], arn),
      allow(
        [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:GetObjectVersion',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        `${arn}/*`,
      ),
      ...(key === undefined ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)]),
    ],
  });
}
