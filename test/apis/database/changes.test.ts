/** Database: changes of a claim, and the end of its data. */
import { describe, expect, test } from 'vitest';
import { conditionOf, facts } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';
import { at, claimIn, readyIn } from './fixtures.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

describe('change', () => {
  const growing = [
    {
      place: { target: 'incluster', environment: 'dev' },
      key: 'cluster',
      path: 'spec.storage.size',
      from: '10Gi',
      to: '40Gi',
    },
    {
      place: { target: 'aws', environment: 'dev' },
      key: 'instance',
      path: 'spec.forProvider.allocatedStorage',
      from: 20,
      to: 40,
    },
  ];
  test.each(growing)('storage grows on $place.target from $from to $to', ({ place, key, path, from, to }) => {
    const claim = readyIn(place);
    expect(at(claim, key, path)).toBe(from);
    claim.spec = { ...claim.spec, storageGB: 40 };
    claim.settle();
    expect(at(claim, key, path)).toBe(to);
    expect(claim.status?.['effective']).toMatchObject({ storageGB: 40 });
  });

  test.each([
    { change: { storageGB: 40 }, says: 'storage is being extended' },
    { change: { size: 'medium' }, says: 'server is being resized' },
    { change: { version: '18' }, says: 'version 18' },
  ])('a database on AWS is not ready while AWS still carries out $change', ({ change, says }) => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    claim.spec = { ...claim.spec, ...change };
    for (const _ of ['the new parameter group', 'the instance']) {
      claim.reconcile();
      for (const key of claim.objects.keys()) if (key !== 'instance') claim.play(key, 'ready');
    }
    expect(conditionOf(claim, 'Provisioned')).toMatchObject({
      status: 3,
      message: expect.stringContaining(says) as string,
    });
    claim.settle();
    expect(conditionOf(claim, 'Provisioned')).toMatchObject({ status: 2 });
  });

  test.each(['aws', 'gcp', 'azure'])(
    'a database on %s is not ready before it has the standby that it promises',
    (target) => {
      const key = target === 'azure' ? 'server' : 'instance';
      const claim = readyIn({ target, environment: 'dev' }, { size: 'medium' });
      claim.environment = { ...claim.environment, tier: 'prod' };
      // On Azure a standby needs another kind of machine.
      claim.reconcile();
      const object = claim.objects.get(key)!;
      claim.play(key, 'ready');
      const { status } = claim.objects.get(key) as { status?: { atProvider: object } };
      const alone = {
        aws: { multiAz: false },
        gcp: { settings: { tier: 'db-custom-1-3840', diskSize: 10, availabilityType: 'ZONAL' } },
        azure: { highAvailability: undefined },
      }[target];
      claim.objects.set(key, { ...object, status: { ...status, atProvider: { ...status?.atProvider, ...alone } } });
      claim.reconcile();
      expect(claim.status).toMatchObject({ effective: { highlyAvailable: true } });
      expect(conditionOf(claim, 'Provisioned')).toMatchObject({
        status: 3,
        message: expect.stringContaining('the server is getting its standby') as string,
      });
      claim.settle();
      expect(conditionOf(claim, 'Provisioned')).toMatchObject({ status: 2 });
    },
  );

  test.each([
    {
      requested: 399,
      speed: { iops: 3000, storageThroughput: 125 },
      reason: 'AWS gives it, and refuses any other there',
    },
    {
      requested: 400,
      speed: { iops: 12_000, storageThroughput: 500 },
      reason: 'AWS refuses less there, also what it gave before',
    },
    { requested: 1000, speed: { iops: 12_000, storageThroughput: 500 }, reason: 'no more is free' },
  ])('storage that grows to $requested GiB on AWS has the speed $speed: $reason', ({ requested, speed }) => {
    const claim = readyIn({ target: 'aws', environment: 'prod' }, { storageGB: 100 });
    claim.spec = { ...claim.spec, storageGB: requested };
    claim.settle();
    const { iops, storageThroughput } = at(claim, 'instance', 'spec.forProvider') as Record<string, unknown>;
    expect({ iops, storageThroughput }).toEqual(speed);
  });

  test('storage that the cloud rounded up to 400 GiB has the speed of 400 GiB', () => {
    const claim = readyIn({ target: 'aws', environment: 'prod' }, { storageGB: 390 });
    const instance = claim.objects.get('instance') as any;
    claim.objects.set('instance', {
      ...instance,
      status: { ...instance.status, atProvider: { ...instance.status.atProvider, allocatedStorage: 400 } },
    });
    claim.reconcile();
    expect(at(claim, 'instance', 'spec.forProvider')).toMatchObject({ allocatedStorage: 400, iops: 12_000 });
  });

  test('storage that the cloud rounded up stays and is reported', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' }, { storageGB: 50 });
    const instance = claim.objects.get('instance') as any;
    claim.objects.set('instance', {
      ...instance,
      status: { ...instance.status, atProvider: { ...instance.status.atProvider, allocatedStorage: 55 } },
    });
    claim.reconcile();
    expect(at(claim, 'instance', 'spec.forProvider.allocatedStorage')).toBe(55);
    expect(claim.status).toMatchObject({ effective: { storageGB: 55 }, recorded: { storageGB: 50 } });
  });

  test('a major version is raised with a line of backups and a parameter group of its own', () => {
    const inCluster = readyIn({ target: 'incluster', environment: 'dev' });
    inCluster.spec = { ...inCluster.spec, version: '18' };
    inCluster.settle();
    expect(at(inCluster, 'cluster', 'spec.imageName')).toMatch(/:18\./);
    expect(at(inCluster, 'cluster', 'spec.plugins.0.parameters.serverName')).toMatch(/^orders-\d+-18$/);
    const onAws = readyIn({ target: 'aws', environment: 'dev' });
    const before = at(onAws, 'instance', 'spec.forProvider.parameterGroupName');
    onAws.spec = { ...onAws.spec, version: '18' };
    const groups = () => [...onAws.objects.keys()].filter((key) => key.startsWith('parameters')).toSorted();
    onAws.reconcile();
    // AWS refuses to delete a group that a server still uses.
    expect(groups()).toEqual(['parameters.17', 'parameters.18']);
    onAws.settle();
    expect(groups()).toEqual(['parameters.18']);
    expect(at(onAws, 'parameters.18', 'spec.forProvider.family')).toBe('postgres18');
    expect(at(onAws, 'instance', 'spec.forProvider.parameterGroupName')).not.toBe(before);
    expect(at(onAws, 'instance', 'spec.forProvider.parameterGroupName')).toBe(
      at(onAws, 'parameters.18', 'metadata.annotations')?.['crossplane.io/external-name' as never],
    );
  });

  test('a new password reaches the Secret, and if it is missing, the last one stays', () => {
    for (const place of [
      { target: 'local', environment: 'local' },
      { target: 'aws', environment: 'dev' },
    ]) {
      const claim = readyIn(place);
      const first = claim.secret?.['password'];
      claim.secrets.clear();
      claim.reconcile();
      expect(claim.secret?.['password']).toBe(first);
      claim.settle();
      for (const [name, secret] of claim.secrets) {
        const data = { ...(secret['data'] as object), password: Buffer.from('rotated').toString('base64') };
        claim.secrets.set(name, { ...secret, data });
      }
      claim.reconcile();
      expect(claim.secret?.['password']).toBe('rotated');
      expect(claim.secret?.['uri']).toContain(':rotated@');
    }
  });
});

