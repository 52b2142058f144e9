/** Readiness of each composed kind, from statuses as their controllers write them. */
import { expect, test } from 'vitest';
import { ObjectStore } from '../../functions/kinds/barman-object-store.ts';
import { DatabaseInstance } from '../../functions/kinds/cloud-sql-instance.ts';
import { Cluster } from '../../functions/kinds/cnpg-cluster.ts';
import { ObjectBucketClaim } from '../../functions/kinds/object-bucket-claim.ts';
import { Pooler } from '../../functions/kinds/cnpg-pooler.ts';
import { ScheduledBackup } from '../../functions/kinds/cnpg-scheduled-backup.ts';
import { ExternalSecret } from '../../functions/kinds/external-secret.ts';
import { PushSecret } from '../../functions/kinds/push-secret.ts';
import { SecurityGroupIngressRule } from '../../functions/kinds/ec2-security-group-ingress-rule.ts';
import { SecurityGroup } from '../../functions/kinds/ec2-security-group.ts';
import { NetworkPolicy } from '../../functions/kinds/network-policy.ts';
import { PodMonitor } from '../../functions/kinds/pod-monitor.ts';
import { PrometheusRule } from '../../functions/kinds/prometheus-rule.ts';
import { AlertPolicy } from '../../functions/kinds/gcp-alert-policy.ts';
import { FlexibleServer } from '../../functions/kinds/azure-flexible-server.ts';
import { MonitorMetricAlert } from '../../functions/kinds/azure-metric-alert.ts';
import { MetricAlarm } from '../../functions/kinds/cloudwatch-metric-alarm.ts';
import { Instance } from '../../functions/kinds/rds-instance.ts';
import { ParameterGroup } from '../../functions/kinds/rds-parameter-group.ts';
import { SubnetGroup } from '../../functions/kinds/rds-subnet-group.ts';
import { Database } from '../../functions/kinds/sql-database.ts';
import { Grant } from '../../functions/kinds/sql-grant.ts';
import { ProviderConfig } from '../../functions/kinds/sql-provider-config.ts';
import { Role } from '../../functions/kinds/sql-role.ts';

const at = '2026-11-21T06:00:00Z';
const image = 'ghcr.io/cloudnative-pg/postgresql:17.11@sha256:aa';

interface Row {
  readonly reason: string;
  readonly spec?: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
  readonly ready: boolean;
}

const clusterSpec = { instances: 3, imageName: image };
const healthy = {
  phase: 'Cluster in healthy state',
  image,
  instances: 3,
  readyInstances: 3,
  conditions: [
    {
      type: 'ContinuousArchiving',
      status: 'True',
      reason: 'ContinuousArchivingSuccess',
      message: '',
      lastTransitionTime: at,
    },
    { type: 'Ready', status: 'True', reason: 'ClusterIsReady', message: 'Cluster is Ready', lastTransitionTime: at },
  ],
};

const clusters: Row[] = [
  { reason: 'no status was reported yet', spec: clusterSpec, ready: false },
  {
    reason: 'the first server is being set up',
    spec: clusterSpec,
    status: {
      phase: 'Setting up primary',
      phaseReason: 'Creating primary instance orders-database-1',
      instances: 1,
      image,
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'ClusterIsNotReady',
          message: 'Cluster Is Not Ready',
          lastTransitionTime: at,
        },
      ],
    },
    ready: false,
  },
  { reason: 'all servers are up', spec: clusterSpec, status: healthy, ready: true },
  {
    reason: 'the operator has not seen the larger number of servers yet',
    spec: { ...clusterSpec, instances: 5 },
    status: healthy,
    ready: false,
  },
  {
    reason: 'the operator has not seen the new image yet',
    spec: { ...clusterSpec, imageName: 'ghcr.io/cloudnative-pg/postgresql:18.6@sha256:bb' },
    status: healthy,
    ready: false,
  },
  {
    reason: 'the primary is being moved',
    spec: clusterSpec,
    status: { ...healthy, phase: 'Switchover in progress', phaseReason: 'Switching over to orders-database-2' },
    ready: false,
  },
  {
    reason: 'phase and condition disagree for a moment',
    spec: clusterSpec,
    status: {
      ...healthy,
      conditions: [
        { type: 'Ready', status: 'False', reason: 'ClusterIsNotReady', message: '', lastTransitionTime: at },
      ],
    },
    ready: false,
  },
  {
    reason: 'volumes are still growing',
    spec: clusterSpec,
    status: { ...healthy, resizingPVC: ['orders-database-1', 'orders-database-2'] },
    ready: false,
  },
  { reason: 'all volumes have grown', spec: clusterSpec, status: { ...healthy, resizingPVC: [] }, ready: true },
];

