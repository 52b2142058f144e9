/** What Crossplane may do to things outside the cluster, and with whose credentials. */

type Action = 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize' | '*';

interface ProviderConfigRef {
  readonly kind: string;
  readonly name: string;
}

/** Everything but deleting: what is deleted here lives on out there. */
export const keep: Action[] = ['Observe', 'Create', 'Update', 'LateInitialize'];

/** Everything. */
export const own: Action[] = ['*'];

/** What it may do with what holds data. */
export const policies = (retain: boolean): Action[] => (retain ? keep : own);

/** The fields of a managed resource's spec that are the same for all of a claim: with `retain`, whatever the data needs outlives it. */
export function managedBy(providerConfigRef: ProviderConfigRef, { retain }: { readonly retain: boolean }) {
  return { managementPolicies: policies(retain), providerConfigRef };
}

/** The annotation by which a managed resource has a name of our choice outside the cluster. */
export function externalName(name: string) {
  return { annotations: { 'crossplane.io/external-name': name } };
}
