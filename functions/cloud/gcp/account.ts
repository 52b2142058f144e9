/** Who an application is at Google Cloud: an account of its own, as which its account in this cluster acts without any key. */
import type { ComposeOptions } from 'planesmith/authoring';
import { whoIs } from '../account.ts';
import { externalName, managedBy } from '../managed.ts';
import { ServiceAccount } from '../../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../../kinds/gcp-service-account-iam-member.ts';

export interface Account {
  readonly project: string;
  /** The id of the account in its project: up to 30 characters. */
  readonly id: string;
  readonly providerConfig: { readonly kind: string; readonly name: string };
}

/** How Google calls the account. */
export const emailOf = ({ id, project }: Account) => `${id}@${project}.iam.gserviceaccount.com`;

const annotation = 'iam.gke.io/gcp-service-account';

/** As rights are said to be for the account. */
export const memberOf = (account: Account) => `serviceAccount:${emailOf(account)}`;

/** The same for an account of this cluster that the claim names; throws a `UserError` where nobody knows it. */
export function givenMember(given: Omit<Parameters<typeof whoIs>[0], 'annotation'>): string {
  const who = whoIs({ ...given, annotation });
  return who.startsWith('serviceAccount:') ? who : `serviceAccount:${who}`;
}

/** The annotations by which an account of this cluster acts as it (cloud.google.com/kubernetes-engine/docs/how-to/workload-identity). */
export const annotationsOf = (account: Account) => ({ [annotation]: emailOf(account) });

/** The account itself: it goes with the claim, also where data stays. */
export function account(place: Account, displayName: string, options?: ComposeOptions) {
  const { project, id, providerConfig } = place;
  return ServiceAccount(
    {
      metadata: externalName(id),
      spec: {
        ...managedBy(providerConfig, { retain: false }),
        forProvider: { project, displayName: displayName.slice(0, 100) },
      },
    },
    options,
  );
}

interface Trusted {
  readonly workloadPool: string;
  /** The account of this cluster, `<namespace>/<name>`. */
  readonly subject: string;
  /** What exists of it: who is trusted cannot be changed. */
  readonly existing: ServiceAccountIAMMember | undefined;
}

/** Lets an account of this cluster act as it. */
export function trust(place: Account, { workloadPool, subject, existing }: Trusted, options?: ComposeOptions) {
  return ServiceAccountIAMMember(
    {
      spec: {
        ...managedBy(place.providerConfig, { retain: false }),
        forProvider: {
          serviceAccountId: `projects/${place.project}/serviceAccounts/${emailOf(place)}`,
          role: 'roles/iam.workloadIdentityUser',
          member: existing?.spec.forProvider.member ?? `serviceAccount:${workloadPool}[${subject}]`,
        },
      },
    },
    options,
  );
}
