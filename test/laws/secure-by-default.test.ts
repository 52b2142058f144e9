/** Undoes the safe settings of composed resources one by one: the concern reports each one or sets it again. */
import type { ComposedKind } from 'planesmith/authoring';
import { obstacleTo, surveyCells, withConcerns } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { concerns } from '../../functions/concerns/index.ts';
import { FlexibleServer } from '../../functions/kinds/azure-flexible-server.ts';
import { FlexibleServerConfiguration } from '../../functions/kinds/azure-flexible-server-configuration.ts';
import { Vault } from '../../functions/kinds/azure-key-vault.ts';
import { ServiceBusNamespace } from '../../functions/kinds/azure-service-bus-namespace.ts';
import { Account } from '../../functions/kinds/azure-storage-account.ts';
import { DatabaseInstance } from '../../functions/kinds/cloud-sql-instance.ts';
import { Cluster } from '../../functions/kinds/cnpg-cluster.ts';
import { Pooler } from '../../functions/kinds/cnpg-pooler.ts';
import { Bucket as GoogleBucket } from '../../functions/kinds/gcs-bucket.ts';
import { Instance } from '../../functions/kinds/rds-instance.ts';
import { ParameterGroup } from '../../functions/kinds/rds-parameter-group.ts';
import { Bucket } from '../../functions/kinds/s3-bucket.ts';
import { BucketPolicy } from '../../functions/kinds/s3-bucket-policy.ts';
import { Topic } from '../../functions/kinds/sns-topic.ts';
import { QueuePolicy } from '../../functions/kinds/sqs-queue-policy.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';

const claims = ['database', 'object-bucket', 'pub-sub', 'credential-store'].map((key) => example(`${key}.yaml`));
const retaining = claims.map((claim) => ({ ...claim, spec: { ...(claim['spec'] as object), deletion: 'retain' } }));
const config = environmentConfig('prod');
const cells = await surveyCells(platform, retaining, [{ name: 'prod', config }]);

/** The composed objects of a kind, as text. */
function composedOf({ apiVersion, kind }: ComposedKind): readonly string[] {
  const surveys = cells.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome]));
  return surveys
    .flatMap(({ resources }) => resources.map(({ object }) => object))
    .filter((object) => object['apiVersion'] === apiVersion && object['kind'] === kind)
    .map((object) => JSON.stringify(object));
}

interface Undone {
  readonly kind: ComposedKind;
  readonly concern: string;
  /** The text in the composed objects, and `to` that replaces it. */
  readonly from: string;
  readonly to: string;
}

const named = (name: string) => concerns.find((concern) => concern.name === name)!;

function changed({ kind, from, to }: Undone): { readonly good: object; readonly bad: object } {
  const good = composedOf(kind).find((text) => text.includes(from));
  expect(good, `no ${kind.kind} has ${from}`).toBeDefined();
  return { good: JSON.parse(good!), bad: JSON.parse(good!.replace(from, to)) };
}

