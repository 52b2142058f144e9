/** The concerns of this platform, for every composed resource. Each kind's file in functions/kinds says what they mean for it. */
import type { AnyConcern, Concern } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { labels } from './labels.ts';
import { tags } from './tags.ts';

const encryption: Concern = { name: 'encryption', promise: 'Data is encrypted where it is stored.' };
const tls: Concern = { name: 'tls', promise: 'Clients can reach data only over TLS.' };
const privacy: Concern = { name: 'private', promise: 'Nothing can be reached from the internet.' };
const podSecurity: Concern = {
  name: 'pod-security',
  promise: 'Pods follow the restricted Pod Security Standard of Kubernetes, and namespaces enforce it.',
};
const network: Concern = {
  name: 'network',
  promise: 'Pods accept connections only from clients that a NetworkPolicy names.',
};
const backups: Concern<Environment> = {
  name: 'backups',
  promise:
    "Databases are backed up, and one team's credentials do not open the backups of another; in a cluster, only if the environment names a " +
    "place for backups. On a developer's machine they are not.",
  when: ({ environment: { incluster, tier }, target }) => {
    if (target === 'local') return false;
    return target === 'incluster' ? incluster?.backups !== undefined : tier !== 'local';
  },
};
const retention: Concern = {
  name: 'retention',
  promise: 'Data that a claim retains is protected from accidental deletion in the cloud, too.',
};
const monitoring: Concern<Environment> = {
  name: 'monitoring',
  promise:
    'An alarm is raised when something goes wrong, if the environment names its Prometheus or where its cloud sends alarms.',
  when: ({ environment: { incluster, aws, gcp, azure }, target }) => {
    const receivers = { incluster: incluster?.monitoring, aws: aws?.alarms, gcp: gcp?.alarms, azure: azure?.alarms };
    return receivers[target as keyof typeof receivers] !== undefined;
  },
};

export const concerns: readonly AnyConcern[] = [
  labels,
  tags,
  encryption,
  tls,
  privacy,
  podSecurity,
  network,
  backups,
  retention,
  monitoring,
];
