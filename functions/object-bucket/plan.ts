/** ObjectBucket: the decisions for a claim, the same on every target. */
import type { CloudName, PlanOf } from 'planesmith/authoring';
import { objectBucket } from '../../apis/object-bucket.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { promisesOf } from '../grants/tiers.ts';

export type ObjectBucketPlan = PlanOf<typeof objectBucketPlanner>;

/** The maximum length of a bucket name, in S3 and in every store with its protocol. */
export const maxNameLength = 63;

/** The features of a target's object store. */
export interface ObjectBucketAbilities {
  readonly versions: boolean;
  readonly expiry: boolean;
}

export const objectBucketPlanner = planner(objectBucket, (context, abilities: ObjectBucketAbilities) => {
  const { claim, spec, environment, refuse } = context;
  // Nobody can change what a store lacks, so these refusals send the user to no team.
  if (!abilities.versions && spec.versioning === true) {
    refuse({ path: 'spec.versioning', why: 'the object store here keeps no earlier versions' });
  }
  if (!abilities.expiry && spec.expireDays !== undefined) {
    const why = 'the object store here deletes nothing by itself, so the application must';
    refuse({ path: 'spec.expireDays', why });
  }
  return {
    highlyAvailable: promisesOf(environment).highlyAvailable,
    versioning: abilities.versions && (spec.versioning ?? true),
    expireDays: abilities.expiry ? spec.expireDays : undefined,
    retain: retains(spec, environment),
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, environment),
    record: {},
  };
});

/** The name of a bucket's user in the object store. */
export const userName = ({ cloudName }: { readonly cloudName: CloudName }) => cloudName('user');
