/** With whose credentials a cloud is asked for what lives in a namespace that is only being made. */
import { Incapable } from 'planesmith/runtime';

/** Throws where an environment names credentials that every namespace must bring along: a new one has none. */
export function insistOnClusterWide(cloud: 'aws' | 'gcp' | 'azure', providerConfig: { readonly kind: string }): void {
  if (providerConfig.kind !== 'ProviderConfig') return;
  throw new Incapable(
    `${cloud}.providerConfig.kind is ProviderConfig, which a new namespace does not have; the platform team must name a ` +
      'ClusterProviderConfig in the EnvironmentConfig',
  );
}