const poolers: Row[] = [
  { reason: 'no status was reported yet', spec: { instances: 2 }, ready: false },
  { reason: 'one of two runs', spec: { instances: 2 }, status: { phase: 'active', instances: 1 }, ready: false },
  { reason: 'all run', spec: { instances: 2 }, status: { phase: 'active', instances: 2 }, ready: true },
  { reason: 'an older operator reports no phase', spec: { instances: 2 }, status: { instances: 2 }, ready: true },
  { reason: 'one instance is the default', spec: {}, status: { phase: 'active', instances: 1 }, ready: true },
  {
    reason: 'its cluster does not exist',
    spec: { instances: 2 },
    status: { phase: 'inactive', phaseReason: 'cluster not found', instances: 0 },
    ready: false,
  },
  { reason: 'a person paused it', spec: { instances: 2 }, status: { phase: 'paused', instances: 2 }, ready: false },
  { reason: 'the operator refuses it', spec: { instances: 2 }, status: { error: 'invalid parameter' }, ready: false },
];

const backups: Row[] = [
  { reason: 'no status was reported yet', ready: false },
  { reason: 'the operator has checked it', status: { lastCheckTime: at }, ready: true },
  { reason: 'its next run is known', status: { nextScheduleTime: at }, ready: true },
  { reason: 'the operator refuses it', status: { error: 'invalid schedule', lastCheckTime: at }, ready: false },
];

const buckets: Row[] = [
  { reason: 'no status was reported yet', ready: false },
  { reason: 'the operator is still creating the bucket', status: { phase: 'Pending' }, ready: false },
  { reason: 'it has a bucket', status: { phase: 'Bound' }, ready: true },
  { reason: 'the store refuses it', status: { phase: 'Failed' }, ready: false },
  { reason: 'its bucket was released', status: { phase: 'Released' }, ready: false },
];

const ready = { type: 'Ready', status: 'True', reason: 'Available', lastTransitionTime: at };
const synced = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess', lastTransitionTime: at };
const creating = { type: 'Ready', status: 'False', reason: 'Creating', observedGeneration: 2, lastTransitionTime: at };
const refused = { ...synced, status: 'False', reason: 'ReconcileError', message: 'update failed: it cannot shrink' };

const managed: Row[] = [
  { reason: 'no status was reported yet', ready: false },
  {
    reason: 'it is being created',
    status: { conditions: [creating, { ...synced, observedGeneration: 2 }] },
    ready: false,
  },
  { reason: 'it is available', status: { conditions: [ready, { ...synced, observedGeneration: 2 }] }, ready: true },
  {
    reason: 'it was available before the latest change',
    status: { conditions: [ready, { ...synced, observedGeneration: 1 }] },
    ready: false,
  },
  {
    reason: 'the latest change is refused',
    status: { conditions: [ready, { ...refused, observedGeneration: 2 }] },
    ready: false,
  },
];

const available = [ready, { ...synced, observedGeneration: 2 }];
const inAws = { engineVersion: '17', engineVersionActual: '17.6', allocatedStorage: 20, instanceClass: 'db.t4g.micro' };
const instance = (reason: string, forProvider: object, atProvider: object, isReady: boolean): Row => ({
  reason,
  spec: { forProvider },
  status: { conditions: available, atProvider },
  ready: isReady,
});
const wanted = { engineVersion: '17', allocatedStorage: 20, instanceClass: 'db.t4g.micro' };

const instances: Row[] = [
  ...managed.map((row) => ({ ...row, spec: { forProvider: wanted } })),
  instance('it has the desired values', wanted, inAws, true),
  instance('AWS made its storage larger', wanted, { ...inAws, allocatedStorage: 25 }, true),
  instance('AWS reports the version in one field only', wanted, { engineVersion: '17.6' }, true),
  instance('its storage is still smaller', { ...wanted, allocatedStorage: 50 }, inAws, false),
  instance('it is still of another size', { ...wanted, instanceClass: 'db.t4g.medium' }, inAws, false),
  instance('it still runs an older version', { ...wanted, engineVersion: '18' }, inAws, false),
  instance(
    'it still runs an older version, though AWS accepted the new one',
    { ...wanted, engineVersion: '18' },
    { ...inAws, engineVersion: '18' },
    false,
  ),
  instance('it has its standby', { ...wanted, multiAz: true }, { ...inAws, multiAz: true }, true),
  instance('it has no standby yet', { ...wanted, multiAz: true }, { ...inAws, multiAz: false }, false),
  instance('the status does not show whether it has a standby', { ...wanted, multiAz: true }, inAws, true),
  instance('it still has a standby that is no longer desired', { ...wanted, multiAz: false }, { multiAz: true }, true),
];

