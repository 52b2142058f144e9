/** CredentialStore on AWS: entries of Secrets Manager, and a role that reads and writes these alone. */
import { type AnyModel, each, main, target } from 'planesmith/authoring';
import { accountIn } from '../cloud/aws/arn.ts';
import { cloudTags } from '../concerns/tags.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { lettingGo } from '../cloud/last-update.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Role } from '../kinds/iam-role.ts';
import { RolePolicy } from '../kinds/iam-role-policy.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { Secret } from '../kinds/secretsmanager-secret.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { Usage } from '../kinds/usage.ts';
import { outlives } from '../cloud/deletion-order.ts';
import { entries, leftAs } from './aws-entries.ts';
import { placeOf } from './place.ts';
import { plan, type Wanted } from './plan.ts';
import { arnOf, mayDelete, trust, use } from './secrets-manager.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { requiresMounted } from './taken.ts';

/** By which an account of this cluster acts as a role (docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
const roleARN = 'eks.amazonaws.com/role-arn';

export const aws = target(
  plan,
  {
    needs: ['aws.accountID', 'aws.secrets'],
    uses: ['incluster.monitoring'],
    resources: {
      store: main(SecretStore),
      account: ServiceAccount,
      role: Role,
      permissions: RolePolicy,
      entry: each(Secret),
      outlives: each(Usage),
      ...secretKinds,
    },
    requires: requiresMounted,
    recover: ({ store, account, permissions, entry, secret, push, role }) => ({
      path: placeOf(Object.values(secret), 'aws'),
      ...recoverNames({ secret, push }),
      region: store?.spec?.provider.aws?.region,
      accountID: accountIn(account?.metadata?.annotations?.[roleARN]),
      ...encryptionOf(
        permissions?.spec,
        ...[...Object.values(entry), ...Object.values(push)].map((each) => each?.spec),
      ),
      role: role?.metadata?.annotations?.['crossplane.io/external-name'],
    }),
  },
  ({ plan: decided, environment, observed, claim, name, required }) => {
    const { aws: facts } = environment;
    const { region = facts.region, accountID = facts.accountID, role = '', path, key } = decided.record;
    const where = { ...facts.secrets, accountID, region, key };
    const managed = managedBy(facts.providerConfig, { retain: false });
    const encrypted = key === undefined ? {} : { kmsKeyId: key };
    const writes = decided.wanted.filter(({ from }) => from === 'written').map(({ path: entry }) => entry);
    // It may have to go on deleting what it wrote for a name that is no longer in the claim: nobody tells when it is done.
    const before = observed.permissions?.spec.forProvider.policy;
    const wrote = writes.length > 0 || Object.keys(observed.push).length > 0 || mayDelete(before);
    const deletes = !decided.retain && wrote;
    const metadataOf = (_: Wanted) => ({
      apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
      kind: 'PushSecretMetadata',
      spec: { secretPushFormat: 'string', tags: cloudTags(claim, environment), ...encrypted },
    });
    return {
      resources: {
        store: SecretStore({
          spec: {
            provider: {
              aws: {
                service: 'SecretsManager',
                region,
                auth: { jwt: { serviceAccountRef: { name: name('account') } } },
                secretsManager: decided.retain ? { recoveryWindowInDays: 30 } : { forceDeleteWithoutRecovery: true },
              },
            },
          },
        }),
        account: ServiceAccount({
          metadata: { annotations: { [roleARN]: arnOf(where, 'iam', `role/${role}`) } },
          automountServiceAccountToken: false,
        }),
        role: Role({
          metadata: externalName(role),
          spec: {
            ...managed,
            forProvider: { assumeRolePolicy: trust(where, `${claim.namespace}:${name('account')}`) },
          },
        }),
        permissions: RolePolicy(
          {
            metadata: externalName(role),
            spec: {
              ...managed,
              forProvider: { roleRef: { name: name('role') }, policy: use(where, path, { writes, deletes }) },
            },
          },
          { after: ['role'] },
        ),
        entry: lettingGo(
          entries({
            plan: decided,
            providerConfig: facts.providerConfig,
            region,
            encrypted,
            existing: observed.entry,
          }),
          { model: Secret, existing: observed.entry, last: leftAs(decided) },
        ),
        outlives: deletes ? outlivingTheStore(name) : {},
        ...secretsOf({ plan: decided, existing: observed.push, claim, environment, name, required, metadataOf }),
      },
      secret: {},
      status: credentialStoreStatus(decided),
    };
  },
);

/** By what external-secrets is let in: it deletes what it wrote as that account, and keeps its store until it has. */
function outlivingTheStore(name: (key: 'store' | 'account' | 'role' | 'permissions') => string) {
  const store = { apiVersion: SecretStore.apiVersion, kind: SecretStore.kind, name: name('store') };
  const keep = (key: 'account' | 'role' | 'permissions', { apiVersion, kind }: AnyModel) =>
    outlives({ apiVersion, kind, name: name(key) }, store, ['store', key]);
  return {
    account: keep('account', ServiceAccount),
    permissions: keep('permissions', RolePolicy),
    role: keep('role', Role),
  };
}
