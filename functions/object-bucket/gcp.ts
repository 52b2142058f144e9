/** ObjectBucket on Google Cloud: a bucket of Cloud Storage, and an account that opens it and nothing else, without any key. */
import { main, none, target } from 'planesmith/runtime';
import { account, annotationsOf, givenMember, memberOf, trust } from '../gcp/account.ts';
import { requiresAccount } from '../given-account.ts';
import { ServiceAccount as GoogleAccount } from '../readiness/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../readiness/gcp-service-account-iam-member.ts';
import { Bucket } from '../readiness/gcs-bucket.ts';
import { BucketIAMMember } from '../readiness/gcs-bucket-iam-member.ts';
import { ServiceAccount } from '../readiness/service-account.ts';
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
      key: existing?.spec.forProvider.encryption?.defaultKmsKeyName,
      project: existing?.spec.forProvider.project ?? identity?.spec.forProvider.project,
      user: identity?.metadata?.annotations?.['crossplane.io/external-name'],
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { gcp: facts } = environment;
    const { bucket: bucketName, user, region = facts.region, project = facts.project } = decided.record;
    const place = { project, id: user, providerConfig: facts.providerConfig };
    const given = decided.serviceAccount;
    const itsOwn = none('it runs as an account that another claim made');
    const existing = [observed.access?.spec.forProvider.member];
    const member =
      given === undefined ? memberOf(place) : givenMember({ name: given, account: required.given, existing });
    const subject = `${claim.namespace}/${name('account')}`;
    return {
      resources: {
        bucket: bucket({ plan: decided, gcp: facts, project, region }),
        account: given
          ? itsOwn
          : ServiceAccount({ metadata: { annotations: annotationsOf(place) }, automountServiceAccountToken: false }),
        identity: given
          ? itsOwn
          : account(place, `ObjectBucket ${claim.namespace}/${claim.name} in ${environment.name}`),
        trust: given
          ? itsOwn
          : trust(
              place,
              { workloadPool: facts.workloadPool, subject, existing: observed.trust },
              { after: ['identity'] },
            ),
        access: access(decided, place, member),
      },
      secret: { endpoint, region, bucket: bucketName },
      status: objectBucketStatus(decided, observed.bucket && endpoint, given ?? (observed.account && name('account'))),
    };
  },
);
