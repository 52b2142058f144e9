/** ObjectBucket on Google Cloud: the behaviour of Cloud Storage. */
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider, recorded } from '../../fixtures.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

const { ready } = claimsOf('ObjectBucket', 'receipts');

describe('a bucket of Cloud Storage', () => {
  test("cannot become public, and has a name that begins with the company's, because Google's names are global", () => {
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
    { spec: {}, versioning: true, soft: 604_800, reason: 'it is on by default' },
    { spec: { versioning: false }, versioning: false, soft: 0, reason: 'a deleted object cannot be restored' },
  ])('versioning with $spec is $versioning: $reason', ({ spec, versioning, soft }) => {
    const claim = ready('gcp', spec);
    expect(forProvider(claim, 'bucket')).toMatchObject({
      versioning: { enabled: versioning },
      softDeletePolicy: { retentionDurationSeconds: soft },
    });
    expect(claim.status).toMatchObject({ effective: { versioning } });
  });

  test('deletes earlier versions after 30 days, and broken uploads after 7', () => {
    expect(forProvider(ready('gcp'), 'bucket')?.['lifecycleRule']).toEqual([
      { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 30, withState: 'ARCHIVED' } },
    ]);
  });

  test('deletes objects that are older than the claim allows, and earlier versions after 30 days', () => {
    const rules = forProvider(ready('gcp', { expireDays: 5 }), 'bucket')?.['lifecycleRule'] as unknown[];
    expect(rules.at(-1)).toEqual({ action: { type: 'Delete' }, condition: { age: 5, withState: 'LIVE' } });
  });

  test.each([
    { deletion: 'delete', forceDestroy: true, retained: false, reason: 'the claim deletes its data' },
    {
      deletion: 'retain',
      forceDestroy: false,
      retained: true,
      reason: 'data outlives the claim',
    },
  ])(
    'deletion: $deletion, because $reason; its account is deleted with the claim',
    ({ deletion, forceDestroy, retained }) => {
      const claim = ready('gcp', { deletion });
      expect(forProvider(claim, 'bucket')?.['forceDestroy']).toBe(forceDestroy);
      expect(isRetained(claim.objects.get('bucket')?.['spec'] as object)).toBe(retained);
      for (const key of ['identity', 'trust', 'access']) {
        expect(isRetained(claim.objects.get(key)?.['spec'] as object), key).toBe(false);
      }
    },
  );

  test('does not change if the environment moves', () => {
    const claim = ready('gcp');
    const before = [...claim.objects];
    const kmsKey = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
    const moved = { project: 'another-project', region: 'europe-west1', objects: { bucketPrefix: 'other' }, kmsKey };
    claim.environment = { ...facts(), gcp: { ...facts()['gcp'], ...moved } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test('is composed alike if its status was lost and the environment has moved', () => {
    const claim = ready('gcp');
    const before = recorded(claim);
    claim.status = undefined;
    claim.environment = { ...facts(), gcp: { ...facts()['gcp'], project: 'another-project', region: 'europe-west1' } };
    claim.settle();
    expect(recorded(claim)).toEqual(before);
  });

  test("is encrypted with the environment's key if there is one", () => {
    const kmsKey = 'projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k';
    const claim = ready('gcp', {}, { ...facts(), gcp: { ...facts()['gcp'], kmsKey } });
    expect(forProvider(claim, 'bucket')?.['encryption']).toEqual({ defaultKmsKeyName: kmsKey });
  });
});

describe('its applications', () => {
  test('run as an account that may use only the objects of this bucket', () => {
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

  test('find its address in a Secret without keys', () => {
    const claim = ready('gcp');
    expect(claim.secret).toEqual({
      endpoint: 'https://storage.googleapis.com',
      region: 'europe-west3',
      bucket: recorded(claim)['bucket'],
    });
    expect(claim.status).toMatchObject({ endpoint: 'storage.googleapis.com:443' });
  });
});
