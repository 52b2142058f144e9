/** The entries of a claim in Google's Secret Manager, and the rights of its account on each of them. */
import type { Environment } from '../environment/index.ts';
import { type Account, emailOf } from '../cloud/gcp/account.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Secret } from '../kinds/gcp-secret.ts';
import { SecretIAMMember } from '../kinds/gcp-secret-iam-member.ts';
import { byName, type StoredSecret } from './stored-secret.ts';

interface Place {
  readonly plan: { readonly retain: boolean };
  readonly secrets: readonly StoredSecret[];
  readonly record: { readonly region: string; readonly key?: string | undefined };
  readonly gcp: Pick<NonNullable<Environment['gcp']>, 'providerConfig'>;
  /** The account that reads and writes the entries, in their project. */
  readonly account: Account;
}

/**
 * An entry for every Secret that is read from the store or copied into it. external-secrets could create entries only with a right on
 * the entire project.
 */
export function entries({ plan, secrets, record, gcp, account }: Place) {
  const { region: location, key } = record;
  return byName(inStore(secrets), ({ from, path }) =>
    Secret({
      metadata: externalName(path),
      spec: {
        ...managedBy(gcp.providerConfig, plan),
        forProvider: {
          project: account.project,
          replication: {
            userManaged: {
              replicas: [{ location, ...(key !== undefined && { customerManagedEncryption: { kmsKeyName: key } }) }],
            },
          },
          // external-secrets adds this label to an entry that it writes, and has no right to (providers/v1/gcp/secretmanager/push_secret.go).
          ...(from === 'written' && { labels: { 'managed-by': 'external-secrets' } }),
        },
      },
    }),
  );
}

/**
 * The rights of the account: to read values and, if a Secret is written by hand, to look at its entry and add values to it. external-secrets
 * calls AccessSecretVersion (491, 305), GetSecret (182) and AddSecretVersion (337) (v2.9.0 providers/v1/gcp/secretmanager/client.go).
 */
export function rights(place: Place) {
  const all = inStore(place.secrets);
  const written = all.filter(({ from }) => from === 'written');
  return {
    reader: byName(all, (secret) => right(place, secret, 'roles/secretmanager.secretAccessor')),
    viewer: byName(written, (secret) => right(place, secret, 'roles/secretmanager.viewer')),
    writer: byName(written, (secret) => right(place, secret, 'roles/secretmanager.secretVersionAdder')),
  };
}

function right({ gcp, account }: Place, { path }: StoredSecret, role: string) {
  return SecretIAMMember({
    spec: {
      ...namedByProvider(managedBy(gcp.providerConfig, { retain: false })),
      forProvider: {
        secretId: `projects/${account.project}/secrets/${path}`,
        role,
        member: `serviceAccount:${emailOf(account)}`,
      },
    },
  });
}

const inStore = (secrets: readonly StoredSecret[]) => secrets.filter(({ from }) => from !== 'generated');
