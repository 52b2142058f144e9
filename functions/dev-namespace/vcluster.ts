/** The virtual cluster of a development namespace: a chart that provider-helm installs there, and the kubeconfig that it writes. */
import { type Requirement, secretValues, type Unstructured } from 'planesmith/authoring';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Release } from '../kinds/helm-release.ts';
import type { DevNamespacePlan } from './plan.ts';
import { valuesFor } from './vcluster-values.ts';

/** Its name as Helm and its servers know it: in its namespace there is no other. */
const itsName = 'vcluster';

export type VirtualCluster = NonNullable<DevNamespacePlan['virtualCluster']>;

/**
 * It is installed by digest. All that it makes is in the namespace and goes with that, so nobody asks Helm to take it away: before it
 * does, the provider notes in the namespace whose credentials it uses, which nobody can in one that is going, and neither would ever be
 * gone (crossplane-runtime pkg/reconciler/managed/reconciler.go, pkg/resource/providerconfig.go Track).
 */
export function release(made: VirtualCluster, { quota, applications }: Asked, place: { readonly namespace: string }) {
  const { repository, version, digest, providerConfig } = made;
  const spec = {
    ...managedBy({ kind: 'ClusterProviderConfig', name: providerConfig }, { retain: true }),
    forProvider: {
      chart: { repository, name: 'vcluster', version, digest },
      namespace: place.namespace,
      skipCreateNamespace: true,
      values: valuesFor({ name: itsName, namespace: place.namespace, memory: quota.virtualCluster, applications }),
    },
    // Without it, what failed is never tried again (provider-helm pkg/controller/namespaced/release/release.go shouldRollBack).
    rollbackLimit: 1000,
  };
  return Release({ metadata: externalName(itsName), spec }, place);
}

interface Asked {
  readonly quota: DevNamespacePlan['quota'];
  /** The account that its pods run as. */
  readonly applications: string;
}

/** The Secret to read, where there is a virtual cluster: its servers write it once they run (vcluster pkg/util/kubeconfig). */
export function requiresKubeconfig({ plan, name }: Naming): { readonly kubeconfig?: Requirement } {
  if (plan.virtualCluster === undefined) return {};
  return { kubeconfig: { apiVersion: 'v1', kind: 'Secret', name: `vc-${itsName}`, namespace: name('namespace') } };
}

interface Naming {
  readonly plan: DevNamespacePlan;
  readonly name: (key: 'namespace') => string;
}

/** The kubeconfig in that Secret; undefined while there is none. */
export function kubeconfigIn(secret: Unstructured | undefined): string | undefined {
  return secretValues(secret)['config'];
}

/** What was decided of a virtual cluster, as its release still shows it. */
export function recoverVirtualCluster({ vcluster }: { readonly vcluster: Release | undefined }) {
  if (vcluster === undefined) return {};
  const { forProvider, providerConfigRef } = vcluster.spec;
  const { repository = '', version = '', digest = '' } = forProvider.chart;
  const virtualCluster = { repository, version, digest, providerConfig: providerConfigRef?.name ?? '' };
  return { isolation: 'vcluster' as const, virtualCluster };
}
