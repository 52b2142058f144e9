/** The identity of a claim's applications at Azure: the claim's own, or that of a ServiceAccount of another claim. */
import { none, resource } from 'planesmith/authoring';
import { type NamedAccount, usesOtherAccount } from '../account.ts';
import { FederatedIdentityCredential } from '../../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../../kinds/azure-user-assigned-identity.ts';
import { ServiceAccount } from '../../kinds/service-account.ts';
import { annotationsOf, type Identity, identity, principalOf, trust } from './identity.ts';

/** The kinds that `runAs` composes, with their order of creation. */
export const runAsKinds = {
  // A pod has no identity if it starts before its ServiceAccount names one.
  account: resource(ServiceAccount, { after: ['identity'] }),
  identity: UserAssignedIdentity,
  trust: resource(FederatedIdentityCredential, { after: ['identity'] }),
};

interface Application extends NamedAccount {
  /** The claim's own identity at Azure. */
  readonly self: Identity;
  /** Name of the composed identity. */
  readonly identityName: string;
  /** The claim's own ServiceAccount, `<namespace>:<name>`. */
  readonly subject: string;
  /** The claim's own ServiceAccount, if it exists. */
  readonly account: ServiceAccount | undefined;
}

/**
 * The resources of the claim's own identity, or the `principal` of the ServiceAccount that the claim names. Throws a `UserError` if that
 * principal is unknown.
 */
export function runAs(application: Application) {
  const { self, identityName, subject, account, serviceAccount, foundAccount, existing = [] } = application;
  if (serviceAccount !== undefined) {
    const principal = principalOf(self, { name: serviceAccount, account: foundAccount, existing });
    const absent = none(usesOtherAccount);
    return { principal, resources: { account: absent, identity: absent, trust: absent } };
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
