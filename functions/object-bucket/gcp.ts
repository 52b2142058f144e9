/** ObjectBucket on Google Cloud: a bucket of Cloud Storage, and an account that opens it and nothing else, without any key. */
import { main, target } from 'planesmith/authoring';
import { runAs } from '../cloud/gcp/run-as.ts';
import { requiresAccount } from '../cloud/account.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { ServiceAccount as GoogleAccount } from '../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../kinds/gcp-service-account-iam-member.ts';
import { Bucket } from '../kinds/gcs-bucket.ts';
import { BucketIAMMember } from '../kinds/gcs-bucket-iam-member.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { access, bucket, endpoint } from './gcs.ts';
import { plan } from './plan.ts';
import { objectBucketStatus } from './status.ts';

export const gcp = target(
  plan,
  {
    needs: ['gcp.objects', 'gcp.workloadPool'],
    lacks: ['access_key_id', 'secret_key'],
    resources: {
      bucket: main(Bucket),
      account: ServiceAccount,
      identity: GoogleAccount,
      trust: ServiceAccountIAMMember,
      access: BucketIAMMember,
    },
    requires: requiresAccount,
    recover: ({ bucket: existing, identity }) => ({
      bucket: existing?.metadata?.annotations?.['crossplane.io/external-name'],
      region: existing?.spec.forProvider.location,
      ...encryptionOf(existing && { ...existing.spec.forProvider.encryption }),
      project: existing?.spec.forProvider.project ?? identity?.spec.forProvider.project,
      user: identity?.metadata?.annotations?.['crossplane.io/external-name'],
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { gcp: facts } = environment;
    const { bucket: bucketName, user, region = facts.region, project = facts.project } = decided.record;
    const place = { project, id: user, providerConfig: facts.providerConfig };
    const given = decided.serviceAccount;
    const { member, resources } = runAs({
      self: place,
      displayName: `ObjectBucket ${claim.namespace}/${claim.name} in ${environment.name}`,
      workloadPool: facts.workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      trusted: observed.trust,
      given,
      found: required.given,
      existing: [observed.access?.spec.forProvider.member],
    });
    return {
      resources: {
        bucket: bucket({ plan: decided, gcp: facts, project, region }),
        ...resources,
        access: access(decided, place, member),
      },
      secret: { endpoint, region, bucket: bucketName },
      status: objectBucketStatus(decided, observed.bucket && endpoint, given ?? (observed.account && name('account'))),
    };
  },
);
