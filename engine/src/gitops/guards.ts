/** What keeps a GitOps controller from deleting an object because its file is gone. */

/**
 * Annotations by which Argo CD asks a person before it prunes or deletes the object (docs/user-guide/sync-options.md of v3.5.1), and Flux leaves
 * it where it is (kustomize-controller v1.9.4, internal/controller/kustomization_controller.go, prune).
 */
export const guards: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};
