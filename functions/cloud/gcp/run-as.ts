/** As whom the applications of a claim run on Google Cloud: an account of the claim's own, or one that another claim made. */
import { none, resource } from 'planesmith/authoring';
import { type GivenAccount, itsOwn } from '../account.ts';
import { ServiceAccount as GoogleAccount } from '../../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../../kinds/gcp-service-account-iam-member.ts';
import { ServiceAccount } from '../../kinds/service-account.ts';
import { type Account, account, annotationsOf, givenMember, memberOf, trust } from './account.ts';

/** The kinds of `runAs`, in their order of creation. */
export const runAsKinds = {
  account: ServiceAccount,
  identity: GoogleAccount,
  trust: resource(ServiceAccountIAMMember, { after: ['identity'] }),
};

interface Application extends GivenAccount {
  /** Who it would be at Google, and what it is called there. */
  readonly self: Account;
  readonly displayName: string;
  readonly workloadPool: string;
  /** Its account in this cluster, `<namespace>/<name>`. */
  readonly subject: string;
  /** What exists of who may act as it. */
  readonly trusted: ServiceAccountIAMMember | undefined;
}

/** The resources of an account of its own, if it has one, and the `member` its rights are for; throws a `UserError` where nobody knows the given one. */
export function runAs({ self, displayName, workloadPool, subject, trusted, given, found, existing = [] }: Application) {
  if (given !== undefined) {
    const member = givenMember({ name: given, account: found, existing });
    return { member, resources: { account: none(itsOwn), identity: none(itsOwn), trust: none(itsOwn) } };
  }
  return {
    member: memberOf(self),
    resources: {
      account: ServiceAccount({ metadata: { annotations: annotationsOf(self) }, automountServiceAccountToken: false }),
      identity: account(self, displayName),
      trust: trust(self, { workloadPool, subject, existing: trusted }),
    },
  };
}
