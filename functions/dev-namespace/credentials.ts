/** The provider credentials and the namespace of cloud resources for DevNamespace, a claim without a namespace. */
import { Incapable } from 'planesmith/authoring';
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';

/** Throws an `Incapable` if the environment names a ProviderConfig, which exists only in namespaces. */
export function insistOnClusterWide(cloud: 'aws' | 'gcp' | 'azure', providerConfig: { readonly kind: string }): void {
  if (providerConfig.kind !== 'ProviderConfig') return;
  throw new Incapable(
    `${cloud}.providerConfig.kind is ProviderConfig, which a claim without a namespace does not have; the platform team must name a ` +
      'ClusterProviderConfig in the EnvironmentConfig',
  );
}

/**
 * The namespace of managed resources, which is not the composed one. Before a provider deletes, it creates a ProviderConfigUsage in the
 * resource's namespace (crossplane-runtime v2 pkg/resource ProviderConfigUsageTracker). A namespace under deletion accepts no new objects.
 */
export function identityNamespace({ namespaces }: Pick<WithSections<Environment, 'namespaces'>, 'namespaces'>) {
  return { namespace: namespaces.identityNamespace };
}
