/** Storage and network of a cluster, which claims with servers inside it need. */
import { type Answers, at, type Item, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import type { ClusterNeeds } from './needs.ts';

export const storageClassesPath = '/apis/storage.k8s.io/v1/storageclasses';
export const snapshotClassesPath = '/apis/snapshot.storage.k8s.io/v1/volumesnapshotclasses';
export const daemonSetsPath = '/apis/apps/v1/daemonsets';

/** The checks of the default storage class and snapshot class; a target whose servers are elsewhere needs none. */
export function storageChecks(answers: Answers, { volumes }: ClusterNeeds): readonly Check[] {
  const rows = [
    {
      name: 'default storage class',
      path: storageClassesPath,
      annotation: 'storageclass.kubernetes.io/is-default-class',
      missing: fail,
      remedy: 'set the annotation storageclass.kubernetes.io/is-default-class on one, or name one in the environment',
    },
    {
      name: 'default snapshot class',
      path: snapshotClassesPath,
      annotation: 'snapshot.storage.kubernetes.io/is-default-class',
      missing: unknown,
      remedy: 'it is needed only if volumes are backed up by snapshots',
    },
  ];
  return rows.map(({ name, path, annotation, missing, remedy }) => {
    if (!volumes) return pass(name, 'not needed: nothing on this target keeps data in volumes of the cluster');
    const items = itemsIn(answers(path));
    if (typeof items === 'string') return unknown(name, items, remedy);
    const found = items.find(({ metadata }) => metadata?.annotations?.[annotation] === 'true');
    if (found !== undefined) return pass(name, found.metadata?.name ?? '');
    return missing(name, items.length === 0 ? 'there is none' : `none of ${items.length} is the default`, remedy);
  });
}

/** DaemonSets of network plugins, and whether they enforce NetworkPolicies; a pattern of their arguments if that is a setting. */
const plugins: Readonly<Record<string, boolean | RegExp>> = {
  anetd: true,
  'antrea-agent': true,
  'aws-node': /--enable-network-policy=true/,
  'azure-npm': true,
  'calico-node': true,
  canal: true,
  cilium: true,
  'kube-flannel-ds': false,
  'kube-router': true,
  'ovnkube-node': true,
};

/** The check that NetworkPolicies are enforced: the API server takes them in any cluster, and says nothing if nobody does. */
export function networkCheck(answers: Answers): Check {
  const name = 'NetworkPolicies';
  const items = itemsIn(answers(daemonSetsPath));
  const remedy =
    'find out whether the network plugin enforces NetworkPolicies: without one, every pod reaches every claim';
  if (typeof items === 'string') return unknown(name, items, remedy);
  const known = items.flatMap((item) => {
    const plugin = item.metadata?.name ?? '';
    return Object.hasOwn(plugins, plugin)
      ? [{ plugin, enforces: enforces(item, plugins[plugin] as boolean | RegExp) }]
      : [];
  });
  const enforcing = known.find((found) => found.enforces);
  if (enforcing !== undefined) return pass(name, `${enforcing.plugin} enforces them`);
  if (known.length === 0) return unknown(name, 'no DaemonSet of a known network plugin', remedy);
  const plugin = known.map((found) => found.plugin).join(', ');
  return fail(
    name,
    `${plugin} does not enforce them`,
    'install a network plugin that does, or switch that on in this one',
  );
}

function enforces({ spec }: Item, rule: boolean | RegExp): boolean {
  if (typeof rule === 'boolean') return rule;
  const containers = at(spec, 'template', 'spec', 'containers');
  return Array.isArray(containers) && containers.some((container) => rule.test(String(at(container, 'args'))));
}