describe('the host of applications', () => {
  const own = 'orders-database-rw.team-a.svc';
  const poolerOf = (claim: PlayedClaim) => `${String(at(claim, 'pooler', 'metadata.name'))}.team-a.svc`;
  const { pooling, ...postgres } = facts('prod')['incluster'].postgres;
  const withoutPooler = { ...facts('prod'), incluster: { ...facts('prod')['incluster'], postgres } };

  test.each([
    { environment: 'dev', reason: 'it becomes highly available' },
    { environment: withoutPooler, reason: 'its environment now has poolers' },
  ])('becomes the pooler once the pooler runs: $reason', ({ environment }) => {
    const claim = readyIn({ target: 'incluster', environment });
    claim.environment = facts('prod');
    for (const stage of ['starting', 'starting', 'ready'] as const) {
      claim.reconcile();
      expect(claim.secret).toMatchObject({ host: own, uri: expect.stringContaining(`@${own}:`) as string });
      expect(claim.status).toMatchObject({ endpoint: `${own}:5432` });
      // The certificate gets the name of the pooler beforehand.
      expect(at(claim, 'cluster', 'spec.certificates.serverAltDNSNames')).toContain(poolerOf(claim));
      claim.play('pooler', stage);
    }
    claim.reconcile();
    expect(claim.secret).toMatchObject({
      host: poolerOf(claim),
      uri: expect.stringContaining(`@${poolerOf(claim)}:`) as string,
    });
    claim.play('pooler', 'starting');
    claim.reconcile();
    expect(claim.secret?.['host']).toBe(poolerOf(claim));
  });

  test.each([
    { environment: facts('dev'), reason: 'it is no longer highly available' },
    { environment: withoutPooler, reason: 'its environment has no poolers any more' },
  ])('is the server again before the pooler is deleted: $reason', ({ environment }) => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' });
    const before = at(claim, 'pooler', 'spec');
    const host = poolerOf(claim);
    claim.environment = environment;
    claim.reconcile();
    expect(claim.secret?.['host']).toBe(own);
    expect(at(claim, 'pooler', 'spec.pgbouncer.poolMode')).toBe(pooling.mode);
    expect(at(claim, 'pooler', 'spec.instances')).toBe((before as { instances: number }).instances);
    expect(at(claim, 'cluster', 'spec.certificates.serverAltDNSNames')).toContain(host);
    claim.reconcile();
    expect(claim.objects.has('pooler')).toBe(false);
    expect(at(claim, 'cluster', 'spec.certificates')).toBeUndefined();
    claim.settle();
    expect(claim.secret?.['host']).toBe(own);
  });

  test('is the server if a database gets a pooler and has lost its Secret', () => {
    const claim = readyIn({ target: 'incluster', environment: withoutPooler });
    claim.environment = facts('prod');
    claim.objects.delete('connection-secret');
    claim.reconcile();
    expect(claim.secret?.['host']).toBe(own);
  });

  test('is the pooler from the beginning for a new database, which waits for it', () => {
    const claim = claimIn({ target: 'incluster', environment: 'prod' });
    claim.reconcile();
    claim.play('cluster', 'ready');
    claim.reconcile();
    expect(claim.secret?.['host']).toBe(poolerOf(claim));
    expect(conditionOf(claim, 'Provisioned')?.message).toContain('pooler');
  });
});