const inAzure = { version: '17', skuName: 'GP_Standard_D2ds_v5', storageMb: 32_768 };
const standby = { highAvailability: { mode: 'ZoneRedundant' } };
const flexibleServers: Row[] = [
  ...managed.map((row) => ({ ...row, spec: { forProvider: inAzure } })),
  instance('it has the desired values', inAzure, inAzure, true),
  instance('its storage is still smaller', { ...inAzure, storageMb: 65_536 }, inAzure, false),
  instance('it is still of another size', { ...inAzure, skuName: 'B_Standard_B1ms' }, inAzure, false),
  instance('it still runs an older version', { ...inAzure, version: '18' }, inAzure, false),
  instance('it has its standby', { ...inAzure, ...standby }, { ...inAzure, ...standby }, true),
  instance('it has no standby yet', { ...inAzure, ...standby }, inAzure, false),
  instance(
    'its standby is off',
    { ...inAzure, ...standby },
    { ...inAzure, highAvailability: { mode: 'Disabled' } },
    false,
  ),
  instance('its status has no values yet', { ...inAzure, ...standby }, {}, true),
  instance('it still has a standby that is no longer desired', inAzure, { ...inAzure, ...standby }, true),
];

const inGoogle = (settings: object, version = 'POSTGRES_17') => ({
  databaseVersion: version,
  settings: { tier: 'db-f1-micro', diskSize: 10, ...settings },
});
const zones = (availabilityType: string) => inGoogle({ availabilityType });
const cloudSqlInstances: Row[] = [
  ...managed.map((row) => ({ ...row, spec: { forProvider: inGoogle({}) } })),
  instance('it has the desired values', inGoogle({}), inGoogle({}), true),
  instance('its storage is still smaller', inGoogle({ diskSize: 20 }), inGoogle({}), false),
  instance('it is still of another size', inGoogle({ tier: 'db-custom-1-3840' }), inGoogle({}), false),
  instance('it still runs an older version', inGoogle({}, 'POSTGRES_18'), inGoogle({}), false),
  instance('it has its standby', zones('REGIONAL'), zones('REGIONAL'), true),
  instance('it has no standby yet', zones('REGIONAL'), zones('ZONAL'), false),
  instance('the status does not show whether it has a standby', zones('REGIONAL'), inGoogle({}), true),
  instance('it still has a standby that is no longer desired', zones('ZONAL'), zones('REGIONAL'), true),
];

const syncedAt = (generation: number) => ({
  conditions: [ready],
  syncedResourceVersion: `${generation}-0123456789abcdef`,
});
const values: Row[] = [
  { reason: 'no status was reported yet', ready: false },
  { reason: 'its latest generation is synced', status: syncedAt(2), ready: true },
  { reason: 'an earlier generation is synced', status: syncedAt(1), ready: false },
  { reason: 'it is ready without a generation', status: { conditions: [ready] }, ready: false },
];
const externals: Row[] = [
  ...values,
  {
    reason: 'it is created once, and was changed later',
    spec: { refreshPolicy: 'CreatedOnce' },
    status: syncedAt(1),
    ready: true,
  },
];

const silent: Row[] = [{ reason: 'it reports nothing', ready: true }];

const kinds = [
  [Cluster, clusters],
  [Pooler, poolers],
  [ScheduledBackup, backups],
  [ObjectBucketClaim, buckets],
  [ExternalSecret, externals],
  [PushSecret, values],
  [Instance, instances],
  [FlexibleServer, flexibleServers],
  [DatabaseInstance, cloudSqlInstances],
  [ParameterGroup, managed],
  [SubnetGroup, managed],
  [SecurityGroup, managed],
  [SecurityGroupIngressRule, managed],
  [Role, managed],
  [Database, managed],
  [Grant, managed],
  [ProviderConfig, silent],
  [NetworkPolicy, silent],
  [PodMonitor, silent],
  [PrometheusRule, silent],
  [MetricAlarm, managed],
  [AlertPolicy, managed],
  [MonitorMetricAlert, managed],
  [ObjectStore, silent],
] as const;

const rows = kinds.flatMap(([model, table]) => table.map((row) => ({ kind: model.kind, model, ...row })));

test.each(rows)('$kind, $reason: ready is $ready', ({ model, spec = {}, status, ready }) => {
  const verdict = model.ready({ metadata: { generation: 2 }, spec, ...(status && { status }) } as never);
  if (ready) expect(verdict).toBe(true);
  else expect(verdict).toMatch(/^\S.*[^.]$/);
});

test.each([
  {
    reason: 'its database is being created',
    message: 'connect failed: cannot get server version: pq: database "orders" does not exist (3D000)',
    expected: 'is in progress',
  },
  {
    reason: 'the server refuses the administrator',
    message:
      'connect failed: cannot get server version: pq: password authentication failed for user "postgres" (28P01)',
    expected: expect.stringContaining('password authentication failed'),
  },
])('a Grant of which $reason says so', ({ message, expected }) => {
  const conditions = [{ type: 'Synced', status: 'False', reason: 'ReconcileError', message, lastTransitionTime: at }];
  const { apiVersion, kind } = Grant;
  expect(Grant.ready({ apiVersion, kind, spec: { forProvider: {} }, status: { conditions } } as never)).toEqual(
    expected,
  );
});
