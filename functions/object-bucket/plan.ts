/** ObjectBucket: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/runtime';
import { objectBucket } from '../../apis/object-bucket.ts';
import { environment } from '../environment.ts';
import { platformTeam } from '../limits.ts';
import { linksFor } from '../links.ts';
import { regionOf } from '../region.ts';
import { retains } from '../retention.ts';

export type ObjectBucketPlan = ReturnType<(typeof plan)['plan']>;

/** The longest name that S3 takes, and every store that speaks its protocol. */
const longest = 63;

export const plan = planner(objectBucket, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, refuse, cloudName } = context;
  // A claim on an operator's bucket (ObjectBucketClaim) cannot say either.
  const canDoMore = target === 'aws';
  if (!canDoMore && spec.versioning === true) {
    refuse('spec.versioning', 'the object store here keeps no earlier versions', platformTeam);
  }
  if (!canDoMore && spec.expireDays !== undefined) {
    refuse('spec.expireDays', 'the object store here deletes nothing by itself', platformTeam);
  }
  // Bucket names are unique in all of AWS, not only in one account.
  const prefix = target === 'aws' && env.aws?.objects !== undefined ? `${env.aws.objects.bucketPrefix}-` : '';
  const region = recorded.region ?? regionOf(target, env) ?? env.incluster?.objects?.region;
  return {
    versioning: canDoMore && (spec.versioning ?? true),
    expireDays: canDoMore ? spec.expireDays : undefined,
    retain: retains(spec, env),
    links: linksFor(claim, env),
    record: {
      bucket: recorded.bucket ?? `${prefix}${cloudName('bucket', { maxLength: longest - prefix.length })}`,
      ...(region !== undefined && { region }),
      user: recorded.user ?? cloudName('user'),
    },
  };
});
