/** Database on Azure: the behaviour of flexible servers. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../fixtures.ts';
import { at, readyIn } from './fixtures.ts';

const azure = { target: 'azure', environment: 'dev' };
const forProvider = 'spec.forProvider';

describe('a flexible server', () => {
  test('is only in its private subnet', () => {
    const { subnetID, privateDNSZoneID } = facts('dev')['azure'].postgres;
    expect(at(readyIn(azure), 'server', forProvider)).toMatchObject({
      publicNetworkAccessEnabled: false,
      delegatedSubnetId: subnetID,
      privateDnsZoneId: privateDNSZoneID,
    });
  });

  test.each([
    { requested: 1, steps: 32, tier: 'P4', reason: 'the least that Azure sells' },
    { requested: 33, steps: 64, tier: 'P6', reason: 'the next step' },
    { requested: 100, steps: 128, tier: 'P10', reason: 'no step is skipped' },
    { requested: 200, steps: 256, tier: 'P15', reason: 'no step is skipped' },
    { requested: 512, steps: 512, tier: 'P20', reason: 'a step is enough for itself' },
    { requested: 1000, steps: 1024, tier: 'P30', reason: 'the most that a claim can have' },
  ])('of $requested GiB has $steps GiB of tier $tier, and reports that: $reason', ({ requested, steps, tier }) => {
    const claim = readyIn({ ...azure, environment: 'prod' }, { storageGB: requested });
    expect(at(claim, 'server', forProvider)).toMatchObject({ storageMb: steps * 1024, storageTier: tier });
    expect(claim.status).toMatchObject({ effective: { storageGB: steps } });
  });

  test.each([
    { from: 10, to: 40, tier: 'P6', reason: 'one step' },
    { from: 100, to: 600, tier: 'P30', reason: 'several' },
  ])('that grows from $from to $to GiB leaves the tier that Azure filled in: $reason', ({ from, to, tier }) => {
    const claim = readyIn({ target: 'azure', environment: 'prod' }, { storageGB: from });
    const server = claim.objects.get('server') as any;
    const spec = { ...server.spec, forProvider: { ...server.spec.forProvider, storageTier: 'P4' } };
    claim.objects.set('server', { ...server, spec });
    claim.spec = { ...claim.spec, storageGB: to };
    claim.settle();
    expect(at(claim, 'server', `${forProvider}.storageTier`)).toBe(tier);
  });

  test.each([
    { environment: 'dev', size: 'small', sku: 'B_Standard_B1ms', standby: undefined, reason: 'shared cores suit dev' },
    {
      environment: 'prod',
      size: 'small',
      sku: 'GP_Standard_D2ds_v5',
      standby: { mode: 'ZoneRedundant' },
      reason: 'shared cores have no standby',
    },
  ])('in $environment of size $size is a $sku: $reason', ({ environment, size, sku, standby }) => {
    const claim = readyIn({ target: 'azure', environment }, { size });
    expect(at(claim, 'server', `${forProvider}.skuName`)).toBe(sku);
    expect(at(claim, 'server', `${forProvider}.highAvailability`)).toEqual(standby);
  });

  const zones = { zone: '1', highAvailability: { standbyAvailabilityZone: '2' } };

  test('keeps the zones that Azure chose out of what it asks for, or the provider would refuse every update', () => {
    const claim = readyIn({ target: 'azure', environment: 'prod' });
    expect(at(claim, 'server', 'spec.initProvider')).toEqual(zones);
    expect(at(claim, 'server', forProvider)).not.toHaveProperty('zone');
    expect(at(claim, 'server', `${forProvider}.highAvailability`)).toEqual({ mode: 'ZoneRedundant' });
  });

  test('without a standby has no zone of one', () => {
    expect(at(readyIn(azure), 'server', 'spec.initProvider')).toEqual({ zone: '1' });
  });

  test('stays where it is after a failover, and is ready', () => {
    const claim = readyIn({ target: 'azure', environment: 'prod' });
    const swapped = { zone: '2', highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '1' } };
    const server = claim.objects.get('server') as any;
    const status = { ...server.status, atProvider: { ...server.status.atProvider, ...swapped } };
    claim.objects.set('server', { ...server, status });
    claim.settle();
    expect(at(claim, 'server', 'status.atProvider')).toMatchObject(swapped);
    expect(JSON.stringify(at(claim, 'server', 'status.conditions'))).not.toContain('False');
  });

  test('follows the server if the provider wrote its zone into the spec once', () => {
    const claim = readyIn({ target: 'azure', environment: 'prod' });
    const server = claim.objects.get('server') as any;
    const spec = { ...server.spec, forProvider: { ...server.spec.forProvider, zone: '1' } };
    const atProvider = { ...server.status.atProvider, zone: '2' };
    claim.objects.set('server', { ...server, spec, status: { ...server.status, atProvider } });
    claim.reconcile();
    expect(at(claim, 'server', `${forProvider}.zone`)).toBe('2');
  });

  test('that gets a standby later keeps its own zone', () => {
    const claim = readyIn({ target: 'azure', environment: 'prod' });
    const server = claim.objects.get('server') as any;
    const { highAvailability: _, ...atProvider } = server.status.atProvider;
    const { highAvailability: __, ...wanted } = server.spec.forProvider;
    const alone = { ...server, spec: { ...server.spec, initProvider: { zone: '1' }, forProvider: wanted } };
    claim.objects.set('server', { ...alone, status: { ...server.status, atProvider } });
    claim.settle();
    expect(at(claim, 'server', 'spec.initProvider')).toEqual(zones);
  });

  test("has a name that begins with the company's, because Azure's names are global", () => {
    const names = Object.values(at(readyIn(azure), 'server', 'metadata.annotations') as object);
    expect(names).toContainEqual(expect.stringMatching(/^example-org-dev-team-a-orders-/));
  });

  test('has a resource for every setting of the claim', () => {
    const claim = readyIn(azure, { advanced: { maxConnections: 77, workMemoryMB: 8 } });
    expect(at(claim, 'configuration.max-connections', `${forProvider}.value`)).toBe('77');
    expect(at(claim, 'configuration.work-mem', `${forProvider}.value`)).toBe('8192');
  });

  test('does not move if the environment names another place', () => {
    const claim = readyIn(azure);
    const { azure: cloud, ...rest } = facts('dev');
    const before = at(claim, 'server', forProvider);
    const elsewhere = cloud.postgres.subnetID.replace('databases', 'elsewhere');
    claim.environment = {
      ...rest,
      azure: { ...cloud, location: 'westeurope', postgres: { ...cloud.postgres, subnetID: elsewhere } },
    };
    claim.settle();
    expect(at(claim, 'server', forProvider)).toEqual(before);
  });
});

test('the application may connect only to its own database', () => {
  const claim = readyIn(azure);
  const closed = ['access', 'lockdown', 'template'].map((key) => at(claim, key, forProvider));
  expect(closed).toMatchObject([
    { database: 'orders', role: 'orders', revokePublicOnDb: true },
    { database: 'postgres', role: 'pg_monitor', revokePublicOnDb: true },
    { connectionLimit: 0 },
  ]);
});
