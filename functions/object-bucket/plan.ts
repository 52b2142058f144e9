/** ObjectBucket: the decisions for a claim, the same on every target. */
import type { CloudName, PlanOf } from 'planesmith/authoring';
import { objectBucket } from '../../apis/object-bucket.ts';
import { planner } from '../bind.ts';
import { platformTeam } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { promisesOf } from '../grants/tiers.ts';

export type ObjectBucketPlan = PlanOf<typeof objectBucketPlanner>;

/** The longest name that S3 takes, and every store that speaks its protocol. */
export const longest = 63;

/** The features that the object store of a target has by itself. */
export interface ObjectBucketAbilities {
  readonly versions: boolean;
  readonly expiry: boolean;
}

export const objectBucketPlanner = planner(objectBucket, (context, can: ObjectBucketAbilities) => {
  const { claim, spec, environment, refuse } = context;
  if (!can.versions && spec.versioning === true) {
    const why = 'the object store here keeps no earlier versions';
    refuse({ path: 'spec.versioning', why, who: platformTeam });
  }
  if (!can.expiry && spec.expireDays !== undefined) {
    refuse({ path: 'spec.expireDays', why: 'the object store here deletes nothing by itself', who: platformTeam });
  }
  return {
    highlyAvailable: promisesOf(environment).highlyAvailable,
    versioning: can.versions && (spec.versioning ?? true),
    expireDays: can.expiry ? spec.expireDays : undefined,
    retain: retains(spec, environment),
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, environment),
    record: {},
  };
});

/** The name by which the object store knows the user of a bucket. */
export const userName = ({ cloudName }: { readonly cloudName: CloudName }) => cloudName('user');
