/** Spreads the pods of one workload over nodes. */

/**
 * Topology spread constraints that put the pods with these labels on at least two nodes, so some survive the loss of a node.
 *
 * They are required, as those of CloudNativePG between servers are: a pod without another node waits. Unlike anti-affinity, they allow
 * more pods than nodes, and let a Deployment start a new pod before it stops an old one.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function onTwoMachines(matchLabels: Readonly<Record<string, string>>) {
  return [
    {
      topologyKey: 'kubernetes.io/hostname',
      maxSkew: 1,
      // Otherwise all pods could run on the last node that is left, and would stay there.
      minDomains: 2,
      whenUnsatisfiable: 'DoNotSchedule',
      // Tainted nodes that take none of the pods, such as control planes, do not count.
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels },
      // Pods that a Deployment replaces do not count. Only pods of a Deployment have this label.
      matchLabelKeys: ['pod-template-hash'],
    },
  ];
}
