/** The limits of a development namespace: of all that runs in it together, and of each container and volume. */
import type { ComposeOptions } from 'planesmith/authoring';
import { claimKinds } from '../environment/namespaces.ts';
import { LimitRange } from '../kinds/limit-range.ts';
import { ResourceQuota } from '../kinds/resource-quota.ts';
import { countOf } from './claims.ts';
import type { Quota } from './quotas.ts';

/**
 * The limits of everything in the namespace together. `most` are the environment's own limits of the platform's claims, by kind. Services that are reachable
 * from outside the cluster are not allowed.
 */
export function resourceQuota(
  { cpu, memory, storage, pods, volumes, claims }: Quota,
  { group, most }: { readonly group: string; readonly most: Readonly<Record<string, number | undefined>> },
  place: ComposeOptions,
) {
  const hard: Record<string, string> = {
    ...Object.fromEntries(claimKinds.map(({ plural }) => [countOf(plural, group), String(most[plural] ?? claims)])),
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

/** The defaults and limits of each container and volume. The quota would refuse a container without requests and limits. */
export function limitRange({ largest, storage }: Quota, place: ComposeOptions) {
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
