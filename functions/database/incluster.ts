/** Database in this cluster: the operator's cluster with the backups, pooler and monitoring that its environment has. */
import { main, none, target } from 'planesmith/runtime';
import { Cluster } from '../readiness/cnpg-cluster.ts';
import { NetworkPolicy } from '../readiness/network-policy.ts';
import { ObjectStore } from '../readiness/barman-object-store.ts';
import { PodMonitor } from '../readiness/pod-monitor.ts';
import { Pooler } from '../readiness/cnpg-pooler.ts';
import { ScheduledBackup } from '../readiness/cnpg-scheduled-backup.ts';
import { backupSchedule, backupStore } from './backups.ts';
import { clusterConnection, imageOf, operatorSecrets, recoverFromCluster } from './cnpg.ts';
import { archiveOf, postgresCluster } from './cluster.ts';
import { podMonitor } from './monitor.ts';
import { databasePolicy } from './network-policy.ts';
import { plan } from './plan.ts';
import { connectionPooler, namesOfService } from './pooler.ts';
import { databaseStatus } from './status.ts';

export const incluster = target(
  plan,
  {
    needs: ['incluster'],
    resources: {
      cluster: main(Cluster),
      network: NetworkPolicy,
      store: ObjectStore,
      backups: ScheduledBackup,
      pooler: Pooler,
      monitor: PodMonitor,
    },
    requires: ({ name }) => operatorSecrets(name('cluster')),
    recover: recoverFromCluster,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { images, storageClass, operatorNamespace, backups, monitoring, pooling } = environment.incluster;
    const plan = { ...decided, backupDays: backups === undefined ? 0 : decided.backupDays };
    const keepsBackups = backups !== undefined && plan.backupDays > 0;
    const isPooled = pooling !== undefined && plan.highlyAvailable;
    const cluster = name('cluster');
    const host = `${isPooled ? name('pooler') : `${cluster}-rw`}.${claim.namespace}.svc`;
    const window = observed.store?.status?.serverRecoveryWindow?.[archiveOf(plan)];

    return {
      resources: {
        cluster: postgresCluster({
          plan,
          environment,
          image: imageOf(plan, images, observed.cluster),
          storageClass,
          alsoKnownAs: isPooled ? namesOfService(name('pooler'), claim.namespace) : [],
          objectStore: keepsBackups ? name('store') : undefined,
        }),
        network: databasePolicy({ cluster, operatorNamespace, monitoringNamespace: monitoring?.namespace }),
        store: keepsBackups ? backupStore(plan, backups, claim.namespace) : none('no backups here'),
        backups: keepsBackups ? backupSchedule(cluster, backups.schedule) : none('no backups here'),
        pooler: isPooled ? connectionPooler(plan, cluster, pooling) : none('no pooler here'),
        monitor: monitoring === undefined ? none('nobody watches here') : podMonitor(cluster, monitoring.labels),
      },
      secret: clusterConnection(plan, host, required),
      status: databaseStatus(plan, {
        host,
        port: 5432,
        storageGB: plan.record.storageGB,
        lastBackup: window?.lastSuccessfulBackupTime,
      }),
    };
  },
);
