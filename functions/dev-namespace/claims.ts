/** How many claims are in a development namespace, whatever composed them. While there are any, its DevNamespace cannot be deleted. */
import type { Claim, RequirementOfAll, Unstructured } from 'planesmith/authoring';
import { claimKinds } from '../environment/namespaces.ts';
import type { ResourceQuota } from '../kinds/resource-quota.ts';

/**
 * The name under which a quota counts claims of an API. Kubernetes ignores the name of a kind that is not installed.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count
 */
export const countOf = (plural: string, group: string) => `count/${plural}.${group}`;

/** The prefix keeps them apart from other objects to read. */
type Key = `claims ${string}`;
const keyOf = (plural: string): Key => `claims ${plural}`;

/** The claims that Crossplane found, by API; undefined until it has looked. */
export type ClaimLists = Readonly<Record<Key, readonly Unstructured[] | undefined>>;

interface Context {
  readonly claim: Pick<Claim, 'group'>;
  readonly observed: { readonly quota: ResourceQuota | undefined };
  readonly name: (key: 'namespace') => string;
}

/**
 * All claims in the namespace, if the quota counts none of them. The quota controller does not watch creations. If it counts before it has heard
 * of a new claim, the quota misses that claim for up to five minutes (kubernetes v1.36.3 pkg/controller/resourcequota/resource_quota_monitor.go,
 * controllerFor). Of 240 claims that were made within 30 ms of their quota, it missed 61.
 *
 * A namespace without claims costs an empty list for each API. Crossplane calls this function with every change of a claim in these lists, so
 * they are not asked for once a claim is counted.
 */
export function claimsToCount({ claim: { group }, observed: { quota }, name }: Context) {
  const namespace = name('namespace');
  const isMissing = counted(quota, group) === 0;
  const kinds = isMissing ? claimKinds.filter(({ plural }) => isCounted(quota, plural, group)) : [];
  return Object.fromEntries(
    kinds.map(({ kind, plural, version }) => [
      keyOf(plural),
      { apiVersion: `${group}/${version}`, kind, all: true, namespace },
    ]),
  ) as Readonly<Record<Key, RequirementOfAll>>;
}

/** How many there are; undefined while that is unknown. */
export function claimsIn(
  { claim: { group }, observed: { quota } }: Pick<Context, 'claim' | 'observed'>,
  reads: ClaimLists,
): number | undefined {
  const count = counted(quota, group);
  if (count !== 0) return count;
  const seen = claimKinds.flatMap(({ plural }) =>
    isCounted(quota, plural, group) ? [reads[keyOf(plural)]?.length] : [],
  );
  return seen.reduce((sum, number) => (sum === undefined || number === undefined ? undefined : sum + number), 0);
}

/**
 * How many claims the quota counts; undefined while it does not count all of them yet.
 *
 * If the quota does not count a kind, that is not installed or is new. The API server refuses claims of such a new kind for now
 * (kubernetes v1.36.3 staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest).
 */
function counted(quota: ResourceQuota | undefined, group: string): number | undefined {
  const names = claimKinds.map(({ plural }) => countOf(plural, group));
  const { hard = {}, used = {} } = quota?.status ?? {};
  if (!names.every((name) => name in hard)) return undefined;
  return names.reduce((sum, name) => sum + toNumber(used[name] ?? '0'), 0);
}

/** Kubernetes writes a whole thousand as `1k`. */
const toNumber = (quantity: number | string) => Number(String(quantity).replace(/k$/, '000'));

/** Whether the cluster has that kind, or had it. Kubernetes learns of a new one within half a minute. A list of one that is gone is empty. */
function isCounted(quota: ResourceQuota | undefined, plural: string, group: string): boolean {
  return countOf(plural, group) in (quota?.status?.used ?? {});
}
