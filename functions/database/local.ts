/** Database on a developer's machine: a CloudNativePG cluster of one server, without backups. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { Cluster } from '../kinds/cnpg-cluster.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { capacityOfCluster, recoverFromCluster, secretSuffixes } from './cnpg.ts';
import { server } from './kubernetes.ts';
import { databasePlanner } from './plan.ts';
import { withCapacity } from './sizing.ts';
import { databaseStatus } from './status.ts';

export const local = target(
  databasePlanner,
  {
    environment: ['incluster.postgres'],
    resources: { cluster: main(Cluster), network: NetworkPolicy },
    secrets: {
      app: { of: 'cluster', suffix: secretSuffixes.app },
      ca: { of: 'cluster', suffix: secretSuffixes.ca },
    },
    record: { decide: { identity: ({ cloudName }) => cloudName('instance') }, recover: recoverFromCluster },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const sized = withCapacity(decided, record, capacityOfCluster(observed.cluster));
    const plan = { ...sized, highlyAvailable: false };
    const { cluster, network, secret, endpoint } = server({
      claim,
      plan,
      record,
      environment,
      existing: observed.cluster,
      secrets,
      cluster: name('cluster'),
    });
    return {
      resources: { cluster, network },
      secret,
      status: databaseStatus(plan, record, {
        ...endpoint,
        storageGB: record.storageGB,
        backupDays: 0,
        lastBackup: undefined,
      }),
    };
  },
);
