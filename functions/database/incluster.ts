/** Database in this cluster: a CloudNativePG cluster with the backups, pooler and monitoring of its environment. */
import { main, none, perItem, resource } from 'planesmith/authoring';
import { rules } from '../alarms/prometheus.ts';
import { target } from '../bind.ts';
import { ObjectStore } from '../kinds/barman-object-store.ts';
import { Cluster } from '../kinds/cnpg-cluster.ts';
import { Pooler } from '../kinds/cnpg-pooler.ts';
import { ScheduledBackup } from '../kinds/cnpg-scheduled-backup.ts';
import { ObjectBucketClaim } from '../kinds/object-bucket-claim.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { PodMonitor } from '../kinds/pod-monitor.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { decideBackupStore, recoverBackupStore } from './backup-store.ts';
import { backupBucket, backupSchedules, backupStore } from './backups.ts';
import { archiveOf } from './cluster.ts';
import { capacityOfCluster, recoverFromCluster, secretSuffixes } from './cnpg.ts';
import { hostOf, server } from './kubernetes.ts';
import { podMonitor } from './monitor.ts';
import { databasePlanner } from './plan.ts';
import { connectionPooler, poolerStage } from './pooler.ts';
import { databaseRules } from './rules.ts';
import { withCapacity } from './sizing.ts';
import { databaseStatus } from './status.ts';

export const incluster = target(
  databasePlanner,
  {
    environment: ['incluster.postgres'],
    resources: {
      cluster: main(Cluster),
      network: NetworkPolicy,
      bucket: ObjectBucketClaim,
      store: resource(ObjectStore, { after: ['bucket'] }),
      // A schedule makes its first backup at once, and only then.
      backups: perItem(ScheduledBackup, { after: ['store'] }),
      pooler: Pooler,
      monitor: PodMonitor,
      rules: resource(PrometheusRule, { after: ['cluster'] }),
    },
    secrets: {
      app: { of: 'cluster', suffix: secretSuffixes.app },
      ca: { of: 'cluster', suffix: secretSuffixes.ca },
    },
    record: {
      decide: {
        identity: ({ cloudName }) => cloudName('instance'),
        // The store stays, and the environment may give it a new address and new keys.
        backupStore: { revise: decideBackupStore },
      },
      recover: (observed, recorded, claim, tables) => ({
        ...recoverFromCluster(observed, recorded, claim, tables),
        backupStore: recoverBackupStore(observed),
      }),
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const { backups, monitoring, postgres } = environment.incluster;
    const sized = withCapacity(decided, record, capacityOfCluster(observed.cluster));
    const plan = { ...sized, backupDays: backups === undefined ? 0 : decided.backupDays };
    const backedUp = backups !== undefined && plan.backupDays > 0 ? record.backupStore : undefined;
    const hasBackups = backedUp !== undefined;
    const service = name('pooler');
    const host = secrets.connection['host'];
    const { pooling, isUsed } = poolerStage({
      wanted: plan.highlyAvailable ? postgres.pooling : undefined,
      existing: observed.pooler,
      hasServer: observed.cluster !== undefined,
      isPublished: host === undefined ? undefined : host === hostOf(service, claim),
    });
    const clusterName = name('cluster');
    const { cluster, network, secret, endpoint } = server({
      claim,
      plan,
      record,
      environment,
      existing: observed.cluster,
      secrets,
      cluster: clusterName,
      ...(pooling && { pooler: { service, isUsed } }),
      objectStore: hasBackups ? name('store') : undefined,
    });
    const recoveryWindow = observed.store?.status?.serverRecoveryWindow?.[archiveOf(record)];

    return {
      resources: {
        cluster,
        network,
        // The bucket goes with the claim, not with the environment: its backups would be lost.
        bucket: record.backupStore ? backupBucket(record.backupStore) : none('the environment has no backups'),
        store: hasBackups
          ? backupStore({
              claim,
              plan,
              record: backedUp,
              ownKeys: name('bucket'),
              shared: backedUp.bucketClass === undefined && backups?.shared !== false,
            })
          : none('the environment has no backups'),
        backups: hasBackups
          ? backupSchedules({
              record,
              clusterName,
              schedule: backups!.schedule,
              cluster: observed.cluster,
              existing: observed.backups,
            })
          : none('the environment has no backups'),
        pooler:
          pooling === undefined
            ? none('this database has no pooler')
            : connectionPooler({ plan, cluster: clusterName, pooler: service }, pooling),
        monitor:
          monitoring === undefined
            ? none('the environment has no monitoring')
            : podMonitor(clusterName, monitoring.labels),
        rules:
          monitoring === undefined
            ? none('the environment has no monitoring')
            : rules(
                { claim, links: plan.links, labels: monitoring.labels },
                databaseRules({ plan, namespace: claim.namespace, cluster: clusterName, hasBackups }),
              ),
      },
      secret,
      status: databaseStatus(plan, record, {
        ...endpoint,
        storageGB: record.storageGB,
        backupDays: plan.backupDays,
        lastBackup: recoveryWindow?.lastSuccessfulBackupTime,
      }),
    };
  },
);
