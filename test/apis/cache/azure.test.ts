/** Cache on Azure: the behaviour of a managed Redis. */
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider, type Loose, messagesOf } from '../../fixtures.ts';

const { claimOn, ready } = claimsOf('Cache', 'sessions');

describe('a managed Redis', () => {
  test('accepts only private endpoints and TLS, and clients without cluster support', () => {
    expect(forProvider(ready('azure'), 'cache')).toMatchObject({
      publicNetworkAccess: 'Disabled',
      defaultDatabase: {
        accessKeysAuthenticationEnabled: true,
        clientProtocol: 'Encrypted',
        clusteringPolicy: 'NoCluster',
      },
    });
  });

  test.each([
    { memoryMB: 409, skuName: 'Balanced_B0', provided: 409, reason: 'it just fits' },
    {
      memoryMB: 410,
      skuName: 'Balanced_B1',
      provided: 819,
      reason: 'the next size is the smallest that is large enough',
    },
    { memoryMB: 1024, skuName: 'Balanced_B3', provided: 2457, reason: 'a fifth is reserved' },
    { memoryMB: 4096, skuName: 'Balanced_B5', provided: 4915, reason: 'the largest that a claim may request' },
  ])('of $memoryMB MiB is a $skuName: $reason', ({ memoryMB, skuName, provided }) => {
    const claim = ready('azure', { memoryMB }, facts('prod'));
    expect(forProvider(claim, 'cache')['skuName']).toBe(skuName);
    expect(claim.status).toMatchObject({ effective: { memoryMB: provided } });
  });

  test.each([
    { memoryMB: 256, refused: false, reason: 'it had this size before' },
    { memoryMB: 400, refused: false, reason: 'the present size is large enough' },
    { memoryMB: 512, refused: true, reason: 'Azure does not resize a Redis without clusters' },
  ])('keeps its size if the claim then requests $memoryMB MiB: $reason', ({ memoryMB, refused }) => {
    const claim = ready('azure');
    claim.spec = { memoryMB };
    claim.settle();
    expect(forProvider(claim, 'cache')['skuName']).toBe('Balanced_B0');
    expect(/spec\.memoryMB: 512 is more than the 409/.test(messagesOf(claim).join())).toBe(refused);
  });

  test.each([
    { spec: {}, eviction: 'any', policy: 'AllKeysLRU', reason: 'a cache may evict any key by default' },
    { spec: { eviction: 'expiring' }, eviction: 'expiring', policy: 'VolatileLRU', reason: 'the claim requests it' },
    { spec: { eviction: 'none' }, eviction: 'none', policy: 'NoEviction', reason: 'the claim requests it' },
  ])('of $spec evicts $eviction as $policy: $reason', ({ spec, eviction, policy }) => {
    const claim = ready('azure', spec);
    expect(forProvider(claim, 'cache')['defaultDatabase'].evictionPolicy).toBe(policy);
    expect(claim.status).toMatchObject({ effective: { eviction } });
  });

  test.each([
    { environment: 'dev', isAvailable: false, reason: 'dev may lose it' },
    { environment: 'prod', isAvailable: true, reason: 'prod may not' },
  ])(
    'in $environment survives the loss of a machine: $isAvailable, because $reason',
    ({ environment, isAvailable }) => {
      expect(forProvider(ready('azure', {}, facts(environment)), 'cache')['highAvailabilityEnabled']).toBe(isAvailable);
    },
  );

  test('does not change if its environment moves, also after its status was lost', () => {
    const claim = ready('azure');
    const before = structuredClone(forProvider(claim, 'cache'));
    const { azure, ...rest } = facts();
    const elsewhere = { ...azure, location: 'westeurope', resourceGroup: 'elsewhere' };
    const renamed = { ...elsewhere, cache: { ...azure.cache, namePrefix: 'renamed' } };
    claim.environment = { ...rest, tier: 'staging', azure: renamed };
    claim.settle();
    expect(forProvider(claim, 'cache')).toEqual(before);
    claim.status = {};
    claim.settle();
    expect(forProvider(claim, 'cache')).toEqual(before);
    expect(claim.status).toMatchObject({ effective: { highlyAvailable: false, memoryMB: 409 } });
  });

  test("has a name that begins with the company's, because Azure's names are global", () => {
    const { annotations } = ready('azure').objects.get('cache')!.metadata;
    const name = annotations?.['crossplane.io/external-name'];
    expect(name).toMatch(/^example-org-dev-team-a-sessions-/);
    expect(name?.length).toBeLessThanOrEqual(60);
  });

  test('is refused if the environment gives it no private endpoint', () => {
    const { cache: _, ...azure } = facts()['azure'] as Loose;
    const [result] = claimOn('azure', {}, { ...facts(), azure }).ask().results;
    expect(result).toMatchObject({ severity: 2, message: expect.stringContaining('azure.cache') as string });
  });
});

test('its Secret opens it over TLS with an access key and a public authority', () => {
  const { uri, password, 'ca.crt': authority } = ready('azure').secret ?? {};
  expect(uri).toMatch(/^rediss:\/\/default:.+:10000$/);
  expect(uri).toContain(encodeURIComponent(password ?? ''));
  expect(password).not.toContain('the other');
  expect(authority).toBeUndefined();
});
