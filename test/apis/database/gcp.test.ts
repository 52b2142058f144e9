/** Database on Google Cloud: the behaviour of Cloud SQL. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../fixtures.ts';
import { at, claimIn, readyIn } from './fixtures.ts';

const gcp = { target: 'gcp', environment: 'dev' };
const forProvider = 'spec.forProvider';

describe('a Cloud SQL instance', () => {
  test('is only in the private network, and accepts no client without TLS', () => {
    const { ipConfiguration } = at(readyIn(gcp), 'instance', `${forProvider}.settings`) as { ipConfiguration: object };
    expect(ipConfiguration).toEqual({
      ipv4Enabled: false,
      privateNetwork: 'projects/example-dev/global/networks/platform',
      sslMode: 'ENCRYPTED_ONLY',
    });
  });

  test.each([
    { environment: 'dev', zones: 'ZONAL', backups: 7, logs: 7, isKept: false },
    { environment: 'prod', zones: 'REGIONAL', backups: 30, logs: 7, isKept: true },
  ])('in $environment is $zones with $backups backups', ({ environment, zones, backups, logs, isKept }) => {
    const claim = readyIn({ target: 'gcp', environment });
    expect(at(claim, 'instance', `${forProvider}.settings`)).toMatchObject({
      availabilityType: zones,
      deletionProtectionEnabled: isKept,
      backupConfiguration: {
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: logs,
        backupRetentionSettings: { retainedBackups: backups },
      },
    });
    expect(at(claim, 'instance', `${forProvider}.deletionProtection`)).toBe(isKept);
  });

  test.each([
    { size: 'small', tier: 'db-f1-micro', reason: 'shared cores suit development' },
    { size: 'medium', tier: 'db-custom-1-3840', reason: 'the smallest machine with its own cores in the edition' },
  ])('of size $size is a $tier: $reason', ({ size, tier }) => {
    expect(at(readyIn(gcp, { size }), 'instance', `${forProvider}.settings.tier`)).toBe(tier);
  });

  test('has another name if the claim is created again, because Google reserves names for a week', () => {
    const name = at(readyIn(gcp), 'instance', 'metadata.annotations')!;
    expect(Object.values(name)).toContainEqual(expect.stringMatching(/-20240101000000$/));
  });

  test('keeps its network and key if those of the environment change', () => {
    const claim = readyIn(gcp);
    const { gcp: cloud, ...rest } = facts('dev');
    const elsewhere = 'projects/example-dev/global/networks/other';
    const kmsKey = 'projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k';
    claim.environment = { ...rest, gcp: { ...cloud, network: elsewhere, kmsKey } };
    claim.settle();
    expect(at(claim, 'instance', `${forProvider}.settings.ipConfiguration.privateNetwork`)).not.toBe(elsewhere);
    expect(at(claim, 'instance', `${forProvider}.encryptionKeyName`)).toBeUndefined();
  });
});

describe("the administrator's Secret", () => {
  test('opens the server for provider-sql, and the application has another login', () => {
    const claim = readyIn(gcp);
    const { data } = claim.objects.get('administrator') as unknown as { data: Record<string, string> };
    const text = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, atob(value)]));
    expect(text).toMatchObject({ username: 'postgres', port: '5432', endpoint: claim.secret?.['host'] });
    expect(claim.secret?.['username']).toBe('orders');
    expect(claim.secret?.['password']).not.toBe(text['password']);
  });

  test('exists before the server, and provider-sql starts only when it has the address', () => {
    const claim = claimIn(gcp);
    const waits = new Set<boolean>();
    for (let round = 0; round < 12; round += 1) {
      claim.reconcile();
      const hasAddress = at(claim, 'administrator', 'data.endpoint') !== undefined;
      if (claim.objects.has('administrator') && !claim.objects.has('role')) waits.add(hasAddress);
      for (const key of claim.objects.keys()) claim.play(key, key === 'instance' && round < 6 ? 'starting' : 'ready');
    }
    expect([...waits]).toEqual([false, true]);
    expect(claim.objects.has('role')).toBe(true);
  });

  test('keeps its values while they are unknown', () => {
    const claim = readyIn(gcp);
    const before = JSON.stringify(claim.objects.get('administrator')?.['data']);
    claim.play('instance', 'starting');
    claim.secrets.clear();
    claim.reconcile();
    expect(JSON.stringify(claim.objects.get('administrator')?.['data'])).toBe(before);
  });
});
