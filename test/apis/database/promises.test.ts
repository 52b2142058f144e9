/** Database: the promises of every kind of environment, on every target. */
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { facts } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';
import { at, claimIn, readyIn } from './fixtures.ts';

const keysOf = (claim: PlayedClaim) => [...claim.objects.keys()].toSorted();

describe('in Kubernetes', () => {
  test('a production database survives the loss of a machine, and has a month of backups', () => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' });
    expect(at(claim, 'cluster', 'spec')).toMatchObject({
      instances: 3,
      enablePDB: true,
      enableSuperuserAccess: false,
      storage: { size: '10Gi', storageClass: 'fast-retained' },
      affinity: { podAntiAffinityType: 'required' },
      postgresql: { synchronous: { method: 'any', number: 1 } },
      plugins: [{ isWALArchiver: true, parameters: { barmanObjectName: at(claim, 'store', 'metadata.name') } }],
      inheritedMetadata: { labels: { owner: 'platform' } },
    });
    expect(at(claim, 'store', 'spec')).toMatchObject({
      retentionPolicy: '30d',
      configuration: { destinationPath: 's3://example-org-backups/prod/team-a', wal: { encryption: 'AES256' } },
    });
    expect(at(claim, 'backups.17', 'spec')).toMatchObject({
      schedule: '0 30 1 * * *',
      immediate: true,
      method: 'plugin',
    });
    expect(claim.status).toMatchObject({
      effective: { highlyAvailable: true, backupDays: 30, deletion: 'retain' },
      backup: { lastSuccessful: expect.any(String) as string },
    });
  });

  test('a new major version has a first backup as soon as it runs: no earlier one can restore it', () => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' }, { version: '16' });
    const schedules = () => [...claim.objects.keys()].filter((key) => key.startsWith('backups'));
    expect(schedules()).toEqual(['backups.16']);
    claim.spec = { ...claim.spec, version: '17' };
    claim.reconcile();
    claim.play('cluster', 'starting');
    claim.reconcile();
    expect(schedules(), 'the data is of 16 until the upgrade has ended').toEqual(['backups.16']);
    claim.play('cluster', 'ready');
    claim.reconcile();
    expect(schedules()).toEqual(['backups.17']);
    expect(at(claim, 'backups.17', 'spec.immediate')).toBe(true);
    expect(at(claim, 'cluster', 'spec.plugins.0.parameters.serverName')).toMatch(/-17$/);
  });

  test.each([
    { lost: 'the cluster', lose: (claim: PlayedClaim) => claim.objects.delete('cluster') },
    { lost: 'the status', lose: (claim: PlayedClaim) => (claim.status = undefined) },
  ])('a schedule is not made anew because $lost was lost', ({ lose }) => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' }, { version: '16' });
    const before = claim.objects.get('backups.16');
    lose(claim);
    claim.reconcile();
    expect(claim.objects.get('backups.16')).toEqual(before);
  });

  test('its applications connect through the pooler, whose name is in the certificate', () => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' });
    const host = `${String(at(claim, 'pooler', 'metadata.name'))}.team-a.svc`;
    expect(claim.secret?.['host']).toBe(host);
    expect(at(claim, 'cluster', 'spec.certificates.serverAltDNSNames')).toContain(host);
  });

  test('its poolers are on separate machines, also while they are replaced', () => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' });
    expect(at(claim, 'pooler', 'spec.instances')).toBeGreaterThan(1);
    expect(at(claim, 'pooler', 'spec.template.spec')).toMatchObject({
      containers: [],
      topologySpreadConstraints: [
        {
          topologyKey: 'kubernetes.io/hostname',
          maxSkew: 1,
          minDomains: 2,
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { 'cnpg.io/poolerName': at(claim, 'pooler', 'metadata.name') } },
          matchLabelKeys: ['pod-template-hash'],
        },
      ],
    });
  });

  test('an environment cannot have a single pooler if its databases survive the loss of a machine', () => {
    const { postgres, ...incluster } = facts('prod')['incluster'];
    const pooling = { ...postgres.pooling, instances: 1 };
    const environment = { ...facts('prod'), incluster: { ...incluster, postgres: { ...postgres, pooling } } };
    const claim = claimIn({ target: 'incluster', environment });
    expect(
      claim
        .ask()
        .results.map(({ message }) => message)
        .join(),
    ).toContain('incluster.postgres.pooling.instances');
  });

  test('a development database is one server with a week of backups', () => {
    const claim = readyIn({ target: 'incluster', environment: 'dev' });
    expect(at(claim, 'cluster', 'spec')).toMatchObject({ instances: 1, enablePDB: false });
    expect(at(claim, 'store', 'spec.retentionPolicy')).toBe('7d');
    // An object store outside AWS decides by itself whether it encrypts.
    expect(at(claim, 'store', 'spec.configuration.wal')).toEqual({ compression: 'gzip', maxParallel: 4 });
    expect(claim.objects.has('pooler')).toBe(false);
    expect(claim.secret?.['host']).toBe('orders-database-rw.team-a.svc');
  });

  test.each(['local', 'dev', 'prod'])('a local database is one server without extras, also in %s', (environment) => {
    const claim = readyIn({ target: 'local', environment });
    expect(keysOf(claim)).toEqual(['cluster', 'connection-secret', 'network']);
    expect(at(claim, 'cluster', 'spec.instances')).toBe(1);
    expect(claim.status?.['effective']).toMatchObject({ highlyAvailable: false, backupDays: 0 });
    expect(claim.status).not.toHaveProperty('backup');
  });

  test('an environment without an object store promises no backups', () => {
    const { backups: _, ...incluster } = facts('dev')['incluster'];
    const claim = readyIn({ target: 'incluster', environment: { ...facts('dev'), incluster } });
    expect(keysOf(claim)).toEqual(['cluster', 'connection-secret', 'monitor', 'network', 'rules']);
    expect(claim.status?.['effective']).toMatchObject({ backupDays: 0 });
  });

  test('the application may connect only to its own database, over TLS, and no other user may connect', () => {
    const claim = readyIn({ target: 'local', environment: 'local' }, {}, 'all');
    const { database, owner } = at(claim, 'cluster', 'spec.bootstrap.initdb') as Record<string, string>;
    expect(at(claim, 'cluster', 'spec.postgresql.pg_hba')).toEqual([
      `hostssl "${database}" "${owner}" all scram-sha-256`,
      'host all all all reject',
    ]);
  });

  test('the pods accept connections from their own namespace, the operator and Prometheus', () => {
    const claim = readyIn({ target: 'incluster', environment: 'prod' });
    const { policyTypes, podSelector, ingress } = at(claim, 'network', 'spec') as {
      policyTypes: string[];
      podSelector: unknown;
      ingress: { from: unknown[]; ports: { port: number }[] }[];
    };
    expect(policyTypes).toEqual(['Ingress']);
    expect(podSelector).toEqual({ matchLabels: { 'cnpg.io/cluster': 'orders-database' } });
    const inside = (namespace: string) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    });
    expect(ingress.map(({ from, ports }) => [from, ports.map(({ port }) => port)])).toEqual([
      [[{ podSelector: {} }], [5432]],
      [
        [{ podSelector }, inside('cnpg-system')],
        [5432, 8000],
      ],
      [[inside('monitoring')], [9187, 9127]],
    ]);
  });
});

