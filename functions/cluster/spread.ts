/** On which machines the pods of one thing run. */

/**
 * Constraints of the scheduler that put the pods with these labels on two machines at least, so that the loss of one leaves some.
 * Required, as CloudNativePG's own between servers are: a pod that finds no other machine waits. Unlike anti-affinity they also let
 * more pods than machines run, and a Deployment start a new pod before it stops an old one.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function onTwoMachines(matchLabels: Readonly<Record<string, string>>) {
  return [
    {
      topologyKey: 'kubernetes.io/hostname',
      maxSkew: 1,
      // Without it, where one machine is left, all pods may run there, and stay there.
      minDomains: 2,
      whenUnsatisfiable: 'DoNotSchedule',
      // A machine that takes none of the pods, as those of a control plane, is not waited for.
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels },
      // The pods that a Deployment replaces do not count; elsewhere, no pod has this label.
      matchLabelKeys: ['pod-template-hash'],
    },
  ];
}
