/** ObjectBucket on Google Cloud: what only Cloud Storage has. */
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider, recorded } from '../../fixtures.ts';

const { ready } = claimsOf('ObjectBucket', 'receipts');

describe('a bucket of Cloud Storage', () => {
  test("cannot become public, and has a name that begins with the company's, as all of Google shares them", () => {
    const claim = ready('gcp');
    expect(forProvider(claim, 'bucket')).toMatchObject({
      publicAccessPrevention: 'enforced',
      uniformBucketLevelAccess: true,
      location: 'europe-west3',
      project: 'example-dev',
    });
    expect(recorded(claim)['bucket']).toMatch(/^example-org-dev-team-a-receipts-/);
    expect(claim.objects.get('bucket')?.metadata.annotations).toMatchObject({
      'crossplane.io/external-name': recorded(claim)['bucket'],
    });
  });

  test.each([
    { asked: {}, versioning: true, soft: 604_800, reason: 'it is on unless a claim says otherwise' },
    { asked: { versioning: false }, versioning: false, soft: 0, reason: 'what is deleted shall be gone' },
  ])('versioning of $asked is $versioning: $reason', ({ asked, versioning, soft }) => {
    const claim = ready('gcp', asked);
    expect(forProvider(claim, 'bucket')).toMatchObject({
      versioning: { enabled: versioning },
      softDeletePolicy: { retentionDurationSeconds: soft },
    });
    expect(claim.status).toMatchObject({ effective: { versioning } });
  });

  test('throws away earlier versions after 30 days, and broken uploads after 7', () => {
    expect(forProvider(ready('gcp'), 'bucket')?.['lifecycleRule']).toEqual([
      { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 30, withState: 'ARCHIVED' } },
    ]);
  });

  test('deletes what is older than the claim says, and leaves earlier versions their 30 days', () => {
    const rules = forProvider(ready('gcp', { expireDays: 5 }), 'bucket')?.['lifecycleRule'] as unknown[];
    expect(rules.at(-1)).toEqual({ action: { type: 'Delete' }, condition: { age: 5, withState: 'LIVE' } });
  });

  test.each([
    { deletion: 'delete', forceDestroy: true, policies: ['*'], reason: 'the claim wants its data gone' },
    {
      deletion: 'retain',
      forceDestroy: false,
      policies: ['Observe', 'Create', 'Update', 'LateInitialize'],
      reason: 'data outlives the claim',
    },
  ])('deletion: $deletion, since $reason; its account goes with the claim', ({ deletion, forceDestroy, policies }) => {
    const claim = ready('gcp', { deletion });
    expect(forProvider(claim, 'bucket')?.['forceDestroy']).toBe(forceDestroy);
    expect(claim.objects.get('bucket')?.['spec']).toMatchObject({ managementPolicies: policies });
    for (const key of ['identity', 'trust', 'access']) {
      expect(claim.objects.get(key)?.['spec'], key).toMatchObject({ managementPolicies: ['*'] });
    }
  });

  test('stays where and what it is when the environment moves', () => {
    const claim = ready('gcp');
    const before = [...claim.objects];
    const kmsKey = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
    const moved = { project: 'another-project', region: 'europe-west1', objects: { bucketPrefix: 'other' }, kmsKey };
    claim.environment = { ...facts(), gcp: { ...facts()['gcp'], ...moved } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test('is decided alike where its status was lost and the environment has moved', () => {
    const claim = ready('gcp');
    const before = recorded(claim);
    claim.status = undefined;
    claim.environment = { ...facts(), gcp: { ...facts()['gcp'], project: 'another-project', region: 'europe-west1' } };
    claim.settle();
    expect(recorded(claim)).toEqual(before);
  });

  test("is encrypted with the environment's key where there is one", () => {
    const kmsKey = 'projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k';
    const claim = ready('gcp', {}, { ...facts(), gcp: { ...facts()['gcp'], kmsKey } });
    expect(forProvider(claim, 'bucket')?.['encryption']).toEqual({ defaultKmsKeyName: kmsKey });
  });
});

describe('its applications', () => {
  test('run as an account that may use the objects of this bucket alone', () => {
    const claim = ready('gcp');
    const { bucket, user } = recorded(claim);
    const email = `${user}@example-dev.iam.gserviceaccount.com`;
    expect(user?.length).toBeLessThanOrEqual(30);
    expect(forProvider(claim, 'access')).toEqual({
      bucket,
      role: 'roles/storage.objectUser',
      member: `serviceAccount:${email}`,
    });
    const account = claim.objects.get('account');
    expect(account).toMatchObject({
      metadata: { annotations: { 'iam.gke.io/gcp-service-account': email } },
      automountServiceAccountToken: false,
    });
    expect(claim.status).toMatchObject({ serviceAccount: account?.metadata.name });
    expect(forProvider(claim, 'trust')?.['member']).toBe(
      `serviceAccount:example-dev.svc.id.goog[team-a/${account?.metadata.name}]`,
    );
  });

  test('find where it is in a Secret without keys', () => {
    const claim = ready('gcp');
    expect(claim.secret).toEqual({
      endpoint: 'https://storage.googleapis.com',
      region: 'europe-west3',
      bucket: recorded(claim)['bucket'],
    });
    expect(claim.status).toMatchObject({ endpoint: 'storage.googleapis.com:443' });
  });
});