describe('on AWS', () => {
  const always = { storageEncrypted: true, publiclyAccessible: false, copyTagsToSnapshot: true, storageType: 'gp3' };

  test('a production database has a standby, a month of backups and protection', () => {
    const claim = readyIn({ target: 'aws', environment: 'prod' });
    expect(at(claim, 'instance', 'spec.forProvider')).toMatchObject({
      ...always,
      multiAz: true,
      backupRetentionPeriod: 30,
      deletionProtection: true,
      kmsKeyId: expect.stringMatching(/^arn:aws:kms:/) as string,
      tags: { 'cost-centre': 'cc-1000', claim: 'team-a/orders' },
    });
  });

  test('a development database has no standby and no protection', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    const instance = at(claim, 'instance', 'spec.forProvider') as object;
    expect(instance).toMatchObject({ ...always, multiAz: false, backupRetentionPeriod: 7, deletionProtection: false });
    expect(instance).not.toHaveProperty('kmsKeyId');
  });

  test('every group has the name that the instance refers to', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    const nameOf = (key: string) =>
      (at(claim, key, 'metadata.annotations') as Record<string, string>)['crossplane.io/external-name'];
    expect(at(claim, 'instance', 'spec.forProvider')).toMatchObject({
      dbSubnetGroupName: nameOf('subnets'),
      parameterGroupName: nameOf('parameters.17'),
      vpcSecurityGroupIdRefs: [{ name: at(claim, 'firewall', 'metadata.name') }],
    });
  });

  test('the application gets a login and a database of its own, and every other database is closed', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    const closed = ['access', 'lockdown', 'template'].map((key) => at(claim, key, 'spec.forProvider'));
    expect(closed).toMatchObject([
      { database: 'orders', role: 'orders', revokePublicOnDb: true },
      { database: 'postgres', role: 'pg_monitor', revokePublicOnDb: true },
      { connectionLimit: 0 },
    ]);
    // A template that the server has already: nothing creates or deletes it.
    expect(at(claim, 'template', 'metadata.annotations')).toMatchObject({ 'crossplane.io/external-name': 'template1' });
    expect(at(claim, 'template', 'spec.managementPolicies')).toEqual(['Observe', 'Update']);
    expect(at(claim, 'membership', 'spec.forProvider')).toEqual({ role: 'postgres', memberOf: 'orders' });
    expect(at(claim, 'role', 'spec.forProvider.privileges')).toEqual({
      login: true,
      createDb: false,
      createRole: false,
    });
    expect(claim.secret).toMatchObject({ username: 'orders', database: 'orders' });
  });

  test('the administrator login has the address without the port', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    expect(at(claim, 'master', 'spec')).toMatchObject({
      sslMode: 'require',
      credentials: {
        connectionSecretRef: at(claim, 'instance', 'spec.writeConnectionSecretToRef'),
        secretKeyMapping: { endpoint: 'address' },
      },
    });
  });
});

