/** ObjectBucket: what is decided for a claim, whatever the target. */
import { planner, type PlannerContext } from 'planesmith/authoring';
import { objectBucket } from '../../apis/object-bucket.ts';
import { environment, type Environment } from '../environment/index.ts';
import { platformTeam } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { homeOf } from '../cloud/placement.ts';
import { hashOf, publicName } from '../cloud/public-name.ts';
import { retains } from '../grants/retention.ts';
import { promisesOf } from '../grants/tiers.ts';

type Target = (typeof objectBucket)['targets'][number];
type CloudName = PlannerContext<never, never>['cloudName'];

export type ObjectBucketPlan = ReturnType<(typeof plan)['plan']>;

/** The longest name that S3 takes, and every store that speaks its protocol. */
const longest = 63;

/** The longest id of an account at Google (cloud.google.com/iam/docs/service-accounts-create). */
const longestAccount = 30;

/** What the object store of each target can do by itself. */
const abilities = {
  // A claim on an operator's bucket (ObjectBucketClaim) cannot say either.
  local: { versions: false, expiry: false },
  incluster: { versions: false, expiry: false },
  aws: { versions: true, expiry: true },
  gcp: { versions: true, expiry: true },
  // Rules by which Azure deletes blobs are a kind of their own, which the platform does not compose.
  azure: { versions: true, expiry: false },
};

export const plan = planner(objectBucket, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, refuse, cloudName } = context;
  const can = abilities[target];
  if (!can.versions && spec.versioning === true) {
    refuse('spec.versioning', 'the object store here keeps no earlier versions', platformTeam);
  }
  if (!can.expiry && spec.expireDays !== undefined) {
    refuse('spec.expireDays', 'the object store here deletes nothing by itself', platformTeam);
  }
  const home = homeOf(target, env, recorded);
  const region = recorded.region ?? home.region ?? env.incluster?.objects?.region;
  const objects = target === 'local' || target === 'incluster' ? env.incluster?.objects : undefined;
  const storeClass = recorded.class ?? objects?.storageClass;
  // A store may have another address from now on, but not that of another store.
  const isOfToday = storeClass === objects?.storageClass;
  const endpoint = (isOfToday ? undefined : recorded.endpoint) ?? objects?.endpoint;
  const store = recorded.store ?? storeOf(target, env, cloudName);
  return {
    highlyAvailable: promisesOf(env).highlyAvailable,
    versioning: can.versions && (spec.versioning ?? true),
    expireDays: can.expiry ? spec.expireDays : undefined,
    retain: retains(spec, env),
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, env),
    record: {
      bucket: recorded.bucket ?? bucketOf(target, env, cloudName),
      ...home,
      ...(region !== undefined && { region }),
      ...(storeClass !== undefined && { class: storeClass }),
      ...(endpoint !== undefined && { endpoint }),
      ...(store !== undefined && { store }),
      user: recorded.user ?? cloudName('user', target === 'gcp' ? { maxLength: longestAccount } : {}),
    },
  };
});

/** The name of a bucket, which is unique in a whole cloud or only in one store. */
function bucketOf(target: Target, { aws, gcp }: Environment, cloudName: CloudName): string {
  const cloud = { local: undefined, incluster: undefined, aws, gcp, azure: undefined }[target];
  if (cloud?.objects === undefined) return cloudName('bucket', { maxLength: longest });
  return publicName({ target, prefix: cloud.objects.bucketPrefix, key: 'bucket', maxLength: longest, cloudName });
}

/** The name of the storage account that a bucket on Azure has to itself: up to 24 letters and digits, of which 16 are a hash. */
function storeOf(target: Target, { azure }: Environment, cloudName: CloudName): string | undefined {
  if (target !== 'azure' || azure?.objects === undefined) return undefined;
  return `${azure.objects.accountPrefix}${hashOf(cloudName, 'store')}`;
}
