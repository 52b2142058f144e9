/** What this platform cares about on every composed resource; what it means for one kind stands in that kind's file in functions/readiness. */
import type { AnyConcern, Concern } from 'planesmith/runtime';
import type { Environment } from '../environment.ts';
import { labels } from './labels.ts';
import { tags } from './tags.ts';

const encryption: Concern = { name: 'encryption', promise: 'Data is encrypted where it is stored.' };
const privacy: Concern = { name: 'private', promise: 'Nothing can be reached from the internet.' };
const podSecurity: Concern = {
  name: 'pod-security',
  promise: "Pods keep Kubernetes' restricted standard, and namespaces take no others.",
};
const network: Concern = { name: 'network', promise: 'Pods let in only whom a NetworkPolicy names.' };
const backups: Concern<Environment> = {
  name: 'backups',
  promise:
    "Data is backed up on a schedule, where the environment names a place for it; on a developer's machine it is not.",
  when: ({ environment: { incluster }, target }) => target !== 'local' && incluster?.backups !== undefined,
};
const monitoring: Concern<Environment> = {
  name: 'monitoring',
  promise: 'Prometheus reads the metrics of what runs in the cluster, where the environment has one.',
  when: ({ environment: { incluster }, target }) => target !== 'local' && incluster?.monitoring !== undefined,
};

export const concerns: readonly AnyConcern[] = [
  labels,
  tags,
  encryption,
  privacy,
  podSecurity,
  network,
  backups,
  monitoring,
];
