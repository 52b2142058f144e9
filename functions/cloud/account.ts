/** An account of this namespace that another claim made, as which applications run: who it is in a cloud stands in its annotations. */
import { type Requirement, type Unstructured, UserError } from 'planesmith/authoring';

/** Why a claim that names one has none of its own. */
export const itsOwn = 'it runs as an account that another claim made';

/** What an application has to say of the account that it runs as. */
export interface GivenAccount {
  /** The account that the claim names, and that account as it was found. */
  readonly given?: string | undefined;
  readonly found?: Unstructured | undefined;
  /** Whom the rights are for that exist. */
  readonly existing?: readonly (string | undefined)[];
}

interface Wish {
  readonly plan: { readonly serviceAccount: string | undefined };
}

/** The account to read, where the claim names one. */
export function requiresAccount({ plan: { serviceAccount: name } }: Wish): { readonly given?: Requirement } {
  return name === undefined ? {} : { given: { apiVersion: 'v1', kind: 'ServiceAccount', name } };
}

interface Known {
  /** The claim's word. */
  readonly name: string;
  readonly account: Unstructured | undefined;
  readonly annotation: string;
  /** Whom the rights that exist are for, as long as the account itself tells nothing. */
  readonly existing: readonly (string | undefined)[];
}

/** Who the account is, as rights that exist have it or else as its annotation says; throws a `UserError` where nothing tells. */
export function whoIs({ name, account, annotation, existing }: Known): string {
  const who = existing.find((each) => each !== undefined) ?? account?.metadata.annotations?.[annotation];
  if (who !== undefined) return who;
  throw new UserError(
    account === undefined
      ? `spec.serviceAccount: there is no ServiceAccount ${name} in this namespace; name one that a claim reports in status.serviceAccount, or none`
      : `spec.serviceAccount: no cloud knows ServiceAccount ${name}, which lacks the annotation ${annotation}; name one that a claim reports in status.serviceAccount, or none`,
  );
}
