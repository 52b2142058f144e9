/** The Google account of a claim's applications: the claim's own, or that of a ServiceAccount of another claim. */
import { none, resource } from 'planesmith/authoring';
import { type NamedAccount, usesOtherAccount } from '../account.ts';
import { ServiceAccount as GoogleAccount } from '../../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../../kinds/gcp-service-account-iam-member.ts';
import { ServiceAccount } from '../../kinds/service-account.ts';
import { type Account, account, annotationsOf, memberOf, memberOfNamed, trust } from './account.ts';

/** The kinds that `runAs` composes, with their order of creation. */
export const runAsKinds = {
  account: ServiceAccount,
  identity: GoogleAccount,
  trust: resource(ServiceAccountIAMMember, { after: ['identity'] }),
};

interface Application extends NamedAccount {
  /** The claim's own account at Google. */
  readonly self: Account;
  /** The project of the environment, which may have moved since the claim was created. */
  readonly project: string;
  readonly displayName: string;
  readonly workloadPool: string;
  /** The claim's own ServiceAccount, `<namespace>/<name>`. */
  readonly subject: string;
  /** The binding by which that ServiceAccount acts as the account, if it exists. */
  readonly existingTrust: ServiceAccountIAMMember | undefined;
}

/**
 * The `member` to give rights to, and the resources of the claim's own account unless the claim names a ServiceAccount. Throws a `UserError`
 * if the Google account of the named one is unknown, or foreign.
 */
export function runAs(application: Application) {
  const { self, displayName, workloadPool, subject, existingTrust, serviceAccount, foundAccount } = application;
  if (serviceAccount !== undefined) {
    const lookup = { name: serviceAccount, account: foundAccount, existing: application.existing ?? [] };
    const member = memberOfNamed(lookup, [...new Set([self.project, application.project])]);
    const absent = none(usesOtherAccount);
    return { member, resources: { account: absent, identity: absent, trust: absent } };
  }
  return {
    member: memberOf(self),
    resources: {
      account: ServiceAccount({ metadata: { annotations: annotationsOf(self) }, automountServiceAccountToken: false }),
      identity: account(self, displayName),
      trust: trust(self, { workloadPool, subject, existing: existingTrust }),
    },
  };
}
