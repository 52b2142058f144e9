/** As whom the applications of a claim run on Azure: an identity of the claim's own, or that of an account that another claim made. */
import { none, resource } from 'planesmith/authoring';
import { type GivenAccount, itsOwn } from '../account.ts';
import { FederatedIdentityCredential } from '../../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../../kinds/azure-user-assigned-identity.ts';
import { ServiceAccount } from '../../kinds/service-account.ts';
import { annotationsOf, givenPrincipal, type Identity, identity, trust } from './identity.ts';

/** The kinds of `runAs`, in their order of creation. */
export const runAsKinds = {
  // A pod that starts before the account names its identity would have none.
  account: resource(ServiceAccount, { after: ['identity'] }),
  identity: UserAssignedIdentity,
  trust: resource(FederatedIdentityCredential, { after: ['identity'] }),
};

interface Application extends GivenAccount {
  /** Who it would be at Azure; the name of its composed identity, and its account in this cluster, `<namespace>:<name>`. */
  readonly self: Identity;
  readonly identityName: string;
  readonly subject: string;
  /** What exists of that account. */
  readonly account: ServiceAccount | undefined;
}

/** The resources of an identity of its own, if it has one, and the given `principal`, if not; throws a `UserError` where nobody knows it. */
export function runAs({ self, identityName, subject, account, given, found, existing = [] }: Application) {
  if (given !== undefined) {
    const principal = givenPrincipal({ name: given, account: found, existing });
    return { principal, resources: { account: none(itsOwn), identity: none(itsOwn), trust: none(itsOwn) } };
  }
  const annotations = annotationsOf(self, account);
  return {
    principal: undefined,
    resources: {
      account: ServiceAccount({
        ...(annotations && { metadata: { annotations } }),
        automountServiceAccountToken: false,
      }),
      identity: identity(self),
      trust: trust(self, identityName, subject),
    },
  };
}
