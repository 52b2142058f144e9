/** The entries of a claim in Google's Secret Manager, and what its account may do with each of them alone. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { type Account, emailOf } from '../cloud/gcp/account.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Secret } from '../kinds/gcp-secret.ts';
import { SecretIAMMember } from '../kinds/gcp-secret-iam-member.ts';
import type { CredentialStorePlan, Wanted } from './plan.ts';

interface Place {
  readonly plan: CredentialStorePlan;
  readonly gcp: WithSections<Environment, 'gcp'>['gcp'];
  /** Who reads and writes the entries, in their project. */
  readonly account: Account;
}

/**
 * An entry for whatever is read from the store or copied into it: to create one itself, external-secrets would need a right in all of
 * the project.
 */
export function entries({ plan, gcp, account }: Place) {
  const { record, retain } = plan;
  return byName(stored(plan), ({ from, path }) =>
    Secret({
      metadata: externalName(path),
      spec: {
        ...managedBy(gcp.providerConfig, { retain }),
        forProvider: {
          project: account.project,
          replication: {
            userManaged: {
              replicas: [
                {
                  location: record.region ?? gcp.region,
                  ...(record.key !== undefined && { customerManagedEncryption: { kmsKeyName: record.key } }),
                },
              ],
            },
          },
          // external-secrets would add it where it copies a value, and has no right to (providers/v1/gcp/secretmanager/push_secret.go).
          ...(from === 'written' && { labels: { 'managed-by': 'external-secrets' } }),
        },
      },
    }),
  );
}

/** What the account may do: read values; where they are written by hand, also look at the entry and add values to it. */
export function rights(place: Place) {
  const all = stored(place.plan);
  const written = all.filter(({ from }) => from === 'written');
  return {
    reader: byName(all, (each) => right(place, each, 'roles/secretmanager.secretAccessor')),
    viewer: byName(written, (each) => right(place, each, 'roles/secretmanager.viewer')),
    writer: byName(written, (each) => right(place, each, 'roles/secretmanager.secretVersionAdder')),
  };
}

function right({ gcp, account }: Place, { path }: Wanted, role: string) {
  return SecretIAMMember(
    {
      spec: {
        ...managedBy(gcp.providerConfig, { retain: false }),
        forProvider: {
          secretId: `projects/${account.project}/secrets/${path}`,
          role,
          member: `serviceAccount:${emailOf(account)}`,
        },
      },
    },
    { after: ['entry', 'identity'] },
  );
}

const stored = ({ wanted }: CredentialStorePlan) => wanted.filter(({ from }) => from !== 'generated');

const byName = <T>(wanted: readonly Wanted[], make: (each: Wanted) => T): Record<string, T> =>
  Object.fromEntries(wanted.map((each) => [each.name, make(each)]));
