/** Values that the owners of composed kinds refuse together, although their schemas allow each. Played owners refuse them, too. */
import { expect, test } from 'vitest';
import { DatabaseInstance } from '../../functions/kinds/cloud-sql-instance.ts';
import { FlexibleServer } from '../../functions/kinds/azure-flexible-server.ts';
import { MemorystoreInstance } from '../../functions/kinds/memorystore-instance.ts';
import { Instance } from '../../functions/kinds/rds-instance.ts';
import { ReplicationGroup } from '../../functions/kinds/elasticache-replication-group.ts';
import { refusalOf } from '../played/kinds.ts';

const kinds = { DatabaseInstance, FlexibleServer, Instance, MemorystoreInstance, ReplicationGroup };
const gp3 = { storageType: 'gp3', skipFinalSnapshot: true };
const inSubnet = { delegatedSubnetId: '/subscriptions/x/y', publicNetworkAccessEnabled: false };
const sql = (settings: object) => ({ settings });
const recovery = { enabled: true, pointInTimeRecoveryEnabled: true };

test.each<[keyof typeof kinds, object, string | undefined]>([
  ['Instance', { ...gp3, allocatedStorage: 399 }, undefined],
  ['Instance', { ...gp3, allocatedStorage: 399, iops: 3000, storageThroughput: 125 }, undefined],
  ['Instance', { ...gp3, allocatedStorage: 399, iops: 4000 }, 'iops'],
  ['Instance', { ...gp3, allocatedStorage: 400 }, undefined],
  ['Instance', { ...gp3, allocatedStorage: 400, iops: 3000 }, 'iops'],
  ['Instance', { ...gp3, allocatedStorage: 400, iops: 12_000, storageThroughput: 500 }, undefined],
  ['Instance', { ...gp3, skipFinalSnapshot: false }, 'finalSnapshotIdentifier'],
  ['FlexibleServer', { ...inSubnet, storageMb: 65_536, storageTier: 'P6' }, undefined],
  ['FlexibleServer', { ...inSubnet, storageMb: 65_536, storageTier: 'P4' }, 'storageTier'],
  ['FlexibleServer', { ...inSubnet, storageMb: 65_537 }, 'storageMb'],
  ['FlexibleServer', { ...inSubnet, skuName: 'B_Standard_B1ms', highAvailability: { mode: 'SameZone' } }, 'standby'],
  ['FlexibleServer', { ...inSubnet, backupRetentionDays: 36 }, 'backupRetentionDays'],
  ['FlexibleServer', { delegatedSubnetId: '/subscriptions/x/y' }, 'publicNetworkAccessEnabled'],
  ['DatabaseInstance', sql({ availabilityType: 'REGIONAL', backupConfiguration: recovery }), undefined],
  ['DatabaseInstance', sql({ availabilityType: 'REGIONAL', backupConfiguration: { enabled: true } }), 'standby'],
  [
    'DatabaseInstance',
    sql({ backupConfiguration: { pointInTimeRecoveryEnabled: true } }),
    'backupConfiguration.enabled',
  ],
  ['DatabaseInstance', sql({ backupConfiguration: { ...recovery, transactionLogRetentionDays: 8 } }), '7 days'],
  ['ReplicationGroup', { numCacheClusters: 2, automaticFailoverEnabled: true, multiAzEnabled: true }, undefined],
  ['ReplicationGroup', { numCacheClusters: 1, automaticFailoverEnabled: true }, 'numCacheClusters'],
  ['ReplicationGroup', { numCacheClusters: 2, multiAzEnabled: true }, 'automaticFailoverEnabled'],
  ['ReplicationGroup', { engineVersion: '8.0', parameterGroupName: 'default.valkey7' }, 'parameter group'],
  ['MemorystoreInstance', { memorySizeGb: 5, tier: 'STANDARD_HA', replicaCount: 2 }, undefined],
  ['MemorystoreInstance', { memorySizeGb: 5, tier: 'BASIC', replicaCount: 2 }, 'replicaCount'],
  ['MemorystoreInstance', { memorySizeGb: 301 }, 'memorySizeGb'],
])('%s %j: %s', (kind, forProvider, word) => {
  const { apiVersion } = kinds[kind];
  const object = { apiVersion, kind: kinds[kind].kind, metadata: { name: 'a' }, spec: { forProvider } };
  const refusal = refusalOf(object);
  if (word === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(word);
});
