/**
 * The common settings of managed resources: management policies, credentials and external names.
 * docs/decisions/late-initialisation.md says why the policies are these.
 */

type Action = 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize' | '*';

interface ProviderConfigRef {
  readonly kind: string;
  readonly name: string;
}

interface Managed {
  readonly managementPolicies: Action[];
  readonly providerConfigRef: ProviderConfigRef;
}

/** All actions but deletion: the external resource outlives the managed resource. */
export const allButDelete: Action[] = ['Observe', 'Create', 'Update'];

/** The management policies of a resource that has data and a name of ours. What its cloud fills in stays out of its spec. */
export const policiesFor = (retain: boolean): Action[] => (retain ? allButDelete : [...allButDelete, 'Delete']);

/** The fields that the specs of all managed resources of a claim share. With `retain`, everything that the data needs outlives the claim. */
export function managedBy(providerConfigRef: ProviderConfigRef, { retain }: { readonly retain: boolean }): Managed {
  return { managementPolicies: policiesFor(retain), providerConfigRef };
}

/** The same fields for a resource whose name its provider generates: the provider can only store that name if it may write the spec, too. */
export function namedByProvider(managed: Managed): Managed {
  return { ...managed, managementPolicies: withLateInitialisation(managed.managementPolicies) };
}

/** The policies that also let the provider write what the cloud chose into the spec. */
export function withLateInitialisation(policies: readonly Action[]): Action[] {
  return policies.includes('Delete') ? ['*'] : [...policies, 'LateInitialize'];
}

/** The metadata that gives the external resource this name. */
export function externalName(name: string) {
  return { annotations: { 'crossplane.io/external-name': name } };
}

/** Without it an object is gone before its provider deletes anything (crossplane-runtime@v2.2.1 pkg/reconciler/managed/reconciler.go, `FinalizerName`). */
export const managedFinalizer = 'finalizer.managedresource.crossplane.io';

/**
 * The metadata of a managed resource whose external name is known: that name, and the finalizer. The provider would otherwise write both itself, and
 * Crossplane's circuit breaker counts each write. If a provider chooses no other external name,
 * it is the name of the object (pkg/reconciler/managed/api.go, `NameAsExternalName`).
 */
export function withKnownName(name: string) {
  return { ...externalName(name), finalizers: [managedFinalizer] };
}
