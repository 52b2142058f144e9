/** Database on a developer's machine: the operator's cluster of one server, without backups. */
import { main, target } from 'planesmith/runtime';
import { Cluster } from '../readiness/cnpg-cluster.ts';
import { NetworkPolicy } from '../readiness/network-policy.ts';
import { clusterConnection, imageOf, operatorSecrets, recoverFromCluster } from './cnpg.ts';
import { postgresCluster } from './cluster.ts';
import { databasePolicy } from './network-policy.ts';
import { plan } from './plan.ts';
import { databaseStatus } from './status.ts';

export const local = target(
  plan,
  {
    needs: ['incluster'],
    resources: { cluster: main(Cluster), network: NetworkPolicy },
    requires: ({ name }) => operatorSecrets(name('cluster')),
    recover: recoverFromCluster,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { images, storageClass, operatorNamespace, monitoring } = environment.incluster;
    const plan = { ...decided, highlyAvailable: false, backupDays: 0 };
    const host = `${name('cluster')}-rw.${claim.namespace}.svc`;
    return {
      resources: {
        cluster: postgresCluster({
          plan,
          environment,
          image: imageOf(plan, images, observed.cluster),
          storageClass,
          alsoKnownAs: [],
          objectStore: undefined,
        }),
        network: databasePolicy({
          cluster: name('cluster'),
          operatorNamespace,
          monitoringNamespace: monitoring?.namespace,
        }),
      },
      secret: clusterConnection(plan, host, required),
      status: databaseStatus(plan, { host, port: 5432, storageGB: plan.record.storageGB, lastBackup: undefined }),
    };
  },
);