describe('a concern reports the obstacle if', () => {
  test.each<Undone & { readonly says: RegExp }>([
    {
      kind: ParameterGroup,
      concern: 'tls',
      from: '"name":"rds.force_ssl","value":"1"',
      to: '"name":"rds.force_ssl","value":"0"',
      says: /rds\.force_ssl/,
    },
    {
      kind: ParameterGroup,
      concern: 'tls',
      from: '"name":"rds.force_ssl"',
      to: '"name":"work_mem"',
      says: /rds\.force_ssl/,
    },
    { kind: Cluster, concern: 'tls', from: '"hostssl ', to: '"host ', says: /pg_hba: host / },
    { kind: Cluster, concern: 'tls', from: ',"host all all all reject"', to: '', says: /does not reject/ },
    { kind: BucketPolicy, concern: 'tls', from: 'aws:SecureTransport', to: 'aws:Other', says: /without TLS/ },
    { kind: BucketPolicy, concern: 'tls', from: 's3:*', to: 's3:PutObject', says: /without TLS/ },
    { kind: Topic, concern: 'tls', from: 'sns:Publish', to: 'sns:Subscribe', says: /without TLS/ },
    { kind: Topic, concern: 'tls', from: '"policy":', to: '"displayName":', says: /without TLS/ },
    { kind: QueuePolicy, concern: 'tls', from: 'Deny', to: 'Allow', says: /without TLS/ },
    {
      kind: Instance,
      concern: 'backups',
      from: '"backupRetentionPeriod":30',
      to: '"backupRetentionPeriod":0',
      says: /no backups/,
    },
    {
      kind: DatabaseInstance,
      concern: 'backups',
      from: '"backupConfiguration":{"enabled":true',
      to: '"backupConfiguration":{"enabled":false',
      says: /no backups/,
    },
    {
      kind: DatabaseInstance,
      concern: 'backups',
      from: '"pointInTimeRecoveryEnabled":true',
      to: '"pointInTimeRecoveryEnabled":false',
      says: /only be restored to its last backup/,
    },
    {
      kind: FlexibleServer,
      concern: 'backups',
      from: '"backupRetentionDays":30,',
      to: '',
      says: /no retention of its backups/,
    },
    {
      kind: Instance,
      concern: 'retention',
      from: '"deletionProtection":true',
      to: '"deletionProtection":false',
      says: /deletionProtection/,
    },
    {
      kind: Instance,
      concern: 'retention',
      from: '"skipFinalSnapshot":false',
      to: '"skipFinalSnapshot":true',
      says: /skipFinalSnapshot/,
    },
    {
      kind: DatabaseInstance,
      concern: 'retention',
      from: '"deletionProtection":true',
      to: '"deletionProtection":false',
      says: /deletionProtection/,
    },
    {
      kind: DatabaseInstance,
      concern: 'retention',
      from: '"deletionProtectionEnabled":true',
      to: '"deletionProtectionEnabled":false',
      says: /deletionProtection/,
    },
    {
      kind: Bucket,
      concern: 'retention',
      from: '"forceDestroy":false',
      to: '"forceDestroy":true',
      says: /forceDestroy/,
    },
    {
      kind: GoogleBucket,
      concern: 'retention',
      from: '"forceDestroy":false',
      to: '"forceDestroy":true',
      says: /forceDestroy/,
    },
    {
      kind: Vault,
      concern: 'retention',
      from: '"purgeProtectionEnabled":true',
      to: '"purgeProtectionEnabled":false',
      says: /purgeProtectionEnabled/,
    },
  ])('$kind.kind has $to instead of $from: $concern', (undone) => {
    const { good, bad } = changed(undone);
    const concern = named(undone.concern);
    expect(obstacleTo(concern, undone.kind, good)).toBeUndefined();
    expect(obstacleTo(concern, undone.kind, bad)).toMatch(undone.says);
  });

  test.each([
    { value: 'off', says: /require_secure_transport/ },
    { value: 'on', says: undefined },
  ])('an Azure server has require_secure_transport $value', ({ value, says }) => {
    const setting = { spec: { forProvider: { name: 'require_secure_transport', value } } };
    const obstacle = obstacleTo(named('tls'), FlexibleServerConfiguration, setting);
    if (says === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle).toMatch(says);
  });
});

describe('a concern sets the safe value again if', () => {
  test.each<Undone>([
    { kind: DatabaseInstance, concern: 'tls', from: 'ENCRYPTED_ONLY', to: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' },
    { kind: Pooler, concern: 'tls', from: '"client_tls_sslmode":"require"', to: '"client_tls_sslmode":"allow"' },
    { kind: Account, concern: 'tls', from: 'TLS1_2', to: 'TLS1_0' },
    {
      kind: Account,
      concern: 'tls',
      from: '"httpsTrafficOnlyEnabled":true',
      to: '"httpsTrafficOnlyEnabled":false',
    },
    { kind: ServiceBusNamespace, concern: 'tls', from: '"minimumTlsVersion":"1.2"', to: '"minimumTlsVersion":"1.0"' },
  ])('$kind.kind has $to instead of $from: $concern', (undone) => {
    const { good, bad } = changed(undone);
    const context = { claim: {} as never, environment: {}, labels: {} };
    expect(withConcerns(bad, undone.kind, [named(undone.concern)], context)).toEqual(good);
  });
});
