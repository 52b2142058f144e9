/** The entries of a claim in AWS's Secrets Manager from which external-secrets only reads. */
import { lastPolicies } from '../cloud/last-update.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { Secret } from '../kinds/secretsmanager-secret.ts';
import { byName, type StoredSecret } from './stored-secret.ts';

interface EntriesOptions {
  readonly plan: { readonly retain: boolean };
  readonly secrets: readonly StoredSecret[];
  readonly providerConfig: Parameters<typeof managedBy>[0];
  readonly region: string;
  readonly encryption: { readonly kmsKeyId?: string };
  /** The entries that exist. */
  readonly existing: Readonly<Record<string, Secret | undefined>>;
}

/**
 * An entry for every Secret that is read from the store. external-secrets itself creates the entries of its copies: with two owners,
 * each would undo the tags of the other.
 */
export function entries({ plan, secrets, providerConfig, region, encryption, existing }: EntriesOptions) {
  const recoveryWindowInDays = recoveryDays(plan);
  return byName(
    secrets.filter(({ from }) => from === 'store'),
    (secret) =>
      Secret({
        metadata: entryName(secret, existing[secret.name]),
        spec: {
          ...namedByProvider(managedBy(providerConfig, plan)),
          forProvider: { region, name: secret.path, recoveryWindowInDays, ...encryption },
        },
      }),
  );
}

/** The days for which AWS keeps a deleted entry, and reserves its name. */
const recoveryDays = ({ retain }: { readonly retain: boolean }) => (retain ? 30 : 0);

/** Returns the final spec of an entry that the claim no longer has. */
export function finalEntry(plan: { readonly retain: boolean }) {
  const withPolicies = lastPolicies(plan);
  return <S extends { readonly forProvider: object }>(spec: S): S =>
    withPolicies({
      ...spec,
      forProvider: { ...spec.forProvider, recoveryWindowInDays: recoveryDays(plan) },
    });
}

/**
 * The external name of an entry: its ARN, which AWS generates and the provider writes here, or its path while there is no ARN.
 *
 * The provider looks an entry up in a way that takes a name as well (terraform-provider-aws internal/service/secretsmanager/secret.go;
 * docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html). So it finds an entry that outlived its claim, or its
 * name in the claim. AWS would refuse to create a second one.
 */
function entryName({ path }: StoredSecret, existing: Secret | undefined) {
  return externalName(existing?.metadata?.annotations?.['crossplane.io/external-name'] ?? path);
}
