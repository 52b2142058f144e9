/** ObjectBucket on Google Cloud: a bucket of Cloud Storage, and an account that opens only this bucket, without a key. */
import { main, none, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { runAs, runAsKinds } from '../cloud/gcp/run-as.ts';
import { requiresAccount } from '../cloud/account.ts';
import { encryptionOf, gcpKey, gcpPlace } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { Bucket } from '../kinds/gcs-bucket.ts';
import { BucketIAMMember } from '../kinds/gcs-bucket-iam-member.ts';
import { access, bucket, endpoint } from './gcs.ts';
import { maxNameLength, objectBucketPlanner } from './plan.ts';
import { noKeys, objectBucketStatus } from './status.ts';

/** The maximum length of an account id at Google (cloud.google.com/iam/docs/service-accounts-create). */
const maxAccountLength = 30;

export const gcp = target(
  objectBucketPlanner,
  {
    abilities: { versions: true, expiry: true },
    environment: ['gcp.objects', 'gcp.workloadPool'],
    resources: {
      bucket: main(Bucket),
      ...runAsKinds,
      access: resource(BucketIAMMember, { after: ['bucket', 'identity'] }),
    },
    record: {
      decide: {
        // Names are unique among all customers of Google Cloud.
        bucket: ({ environment, cloudName }) =>
          publicName({
            cloud: 'gcp',
            prefix: environment.gcp.objects.bucketPrefix,
            key: 'bucket',
            maxLength: maxNameLength,
            cloudName,
          }),
        ...gcpPlace,
        ...gcpKey,
        user: ({ cloudName }) => cloudName('user', { maxLength: maxAccountLength }),
      },
      recover: ({ bucket: existing, identity }, recorded) => ({
        bucket: existing?.metadata?.annotations?.['crossplane.io/external-name'],
        region: existing?.spec.forProvider.location,
        ...encryptionOf(recorded, existing && { ...existing.spec.forProvider.encryption }),
        project: existing?.spec.forProvider.project ?? identity?.spec.forProvider.project,
        user: identity?.metadata?.annotations?.['crossplane.io/external-name'],
      }),
    },
    reads: requiresAccount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { gcp: facts } = environment;
    const { bucket: bucketName, user, region, project } = record;
    const place = { project, id: user, providerConfig: facts.providerConfig };
    const { serviceAccount } = plan;
    const { member, resources } = runAs({
      self: place,
      displayName: `ObjectBucket ${claim.namespace}/${claim.name} in ${environment.name}`,
      project: facts.project,
      workloadPool: facts.workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      existingTrust: observed.trust,
      serviceAccount,
      foundAccount: reads.serviceAccount,
      existing: [observed.access?.spec.forProvider.member],
    });
    return {
      resources: {
        bucket: bucket({ plan, record, gcp: facts }),
        ...resources,
        access: access(bucketName, place, member),
      },
      secret: { endpoint, region, bucket: bucketName, access_key_id: none(noKeys), secret_key: none(noKeys) },
      status: objectBucketStatus(
        plan,
        observed.bucket && endpoint,
        serviceAccount ?? (observed.account && name('account')),
      ),
    };
  },
);