describe('the days to which a database can be restored are those of its target', () => {
  test.each([
    { target: 'local', tier: 'prod', days: 0, reason: 'a developer’s machine has no backups' },
    { target: 'incluster', tier: 'dev', days: 7, reason: 'as promised' },
    { target: 'incluster', tier: 'prod', days: 30, reason: 'as promised' },
    { target: 'aws', tier: 'local', days: 0, reason: 'RDS has no backups if none are requested' },
    { target: 'aws', tier: 'dev', days: 7, reason: 'as promised' },
    { target: 'aws', tier: 'prod', days: 30, reason: 'as promised' },
    { target: 'gcp', tier: 'local', days: 0, reason: 'Cloud SQL has no backups if none are requested' },
    { target: 'gcp', tier: 'dev', days: 7, reason: 'as promised' },
    {
      target: 'gcp',
      tier: 'prod',
      days: 7,
      reason: 'its edition keeps the log for a week, however many backups there are',
    },
    { target: 'azure', tier: 'local', days: 7, reason: 'Azure always keeps at least seven days' },
    { target: 'azure', tier: 'dev', days: 7, reason: 'as promised' },
    { target: 'azure', tier: 'prod', days: 30, reason: 'as promised' },
  ])('$target, $tier: $days, because $reason', ({ target, tier, days }) => {
    const claim = readyIn({ target, environment: { ...facts('dev'), tier } });
    expect(claim.status?.['effective']).toMatchObject({ backupDays: days });
    const retention = {
      aws: at(claim, 'instance', 'spec.forProvider.backupRetentionPeriod'),
      gcp: at(claim, 'instance', 'spec.forProvider.settings.backupConfiguration.transactionLogRetentionDays') ?? 0,
      azure: at(claim, 'server', 'spec.forProvider.backupRetentionDays'),
    }[target];
    if (retention !== undefined) expect(retention).toBe(days);
  });
});

test('the time that backups cover is rounded to the hour, so that the status does not change in every call', () => {
  const claim = readyIn({ target: 'aws', environment: 'prod' });
  const coverage = (time: string) => {
    const instance = claim.objects.get('instance') as { status: { atProvider: object } } & KubernetesObject;
    const atProvider = { ...instance.status.atProvider, latestRestorableTime: time };
    claim.objects.set('instance', { ...instance, status: { ...instance.status, atProvider } });
    claim.reconcile();
    return claim.status?.['backup'];
  };
  expect(coverage('2026-11-21T06:09:59Z')).toEqual({ lastSuccessful: '2026-11-21T06:00:00Z' });
  expect(coverage('2026-11-21T06:54:12Z')).toEqual({ lastSuccessful: '2026-11-21T06:00:00Z' });
  expect(coverage('2026-11-21T07:00:00.123Z')).toEqual({ lastSuccessful: '2026-11-21T07:00:00Z' });
});
