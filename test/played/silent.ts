/** Kinds without a status. */
import type { Player } from './play.ts';

const nothing: Player = () => ({});

export const silent: Readonly<Record<string, Player>> = {
  'v1 ConfigMap': nothing,
  'v1 Secret': nothing,
  'v1 LimitRange': nothing,
  'v1 ServiceAccount': nothing,
  'rbac.authorization.k8s.io/v1 RoleBinding': nothing,
  'networking.k8s.io/v1 NetworkPolicy': nothing,
  'monitoring.coreos.com/v1 PodMonitor': nothing,
  'monitoring.coreos.com/v1 PrometheusRule': nothing,
  'generators.external-secrets.io/v1alpha1 Password': nothing,
  'dapr.io/v1alpha1 Component': nothing,
  'dapr.io/v1alpha1 Resiliency': nothing,
};
