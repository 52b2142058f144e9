/** The entries of a claim in AWS's Secrets Manager that are read alone. */
import { keptOrDeleted } from '../cloud/last-update.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Secret } from '../kinds/secretsmanager-secret.ts';
import type { CredentialStorePlan, Wanted } from './plan.ts';

interface Place {
  readonly plan: CredentialStorePlan;
  readonly providerConfig: Parameters<typeof managedBy>[0];
  readonly region: string;
  readonly encrypted: { readonly kmsKeyId?: string };
  /** What exists of them. */
  readonly existing: Readonly<Record<string, Secret | undefined>>;
}

/** An entry for whatever is read. What external-secrets copies into the store, it creates there itself: a second owner would fight about its tags. */
export function entries({ plan, providerConfig, region, encrypted, existing }: Place) {
  const read = plan.wanted.filter(({ from }) => from === 'store');
  const { retain } = plan;
  const entry = (each: Wanted) =>
    Secret({
      metadata: known(each, existing[each.name]),
      spec: {
        ...managedBy(providerConfig, { retain }),
        forProvider: { region, name: each.path, recoveryWindowInDays: recoveryDays(retain), ...encrypted },
      },
    });
  return Object.fromEntries(read.map((each) => [each.name, entry(each)]));
}

/** How long AWS keeps what it deletes, and its name with it. */
const recoveryDays = (retain: boolean) => (retain ? 30 : 0);

/** The last of an entry that the claim no longer has. */
export function leftAs({ retain }: { readonly retain: boolean }) {
  const left = keptOrDeleted({ retain });
  return <S extends { readonly forProvider: object }>(spec: S): S =>
    left({ ...spec, forProvider: { ...spec.forProvider, recoveryWindowInDays: recoveryDays(retain) } });
}

/**
 * The provider identifies an entry by its ARN, which AWS makes up, and writes it here once it has made one; but it looks for it in a way that takes a
 * name as well (terraform-provider-aws internal/service/secretsmanager/secret.go; docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html).
 * So an entry that outlived its claim, or its name in a claim, is found again: AWS would make no second one.
 */
function known({ path }: Wanted, existing: Secret | undefined) {
  return externalName(existing?.metadata?.annotations?.['crossplane.io/external-name'] ?? path);
}
