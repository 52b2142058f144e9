/** The virtual cluster of a development namespace: a chart that provider-helm installs there, and the kubeconfig that its servers write. */
import { type Requirement, secretValues, type Unstructured } from 'planesmith/authoring';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Release } from '../kinds/helm-release.ts';
import type { DevNamespacePlan } from './plan.ts';
import { valuesFor } from './vcluster-values.ts';

/** The name of the Helm release and of the servers: a namespace has at most one virtual cluster. */
const releaseName = 'vcluster';

export type VirtualCluster = NonNullable<DevNamespacePlan['virtualCluster']>;

/**
 * The Helm release, installed by digest.
 *
 * Helm never uninstalls it, since all its objects are in the namespace and are deleted with it. Before an uninstall, the provider would create
 * a ProviderConfigUsage in the namespace. A namespace under deletion refuses new objects, so neither could ever be deleted
 * (crossplane-runtime pkg/reconciler/managed/reconciler.go, pkg/resource/providerconfig.go Track).
 */
export function release(
  virtualCluster: VirtualCluster,
  { quota, applications }: ReleaseOptions,
  place: { readonly namespace: string },
) {
  const { repository, version, digest, providerConfig } = virtualCluster;
  const spec = {
    ...managedBy({ kind: 'ClusterProviderConfig', name: providerConfig }, { retain: true }),
    forProvider: {
      chart: { repository, name: 'vcluster', version, digest },
      namespace: place.namespace,
      skipCreateNamespace: true,
      values: valuesFor({ name: releaseName, namespace: place.namespace, memory: quota.virtualCluster, applications }),
    },
    // Without it, a failed release is never tried again (provider-helm pkg/controller/namespaced/release/release.go shouldRollBack).
    rollbackLimit: 1000,
  };
  return Release({ metadata: externalName(releaseName), spec }, place);
}

interface ReleaseOptions {
  readonly quota: DevNamespacePlan['quota'];
  /** The account that its pods run as. */
  readonly applications: string;
}

/** The Secret to read, if there is a virtual cluster. Its servers write it once they run (vcluster pkg/util/kubeconfig). */
export function requiresKubeconfig({ plan, name }: Naming): { readonly kubeconfig?: Requirement } {
  if (plan.virtualCluster === undefined) return {};
  return { kubeconfig: { apiVersion: 'v1', kind: 'Secret', name: `vc-${releaseName}`, namespace: name('namespace') } };
}

interface Naming {
  readonly plan: DevNamespacePlan;
  readonly name: (key: 'namespace') => string;
}

/** The kubeconfig in that Secret; undefined while there is none. */
export function kubeconfigIn(secret: Unstructured | undefined): string | undefined {
  return secretValues(secret)['config'];
}

/** The recorded values that an existing release shows. */
export function recoverVirtualCluster({ vcluster }: { readonly vcluster: Release | undefined }) {
  if (vcluster === undefined) return {};
  const { forProvider, providerConfigRef } = vcluster.spec;
  const { repository = '', version = '', digest = '' } = forProvider.chart;
  const virtualCluster = { repository, version, digest, providerConfig: providerConfigRef?.name ?? '' };
  return { isolation: 'vcluster' as const, virtualCluster };
}
