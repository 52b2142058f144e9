/** The limits of a development namespace: of all that runs in it together, and of each container and volume. */
import type { ComposeOptions } from 'planesmith/authoring';
import { claimKinds } from '../environment/namespaces.ts';
import { LimitRange } from '../kinds/limit-range.ts';
import { ResourceQuota } from '../kinds/resource-quota.ts';
import type { Quota } from './quotas.ts';

/**
 * The names under which a quota counts claims, one for each API. Kubernetes ignores the name of a kind that is not installed.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count
 */
const countOf = (kind: string, group: string) => `count/${kind}.${group}`;

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
    ...Object.fromEntries(claimKinds.map((kind) => [countOf(kind, group), String(most[kind] ?? claims)])),
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

/**
 * How many claims the quota counts, whatever composed them; undefined while it does not count all of them yet.
 *
 * If the quota does not count a kind, that is not installed or is new. The API server refuses claims of such a new kind for now
 * (kubernetes v1.36.3 staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest).
 */
export function claimsIn(quota: ResourceQuota | undefined, group: string): number | undefined {
  const claimCounts = claimKinds.map((kind) => countOf(kind, group));
  const { hard = {}, used = {} } = quota?.status ?? {};
  if (!claimCounts.every((name) => name in hard)) return undefined;
  return claimCounts.reduce((sum, name) => sum + Number(used[name] ?? 0), 0);
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