describe('deletion', () => {
  const policies = (claim: PlayedClaim) =>
    [...claim.objects].flatMap(([key, { apiVersion, spec }]) => {
      const { managementPolicies } = (spec ?? {}) as { managementPolicies?: string[] };
      return managementPolicies ? [{ key, apiVersion, managementPolicies }] : [];
    });

  test('with retain, only the access to the server is ever deleted in the cloud', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' }, { deletion: 'retain' });
    const all = policies(claim);
    const lasting = all.filter(({ key }) => !key.startsWith('ingress.'));
    expect(lasting.length).toBeGreaterThan(8);
    expect(lasting.flatMap(({ managementPolicies }) => managementPolicies)).not.toContain('Delete');
    expect(lasting.flatMap(({ managementPolicies }) => managementPolicies)).not.toContain('*');
    expect(at(claim, 'instance', 'spec.forProvider.deletionProtection')).toBe(true);
  });

  test('access ends for addresses that the environment no longer names, also if all else is retained', () => {
    const claim = readyIn({ target: 'aws', environment: 'prod' });
    const { aws, ...environment } = facts('prod');
    const waysIn = () => policies(claim).filter(({ key }) => key.startsWith('ingress.'));
    expect(waysIn().length).toBeGreaterThan(0);
    for (const way of waysIn()) expect(isRetained(way)).toBe(false);
    claim.environment = { ...environment, aws: { ...aws, clients: { ...aws.clients, cidrs: ['10.1.2.0/24'] } } };
    claim.settle();
    claim.environment = { ...environment, aws };
    expect(isRetained(at(claim, 'ingress.10-1-2-0-24', 'spec') as object)).toBe(false);
    claim.settle();
    expect(claim.objects.has('ingress.10-1-2-0-24')).toBe(false);
  });

  test('the parameter group of a former version is deleted once the server no longer uses it, also with retain', () => {
    const claim = readyIn({ target: 'aws', environment: 'prod' }, { version: '16' });
    const groups = () =>
      Object.fromEntries(
        policies(claim)
          .filter(({ key }) => key.startsWith('parameters.'))
          .map(({ key, managementPolicies }) => [key, !isRetained({ managementPolicies })]),
      );
    expect(groups()).toEqual({ 'parameters.16': false });
    claim.spec = { ...claim.spec, version: '17' };
    claim.reconcile();
    expect(groups()).toEqual({ 'parameters.16': true, 'parameters.17': false });
    claim.settle();
    expect(groups()).toEqual({ 'parameters.17': false });
  });

  test('with delete, the server is deleted together with its databases and logins', () => {
    const claim = readyIn({ target: 'aws', environment: 'prod' }, { deletion: 'delete' });
    for (const { apiVersion, managementPolicies } of policies(claim)) {
      if (apiVersion.startsWith('postgresql.sql.')) expect(managementPolicies).not.toContain('Delete');
      else expect(isRetained({ managementPolicies })).toBe(false);
    }
    expect(at(claim, 'instance', 'spec.forProvider')).toMatchObject({
      deletionProtection: false,
      skipFinalSnapshot: true,
    });
  });

  test.each([
    { environment: 'dev', effective: 'delete' },
    { environment: 'prod', effective: 'retain' },
  ])('is $effective by default in $environment', ({ environment, effective }) => {
    expect(readyIn({ target: 'incluster', environment }).status?.['effective']).toMatchObject({ deletion: effective });
  });
});
