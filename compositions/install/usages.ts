/** What keeps a namespace from deletion while a provider still manages something in it. */
import { type InstallChart, namespaceGuard } from 'planesmith/synth';

/**
 * The kinds in which providers record that a managed resource uses their credentials, by provider. The record is in the namespace of the
 * managed resource, and exists as long as it (crossplane-runtime v2.4.0 pkg/resource/providerconfig.go Track).
 *
 * provider-helm is left out: the one Release that a claim composes is never uninstalled (functions/dev-namespace/vcluster.ts), and it lives as
 * long as its namespace.
 */
const records = {
  aws: 'aws.m.upbound.io/v1beta1',
  azure: 'azure.m.upbound.io/v1beta1',
  gcp: 'gcp.m.upbound.io/v1beta1',
  kubernetes: 'kubernetes.m.crossplane.io/v1alpha1',
  sql: 'postgresql.sql.m.crossplane.io/v1alpha1',
};

/**
 * A chart with a policy for each of these providers. Before a provider deletes something, it writes that record again
 * (pkg/reconciler/managed/reconciler.go). A terminating namespace refuses every new object, so neither the managed resource nor the
 * namespace would ever be gone: https://github.com/crossplane/crossplane-runtime/issues/1010
 */
export function usages(...providers: readonly (keyof typeof records)[]): InstallChart {
  return (chart, { platform }) => {
    for (const provider of providers) {
      namespaceGuard(chart, provider, {
        name: `${platform}-namespace-provider-${provider}`,
        holder: { apiVersion: records[provider], kind: 'ProviderConfigUsage' },
        expression: 'false',
        messageExpression:
          "params.resourceRef.kind + ' ' + params.resourceRef.name + ' in it must be deleted by its provider first: delete the claims in it, " +
          "and try again once that is gone'",
      });
    }
  };
}
