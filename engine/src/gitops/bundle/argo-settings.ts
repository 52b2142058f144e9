/** The settings of Argo CD that the platform needs: a part of its ConfigMap `argocd-cm`, to be applied beside the rest of it. */
import { ApiObject, type Chart } from 'cdk8s';
import { claimFields, namespacedFields } from '../../schema/crossplane-fields.ts';
import { toYaml } from '../../yaml/index.ts';
import { argoHealth, argoHealthKey, type HealthKind, packageKinds } from '../health/index.ts';
import type { ClaimKind } from '../publish/kinds.ts';

export const argoNamespace = 'argocd';

/**
 * Adds the ConfigMap. Apply it server-side, so that the other settings stay. It has one key per kind, since managed Argo CDs take no wildcards. Objects
 * are found by their annotation, since Crossplane copies labels of a claim to its XR. What only fills the view is left out.
 */
export function argoSettings(chart: Chart, kinds: readonly ClaimKind[]): void {
  const all = [...kinds.flatMap(healthKindsOf), ...packageKinds];
  const health = all.map((kind) => [argoHealthKey(kind), argoHealth(kind)]);
  new ApiObject(chart, 'settings', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: argoNamespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data: {
      'application.resourceTrackingMethod': 'annotation',
      'resource.exclusions': toYaml(exclusions),
      ...Object.fromEntries(health),
    },
  });
}

/** A provider writes one of these for each managed resource. */
const exclusions = [
  { apiGroups: ['*'], kinds: ['ProviderConfigUsage', 'ClusterProviderConfigUsage'], clusters: ['*'] },
];

/** What Crossplane writes into the spec of a claim, so that Argo CD neither shows nor undoes it. */
export function ignoredDifferences(kinds: readonly ClaimKind[]): readonly object[] {
  return kinds.map(({ group, kind, flavour }) => {
    const fields = Object.keys(flavour === 'claims' ? claimFields : namespacedFields);
    return { group, kind, jsonPointers: fields.map((field) => `/spec/${field}`).toSorted() };
  });
}

/** The claim's kind and that of the XR behind it. The rules are the same for all versions of a kind. */
function healthKindsOf({ group, kind, xr, versions: [version = ''] }: ClaimKind): readonly HealthKind[] {
  return [kind, ...(xr === undefined ? [] : [xr])].map((name) => ({ group, version, kind: name }));
}
