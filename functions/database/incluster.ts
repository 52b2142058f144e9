/** Database in this cluster: the operator's cluster with the backups, pooler and monitoring that its environment has. */
import { main, none, target } from 'planesmith/authoring';
import { rules } from '../alarms/prometheus.ts';
import { Cluster } from '../kinds/cnpg-cluster.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { ObjectStore } from '../kinds/barman-object-store.ts';
import { PodMonitor } from '../kinds/pod-monitor.ts';
import { Pooler } from '../kinds/cnpg-pooler.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { ScheduledBackup } from '../kinds/cnpg-scheduled-backup.ts';
import { backupSchedule, backupStore } from './backups.ts';
import { operatorSecrets, recoverFromCluster } from './cnpg.ts';
import { archiveOf } from './cluster.ts';
import { hostOf, server } from './kubernetes.ts';
import { podMonitor } from './monitor.ts';
import { plan } from './plan.ts';
import { connectionPooler, stagesOf } from './pooler.ts';
import { databaseRules } from './rules.ts';
import { databaseStatus } from './status.ts';

export const incluster = target(
  plan,
  {
    needs: ['incluster.postgres'],
    resources: {
      cluster: main(Cluster),
      network: NetworkPolicy,
      store: ObjectStore,
      backups: ScheduledBackup,
      pooler: Pooler,
      monitor: PodMonitor,
      rules: PrometheusRule,
    },
    requires: ({ name }) => operatorSecrets(name('cluster')),
    recover: recoverFromCluster,
  },
  ({ claim, plan: decided, environment, observed, required, published, name }) => {
    const { backups, monitoring, postgres } = environment.incluster;
    const plan = { ...decided, backupDays: backups === undefined ? 0 : decided.backupDays };
    const keepsBackups = backups !== undefined && plan.backupDays > 0;
    const service = name('pooler');
    const host = published('host');
    const { pooling, isUsed } = stagesOf({
      wanted: plan.highlyAvailable ? postgres.pooling : undefined,
      observed: observed.pooler,
      hasServer: observed.cluster !== undefined,
      isPublished: host === undefined ? undefined : host === hostOf(service, claim),
    });
    const clusterName = name('cluster');
    const { cluster, network, secret, endpoint } = server({
      claim,
      plan,
      environment,
      observed: observed.cluster,
      secrets: required,
      cluster: clusterName,
      ...(pooling && { pooler: { service, isUsed } }),
      objectStore: keepsBackups ? name('store') : undefined,
    });
    const window = observed.store?.status?.serverRecoveryWindow?.[archiveOf(plan)];

    return {
      resources: {
        cluster,
        network,
        store: keepsBackups ? backupStore(plan, backups, claim.namespace, observed.store) : none('no backups here'),
        backups: keepsBackups ? backupSchedule(clusterName, backups.schedule) : none('no backups here'),
        pooler:
          pooling === undefined
            ? none('no pooler here')
            : connectionPooler({ plan, cluster: clusterName, pooler: service }, pooling),
        monitor: monitoring === undefined ? none('nobody watches here') : podMonitor(clusterName, monitoring.labels),
        rules:
          monitoring === undefined
            ? none('nobody watches here')
            : rules(
                { claim, links: plan.links, labels: monitoring.labels, after: 'cluster' },
                databaseRules({ plan, namespace: claim.namespace, cluster: clusterName, keepsBackups }),
              ),
      },
      secret,
      status: databaseStatus(plan, {
        ...endpoint,
        storageGB: plan.record.storageGB,
        backupDays: plan.backupDays,
        lastBackup: window?.lastSuccessfulBackupTime,
      }),
    };
  },
);
