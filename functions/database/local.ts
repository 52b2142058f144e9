/** Database on a developer's machine: the operator's cluster of one server, without backups. */
import { main, target } from 'planesmith/authoring';
import { Cluster } from '../kinds/cnpg-cluster.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { operatorSecrets, recoverFromCluster } from './cnpg.ts';
import { server } from './kubernetes.ts';
import { plan } from './plan.ts';
import { databaseStatus } from './status.ts';

export const local = target(
  plan,
  {
    needs: ['incluster.postgres'],
    resources: { cluster: main(Cluster), network: NetworkPolicy },
    requires: ({ name }) => operatorSecrets(name('cluster')),
    recover: recoverFromCluster,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const plan = { ...decided, highlyAvailable: false };
    const { cluster, network, secret, endpoint } = server({
      claim,
      plan,
      environment,
      observed: observed.cluster,
      secrets: required,
      cluster: name('cluster'),
    });
    return {
      resources: { cluster, network },
      secret,
      status: databaseStatus(plan, {
        ...endpoint,
        storageGB: plan.record.storageGB,
        backupDays: 0,
        lastBackup: undefined,
      }),
    };
  },
);
