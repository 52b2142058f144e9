/** What this platform cares about on every composed resource; what it means for one kind stands in that kind's file in functions/kinds. */
import type { AnyConcern, Concern } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { labels } from './labels.ts';
import { tags } from './tags.ts';

const encryption: Concern = { name: 'encryption', promise: 'Data is encrypted where it is stored.' };
const tls: Concern = { name: 'tls', promise: 'Clients reach what holds data over TLS alone.' };
const privacy: Concern = { name: 'private', promise: 'Nothing can be reached from the internet.' };
const podSecurity: Concern = {
  name: 'pod-security',
  promise: "Pods keep Kubernetes' restricted standard, and namespaces take no others.",
};
const network: Concern = { name: 'network', promise: 'Pods let in only whom a NetworkPolicy names.' };
const backups: Concern<Environment> = {
  name: 'backups',
  promise:
    "Databases are backed up, in a cluster where the environment names a place for it; on a developer's machine they are not.",
  when: ({ environment: { incluster, tier }, target }) => {
    if (target === 'local') return false;
    return target === 'incluster' ? incluster?.backups !== undefined : tier !== 'local';
  },
};
const retention: Concern = {
  name: 'retention',
  promise: 'What a claim retains is not deleted outside of the cluster by a slip either.',
};
const monitoring: Concern<Environment> = {
  name: 'monitoring',
  promise: 'Somebody is called when something goes wrong, where the environment says who: its Prometheus or its cloud.',
  when: ({ environment: { incluster, aws, gcp, azure }, target }) => {
    const who = { incluster: incluster?.monitoring, aws: aws?.alarms, gcp: gcp?.alarms, azure: azure?.alarms };
    return who[target as keyof typeof who] !== undefined;
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
