/** The application's account at Google Cloud. A ServiceAccount of the cluster acts as it without a key. */
import { type ComposeOptions, UserError } from 'planesmith/authoring';
import { type AccountLookup, cloudIdentityOf } from '../account.ts';
import { externalName, managedBy, namedByProvider } from '../managed.ts';
import { ServiceAccount } from '../../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../../kinds/gcp-service-account-iam-member.ts';

export interface Account {
  readonly project: string;
  /** The id of the account in its project: up to 30 characters. */
  readonly id: string;
  readonly providerConfig: { readonly kind: string; readonly name: string };
}

/** The account's address at Google. */
export const emailOf = ({ id, project }: Account) => `${id}@${project}.iam.gserviceaccount.com`;

const annotation = 'iam.gke.io/gcp-service-account';

/** The account as a member in IAM bindings. */
export const memberOf = (account: Account) => `serviceAccount:${emailOf(account)}`;

/**
 * The member for the ServiceAccount that the claim names. Throws a `UserError` if its Google account is unknown, or in none of the projects:
 * members of a namespace write annotations, and would give the claim's data to an account of anybody.
 */
export function memberOfNamed(lookup: Omit<AccountLookup, 'annotation'>, projects: readonly string[]): string {
  const identity = cloudIdentityOf({ ...lookup, annotation });
  // The existing rights of this claim. They name a member, not an account.
  if (lookup.existing.includes(identity)) return identity;
  const project = /^[a-z][a-z0-9-]*@([a-z][a-z0-9-]*)\.iam\.gserviceaccount\.com$/.exec(identity)?.[1];
  if (project !== undefined && projects.includes(project)) return `serviceAccount:${identity}`;
  throw new UserError(
    `spec.serviceAccount: ServiceAccount ${lookup.name} acts as ${identity}, which is no account of the project ` +
      `${projects.join(' or ')}; name one that a claim reports in status.serviceAccount, or none`,
  );
}

/** The annotations by which a ServiceAccount acts as the account (cloud.google.com/kubernetes-engine/docs/how-to/workload-identity). */
export const annotationsOf = (account: Account) => ({ [annotation]: emailOf(account) });

/** The account. It is deleted with the claim, even if data is retained. */
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

interface Subject {
  readonly workloadPool: string;
  /** The ServiceAccount, `<namespace>/<name>`. */
  readonly subject: string;
  /** The binding that exists: its member cannot change. */
  readonly existing: ServiceAccountIAMMember | undefined;
}

/** Lets a ServiceAccount of the cluster act as the account. */
export function trust(place: Account, { workloadPool, subject, existing }: Subject, options?: ComposeOptions) {
  return ServiceAccountIAMMember(
    {
      spec: {
        ...namedByProvider(managedBy(place.providerConfig, { retain: false })),
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
