/** A ServiceAccount of the same namespace that another claim composed. Its annotations say which cloud identity it has. */
import { type Requirement, type Unstructured, UserError } from 'planesmith/authoring';

/** The reason why a claim has no account of its own. */
export const usesOtherAccount = 'spec.serviceAccount names an account of another claim';

/** The ServiceAccount that a claim names instead of having its own. */
export interface NamedAccount {
  /** Its name; undefined if the claim has its own account. */
  readonly serviceAccount?: string | undefined;
  /** The object of that name; undefined if there is none. */
  readonly foundAccount?: Unstructured | undefined;
  /** The cloud identities in the rights that exist. */
  readonly existing?: readonly (string | undefined)[];
}

interface AccountPlan {
  readonly plan: { readonly serviceAccount: string | undefined };
}

/** The ServiceAccount to read, if the claim names one. */
export function requiresAccount({ plan: { serviceAccount: name } }: AccountPlan): {
  readonly serviceAccount?: Requirement;
} {
  return name === undefined ? {} : { serviceAccount: { apiVersion: 'v1', kind: 'ServiceAccount', name } };
}

export interface AccountLookup {
  /** The value of `spec.serviceAccount`. */
  readonly name: string;
  readonly account: Unstructured | undefined;
  /** The annotation with the cloud identity. */
  readonly annotation: string;
  /** The cloud identities in the rights that exist. */
  readonly existing: readonly (string | undefined)[];
}

/** The cloud identity of the account: that of existing rights, else that of its annotation. Throws a `UserError` if both are missing. */
export function cloudIdentityOf({ name, account, annotation, existing }: AccountLookup): string {
  const identity = existing.find((known) => known !== undefined) ?? account?.metadata.annotations?.[annotation];
  if (identity !== undefined) return identity;
  throw new UserError(
    account === undefined
      ? `spec.serviceAccount: there is no ServiceAccount ${name} in this namespace; name one that a claim reports in status.serviceAccount, or none`
      : `spec.serviceAccount: no cloud knows ServiceAccount ${name}, which lacks the annotation ${annotation}; name one that a claim reports in status.serviceAccount, or none`,
  );
}
