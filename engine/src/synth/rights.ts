/** The rights of one release on one target: their name in the cluster, and the sign that they are there. */

/** What the names of rights depend on. */
export interface RightsContext {
  readonly platform: string;
  /** The version of the platform, without a leading v. */
  readonly version: string;
}

const kind = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };

/**
 * The name of the ClusterRole with which Crossplane composes. Each release has its own, so that during an upgrade, and after a return to an
 * older release, Crossplane may still change and delete what the other one composed.
 */
export function rightsName(target: string, { platform, version }: RightsContext): string {
  return `${platform}-${target}-compose-${version.toLowerCase().replaceAll('.', '-')}`;
}

/**
 * Annotations by which a GitOps controller that switches to another release leaves the rights of the last one where they are, as `kubectl apply`
 * does: without them Crossplane could not delete what that release composed. They are of Argo CD (docs/user-guide/sync-options.md and
 * compare-options.md of v3.5.1) and of Flux (kustomize-controller v1.9.4, internal/controller/kustomization_controller.go, prune).
 */
export const keptRights: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/**
 * The object that says that the rights are in the cluster. It comes with them, and the Composition requires it. Crossplane may not read
 * ClusterRoles, but it watches EnvironmentConfigs anyway.
 */
export function rightsSign(target: string, context: RightsContext) {
  const name = rightsName(target, context);
  return { ...kind, metadata: { name, annotations: { ...keptRights } }, data: { clusterRole: name } };
}

/** The requirement for that object, as a step of a Composition has it. */
export function rightsRequirement(target: string, context: RightsContext) {
  return { requirementName: 'rights', ...kind, name: rightsName(target, context) };
}
