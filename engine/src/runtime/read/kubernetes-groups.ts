/** The kinds that are in every cluster with Crossplane: those of Kubernetes and of Crossplane itself. */

/** The API groups of Kubernetes v1.36, and those of Crossplane v2.4 that are not for packages of others. */
const groups: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'apiextensions.crossplane.io',
  'pkg.crossplane.io',
  'protection.crossplane.io',
]);

/**
 * Whether nobody has to install anything for a kind. Crossplane is not asked for the schema of such a kind: it would parse the document of
 * the whole group for each, a megabyte of JSON for `v1` (core v2.4.0 internal/xfn/required_schemas.go:122).
 */
export function isFromKubernetes({ apiVersion }: { readonly apiVersion: string }): boolean {
  return groups.has(apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/'))));
}
