/** The fields that the API server refuses to change on objects of Kubernetes' own kinds, which OpenAPI documents do not say. */
import type { KindReference } from '../kind.ts';

const apps = ['spec.selector'];
const binding = ['roleRef'];

/**
 * By apiVersion and kind, from pkg/apis/<group>/validation/validation.go of k8s.io/kubernetes@v1.36.3; the number is the line. An empty list
 * is a kind of which every field can change. A kind that is not here was not looked at. Fields that are immutable only under a condition
 * are here if they are so for all objects that do their job, such as those of a bound PersistentVolumeClaim.
 */
const byKind: Readonly<Record<string, readonly string[]>> = {
  'v1 ConfigMap': [],
  'v1 LimitRange': [],
  'v1 Namespace': [],
  // core 2577, 2592
  'v1 PersistentVolumeClaim': [
    'spec.accessModes',
    'spec.dataSource',
    'spec.dataSourceRef',
    'spec.selector',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.volumeName',
  ],
  // core 8249
  'v1 ResourceQuota': ['spec.scopes'],
  // core 7845
  'v1 Secret': ['type'],
  // core, ValidateServiceUpdate; an ExternalName may get an address once
  'v1 Service': ['spec.clusterIP', 'spec.loadBalancerClass'],
  'v1 ServiceAccount': [],
  // apps 403
  'apps/v1 DaemonSet': apps,
  // apps 712
  'apps/v1 Deployment': apps,
  // apps 767
  'apps/v1 ReplicaSet': apps,
  // apps 268 names the fields that can change
  'apps/v1 StatefulSet': [...apps, 'spec.podManagementPolicy', 'spec.serviceName', 'spec.volumeClaimTemplates'],
  'autoscaling/v2 HorizontalPodAutoscaler': [],
  'batch/v1 CronJob': [],
  // batch 626 to 633
  'batch/v1 Job': [
    'spec.backoffLimitPerIndex',
    'spec.completionMode',
    'spec.completions',
    'spec.managedBy',
    'spec.podFailurePolicy',
    'spec.selector',
    'spec.successPolicy',
    'spec.template',
  ],
  'networking.k8s.io/v1 Ingress': [],
  // networking 588
  'networking.k8s.io/v1 IngressClass': ['spec.controller'],
  'networking.k8s.io/v1 NetworkPolicy': [],
  'policy/v1 PodDisruptionBudget': [],
  'rbac.authorization.k8s.io/v1 ClusterRole': [],
  // rbac 210
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': binding,
  'rbac.authorization.k8s.io/v1 Role': [],
  // rbac 166
  'rbac.authorization.k8s.io/v1 RoleBinding': binding,
  // scheduling 64, 67
  'scheduling.k8s.io/v1 PriorityClass': ['preemptionPolicy', 'value'],
  // storage 65 to 71
  'storage.k8s.io/v1 StorageClass': ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
};

/** The immutable fields of a kind of Kubernetes itself; undefined for any other kind. */
export function coreImmutable({ apiVersion, kind }: KindReference): readonly string[] | undefined {
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(byKind, key) ? byKind[key] : undefined;
}
