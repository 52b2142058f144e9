/** The role of a claim at AWS, its policy, and the ServiceAccount that assumes it. */
import type { Claim } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Role } from '../kinds/iam-role.ts';
import { RolePolicy } from '../kinds/iam-role-policy.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { accessPolicy, arnOf, type Place, trustPolicy } from './secrets-manager.ts';
import type { StoredSecret } from './stored-secret.ts';

/** By this annotation a ServiceAccount assumes a role (docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
export const roleARN = 'eks.amazonaws.com/role-arn';

interface RoleOptions {
  readonly claim: Claim;
  readonly record: { readonly path: string; readonly role: string };
  readonly aws: Pick<NonNullable<Environment['aws']>, 'providerConfig'>;
  readonly place: Place;
  readonly secrets: readonly StoredSecret[];
  /** Whether external-secrets deletes the entries that it created. */
  readonly deletes: boolean;
  /** Names of the composed ServiceAccount and Role. */
  readonly accountName: string;
  readonly roleName: string;
}

/** The account, the role and its permissions. */
export function roleParts({ claim, record, aws, place, secrets, deletes, accountName, roleName }: RoleOptions) {
  const metadata = externalName(record.role);
  const managed = managedBy(aws.providerConfig, { retain: false });
  const writes = secrets.filter(({ from }) => from === 'written').map(({ path }) => path);
  return {
    account: ServiceAccount({
      metadata: { annotations: { [roleARN]: arnOf(place, 'iam', `role/${record.role}`) } },
      automountServiceAccountToken: false,
    }),
    role: Role({
      metadata,
      spec: { ...managed, forProvider: { assumeRolePolicy: trustPolicy(place, `${claim.namespace}:${accountName}`) } },
    }),
    permissions: RolePolicy({
      metadata,
      spec: {
        ...managed,
        forProvider: { roleRef: { name: roleName }, policy: accessPolicy(place, record.path, { writes, deletes }) },
      },
    }),
  };
}
