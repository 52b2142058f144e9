/** Cache on Google Cloud: the behaviour of Memorystore. */
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider, type Loose, messagesOf, specOf } from '../../fixtures.ts';

const { ready } = claimsOf('Cache', 'sessions');

describe('a Memorystore instance', () => {
  test('is only in the private network, and accepts no client without TLS or a password', () => {
    expect(forProvider(ready('gcp'), 'cache')).toMatchObject({
      connectMode: 'PRIVATE_SERVICE_ACCESS',
      authorizedNetwork: 'projects/example-dev/global/networks/platform',
      authEnabled: true,
      transitEncryptionMode: 'SERVER_AUTHENTICATION',
    });
  });

  test.each([
    { environment: 'dev', tier: 'BASIC', isAvailable: false, reason: 'dev may lose it' },
    { environment: 'prod', tier: 'STANDARD_HA', isAvailable: true, reason: 'prod may not' },
  ])('in $environment is $tier: $reason', ({ environment, tier, isAvailable }) => {
    const claim = ready('gcp', {}, facts(environment));
    expect(forProvider(claim, 'cache')['tier']).toBe(tier);
    expect(claim.status).toMatchObject({ effective: { highlyAvailable: isAvailable } });
  });

  test.each([
    { memoryMB: 256, gib: 1, reason: 'the least that Google sells' },
    { memoryMB: 1024, gib: 1, reason: 'it just fits' },
    { memoryMB: 1025, gib: 2, reason: 'Google sells full GiB only' },
  ])('of $memoryMB MiB has $gib GiB, and reports that: $reason', ({ memoryMB, gib }) => {
    const claim = ready('gcp', { memoryMB }, facts('prod'));
    expect(forProvider(claim, 'cache')['memorySizeGb']).toBe(gib);
    expect(claim.status).toMatchObject({ effective: { memoryMB: gib * 1024 } });
  });

  test.each([
    { spec: {}, eviction: 'any', policy: 'allkeys-lru', reason: 'a cache may evict any key by default' },
    { spec: { eviction: 'expiring' }, eviction: 'expiring', policy: 'volatile-lru', reason: 'the claim requests it' },
    { spec: { eviction: 'none' }, eviction: 'none', policy: 'noeviction', reason: 'the claim requests it' },
  ])('of $spec evicts $eviction as $policy: $reason', ({ spec: wanted, eviction, policy }) => {
    const claim = ready('gcp', wanted);
    expect(forProvider(claim, 'cache')['redisConfigs']).toEqual({ 'maxmemory-policy': policy });
    expect(claim.status).toMatchObject({ effective: { eviction } });
  });

  test('does not change if its environment moves', () => {
    const claim = ready('gcp');
    const before = forProvider(claim, 'cache');
    const { gcp, ...rest } = facts();
    const network = 'projects/example-dev/global/networks/other';
    const kmsKey = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
    claim.environment = { ...rest, tier: 'staging', gcp: { ...gcp, region: 'europe-west1', network, kmsKey } };
    claim.settle();
    expect(forProvider(claim, 'cache')).toEqual(before);
    claim.status = {};
    claim.settle();
    expect(forProvider(claim, 'cache')).toEqual(before);
  });

  test('stays on the version of its engine', () => {
    const claim = ready('gcp');
    forProvider(claim, 'cache')['redisVersion'] = 'REDIS_7_0';
    claim.status = {};
    claim.settle();
    expect(forProvider(claim, 'cache')['redisVersion']).toBe('REDIS_7_0');
  });

  test('is not ready while Google resizes it', () => {
    const claim = ready('gcp');
    claim.spec = { memoryMB: 1024 + 1 };
    claim.environment = { ...facts(), limits: { ...facts()['limits'], memoryMB: 4096 } };
    claim.reconcile();
    expect(messagesOf(claim).join()).toContain('the cache is being resized');
  });
});

describe('its Secret', () => {
  test("opens it over TLS with the password that Google generated, and has the instance's own authority", () => {
    const { uri, password, port, 'ca.crt': authority } = ready('gcp').secret ?? {};
    expect(uri).toMatch(/^rediss:\/\/default:.+:6378$/);
    expect(uri).toContain(encodeURIComponent(password ?? ''));
    expect(port).toBe('6378');
    expect(authority).toMatch(/^-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----\n$/);
  });

  test('has both authorities while Google changes them', () => {
    const claim = ready('gcp');
    const { atProvider } = claim.objects.get('cache')!['status'] as Loose;
    const [{ cert }] = atProvider.serverCaCerts as [{ cert: string }];
    atProvider.serverCaCerts.push({ cert: cert.trim() });
    claim.reconcile();
    expect(claim.secret?.['ca.crt']).toBe(cert + cert);
  });

  test('has another name than the Secret that the provider writes', () => {
    const claim = ready('gcp');
    const { name } = specOf(claim, 'cache')['writeConnectionSecretToRef'] as Loose;
    expect(name).toMatch(/^sessions-cache-cache-[0-9a-f]{8}/);
    expect(claim.secrets.get(name)?.['data']).toHaveProperty(['attribute.auth_string']);
  });
});
