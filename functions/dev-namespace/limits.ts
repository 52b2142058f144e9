/** How much may run in a development namespace, all together and each alone. */
import type { ComposeOptions } from 'planesmith/authoring';
import { LimitRange } from '../kinds/limit-range.ts';
import { ResourceQuota } from '../kinds/resource-quota.ts';
import type { Quota } from './quotas.ts';

/** The most that everything in the namespace may take; nothing in it is reachable from outside the cluster. */
export function total({ cpu, memory, storage, pods, volumes }: Quota, place: ComposeOptions) {
  const hard = {
    'requests.cpu': cpu,
    'requests.memory': memory,
    'limits.memory': memory,
    'requests.storage': storage,
    persistentvolumeclaims: volumes,
    pods,
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
  return ResourceQuota({ spec: { hard } }, place);
}

/** What a container gets that does not say, and the most that it may say: without the former, the quota would refuse it. */
export function single({ largest, storage }: Quota, place: ComposeOptions) {
  const limits = [
    {
      type: 'Container',
      defaultRequest: { cpu: '100m', memory: '128Mi' },
      default: { memory: '256Mi' },
      max: { memory: largest.memory },
    },
    { type: 'PersistentVolumeClaim', max: { storage } },
  ];
  return LimitRange({ spec: { limits } }, place);
}
