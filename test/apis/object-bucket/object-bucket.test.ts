/** ObjectBucket: the resources of a claim, and the claims that are refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider } from '../../fixtures.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

const { claimOn, ready } = claimsOf('ObjectBucket', 'receipts');

const statements = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: { Effect: string; Action: string | string[]; Resource: unknown }[] })
    .Statement;

describe('on AWS', () => {
  test('a bucket cannot become public, is encrypted, and accepts only TLS', () => {
    const claim = ready('aws');
    expect(forProvider(claim, 'privacy')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(forProvider(claim, 'encryption')?.['rule']).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' },
        // S3 fills in both, and the provider would ask for something else for ever.
        bucketKeyEnabled: false,
        blockedEncryptionTypes: ['SSE-C'],
      },
    ]);
    expect(statements(forProvider(claim, 'transport')?.['policy'])).toMatchObject([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test("the environment's key encrypts it, and its users may use that key", () => {
    const kmsKeyID = 'arn:aws:kms:eu-central-1:111122223333:key/1';
    const claim = ready('aws', {}, { ...facts(), aws: { ...facts()['aws'], kmsKeyID } });
    expect(forProvider(claim, 'encryption')?.['rule']).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyID },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ['SSE-C'],
      },
    ]);
    expect(statements(forProvider(claim, 'permissions')?.['policy']).at(-1)).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: kmsKeyID,
    });
  });

  test('the application may use its bucket, but not change its settings', () => {
    const claim = ready('aws');
    const bucket = (claim.status?.['recorded'] as { bucket: string } | undefined)?.bucket;
    const allowed = statements(forProvider(claim, 'permissions')?.['policy']);
    for (const { Effect, Action, Resource } of allowed) {
      expect(Effect).toBe('Allow');
      expect(String(Resource)).toMatch(new RegExp(`^arn:aws:s3:::${bucket}(/\\*)?$`));
      for (const action of [Action].flat()) expect(action).toMatch(/^s3:(Get|List|Put|Delete|Abort)/);
    }
    const actions = allowed.flatMap(({ Action }) => Action);
    for (const forbidden of ['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutBucketAcl', 's3:*']) {
      expect(actions).not.toContain(forbidden);
    }
  });

  test.each([
    { spec: {}, status: 'Enabled', versioning: true, reason: 'it is on by default' },
    { spec: { versioning: true }, status: 'Enabled', versioning: true, reason: 'the claim requests it' },
    {
      spec: { versioning: false },
      status: undefined,
      versioning: false,
      reason: 'AWS cannot suspend versioning that was never on',
    },
  ])('versioning with $spec is $status: $reason', ({ spec, status, versioning }) => {
    const claim = ready('aws', spec);
    expect(forProvider(claim, 'versioning')?.['versioningConfiguration']?.['status']).toBe(status);
    expect(claim.status).toMatchObject({ effective: { versioning } });
  });

  test('versioning that is switched off later is suspended, and earlier versions stay', () => {
    const claim = ready('aws');
    claim.spec = { ...claim.spec, versioning: false };
    claim.settle();
    expect(forProvider(claim, 'versioning')?.['versioningConfiguration']).toEqual({ status: 'Suspended' });
  });

  test.each([
    { spec: {}, expiration: undefined, reason: 'objects do not expire by default' },
    { spec: { expireDays: 30 }, expiration: [{ days: 30 }], reason: 'the claim requests it' },
  ])('objects expire with $spec: $reason', ({ spec, expiration }) => {
    const rule = (forProvider(ready('aws', spec), 'lifecycle')?.['rule'] as Record<string, unknown>[] | undefined)?.[0];
    expect(rule?.['expiration']).toEqual(expiration);
    expect(rule).toMatchObject({ status: 'Enabled', abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }] });
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
    'deletion: $deletion, because $reason; its key is deleted with the claim',
    ({ deletion, forceDestroy, retained }) => {
      const claim = ready('aws', { deletion });
      expect(forProvider(claim, 'bucket')?.['forceDestroy']).toBe(forceDestroy);
      for (const key of ['bucket', 'privacy', 'encryption', 'lifecycle', 'transport']) {
        expect(isRetained(claim.objects.get(key)?.['spec'] as object), key).toBe(retained);
      }
      for (const key of ['user', 'permissions', 'attachment', 'key']) {
        expect(isRetained(claim.objects.get(key)?.['spec'] as object), key).toBe(false);
      }
    },
  );

  test.each([
    { region: 'eu-central-1', endpoint: 'https://s3.eu-central-1.amazonaws.com', arn: 'arn:aws:s3' },
    { region: 'cn-north-1', endpoint: 'https://s3.cn-north-1.amazonaws.com.cn', arn: 'arn:aws-cn:s3' },
    { region: 'us-gov-west-1', endpoint: 'https://s3.us-gov-west-1.amazonaws.com', arn: 'arn:aws-us-gov:s3' },
  ])('$region has the endpoint $endpoint', ({ region, endpoint, arn }) => {
    const claim = ready('aws', {}, { ...facts(), aws: { ...facts()['aws'], region } });
    expect(claim.secret?.['endpoint']).toBe(endpoint);
    expect(forProvider(claim, 'transport')?.['policy']).toContain(arn);
  });

  test('a bucket does not change if the environment moves', () => {
    const claim = ready('aws');
    const before = [...claim.objects];
    const { aws } = facts();
    claim.environment = { ...facts(), aws: { ...aws, region: 'eu-west-1', objects: { bucketPrefix: 'other' } } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });
});

describe.each(['local', 'incluster'])('on %s', (target) => {
  test('one ObjectBucketClaim is composed, and its Secret has another name than that of applications', () => {
    const claim = ready(target);
    expect([...claim.objects.keys()].toSorted()).toEqual(['bucket', 'connection-secret']);
    const [bucket, secret] = ['bucket', 'connection-secret'].map((key) => claim.objects.get(key)?.metadata.name);
    expect(bucket).not.toBe(secret);
    expect(claim.secret).toMatchObject({ endpoint: 'https://rook-ceph-rgw-dev.rook-ceph.svc', region: 'us-east-1' });
    expect(claim.status).toMatchObject({
      endpoint: 'rook-ceph-rgw-dev.rook-ceph.svc:443',
      effective: { versioning: false },
    });
  });

  test.each([
    {
      spec: { versioning: true },
      says: 'spec.versioning: the object store here keeps no earlier versions; change it in the claim',
    },
    {
      spec: { expireDays: 7 },
      says: 'spec.expireDays: the object store here deletes nothing by itself, so the application must; change it in the claim',
    },
  ])('$spec is refused, with a remedy that exists', ({ spec, says }) => {
    const claim = claimOn(target, spec);
    const { conditions } = claim.reconcile();
    expect(claim.objects.size).toBe(0);
    const message = conditions.find(({ reason }) => reason === 'Refused')?.message;
    expect(message).toContain(says);
    // No setting of the environment gives a store what it lacks.
    expect(message).not.toContain('platform team');
  });

  test('an existing bucket that requests more does not change and reports that', () => {
    const claim = ready(target);
    const before = [...claim.objects];
    claim.spec = { ...claim.spec, expireDays: 7 };
    const { response } = claim.settle();
    expect([...claim.objects]).toEqual(before);
    expect(response.conditions.some(({ message }) => message?.includes('spec.expireDays'))).toBe(true);
  });
});

test.each(['gcp', 'azure'])('the page on identities shows the tested example, and its account on %s', (target) => {
  const page = readFileSync(new URL('../../../docs/identity.md', import.meta.url), 'utf8');
  const claim = readFileSync(new URL('../../../examples/object-bucket.yaml', import.meta.url), 'utf8');
  expect(page).toContain(`\`\`\`yaml\n${claim}\`\`\``);
  expect(page).toContain(`serviceAccountName: ${ready(target).status?.['serviceAccount']}\n`);
});

test.each(['local', 'incluster', 'aws'])('on %s there are keys, and no account', (target) => {
  const claim = ready(target);
  expect(Object.keys(claim.secret ?? {})).toContain('secret_key');
  expect(claim.status).not.toHaveProperty('serviceAccount');
});

test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('the page on buckets says what is refused on %s', (target) => {
  const page = readFileSync(new URL('../../../docs/object-bucket.md', import.meta.url), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${target}\``)) ?? '';
  const isRefused = (spec: object) =>
    claimOn(target, spec)
      .reconcile()
      .conditions.some(({ reason }) => reason === 'Refused');
  const [versioning, expiry] = row.split('|').slice(2, 4);
  expect(versioning?.includes('refused')).toBe(isRefused({ versioning: true }));
  expect(expiry?.includes('refused')).toBe(isRefused({ expireDays: 7 }));
});
