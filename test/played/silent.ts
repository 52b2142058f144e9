/** Kinds about which nobody writes anything. */
import type { Player } from './play.ts';

const nothing: Player = () => ({});

export const silent: Readonly<Record<string, Player>> = {
  'v1 Secret': nothing,
  'networking.k8s.io/v1 NetworkPolicy': nothing,
  'monitoring.coreos.com/v1 PodMonitor': nothing,
  'dapr.io/v1alpha1 Resiliency': nothing,
};
