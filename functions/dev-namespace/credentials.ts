/** With whose credentials a cloud is asked for what a claim without a namespace needs there, and where that stands. */
import { Incapable } from 'planesmith/authoring';
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';

/** Throws where an environment names credentials that every namespace must bring along: a claim without one has none beside it. */
export function insistOnClusterWide(cloud: 'aws' | 'gcp' | 'azure', providerConfig: { readonly kind: string }): void {
  if (providerConfig.kind !== 'ProviderConfig') return;
  throw new Incapable(
    `${cloud}.providerConfig.kind is ProviderConfig, which a claim without a namespace does not have; the platform team must name a ` +
      'ClusterProviderConfig in the EnvironmentConfig',
  );
}

/**
 * Where managed resources stand: not in the namespace that they are for. A provider notes there which credentials it uses before it deletes
 * (crossplane-runtime v2 pkg/resource ProviderConfigUsageTracker), and nothing can be made any more in a namespace that is going.
 */
export function besideOthers({ namespaces }: Pick<WithSections<Environment, 'namespaces'>, 'namespaces'>) {
  return { namespace: namespaces.identityNamespace };
}
