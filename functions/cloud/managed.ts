/** The common settings of managed resources: management policies, credentials and external names. */

type Action = 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize' | '*';

interface ProviderConfigRef {
  readonly kind: string;
  readonly name: string;
}

/** All actions but deletion: the external resource outlives the managed resource. */
export const allButDelete: Action[] = ['Observe', 'Create', 'Update', 'LateInitialize'];

/** All actions. */
const everything: Action[] = ['*'];

/** The management policies of a resource that has data. */
export const policiesFor = (retain: boolean): Action[] => (retain ? allButDelete : everything);

/** The fields that the specs of all managed resources of a claim share. With `retain`, everything that the data needs outlives the claim. */
export function managedBy(providerConfigRef: ProviderConfigRef, { retain }: { readonly retain: boolean }) {
  return { managementPolicies: policiesFor(retain), providerConfigRef };
}

/** The metadata that gives the external resource this name. */
export function externalName(name: string) {
  return { annotations: { 'crossplane.io/external-name': name } };
}
