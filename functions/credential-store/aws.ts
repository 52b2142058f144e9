/** CredentialStore on AWS: entries of Secrets Manager, and a role that reads and writes only these. */
import { type AnyModel, main, perItem, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { accountIn, regionIn } from '../cloud/aws/arn.ts';
import { outlives } from '../cloud/deletion-order.ts';
import { withLastUpdates } from '../cloud/last-update.ts';
import { awsKey, awsPlace, encryptionOf } from '../cloud/placement.ts';
import { cloudTags } from '../concerns/tags.ts';
import { Role } from '../kinds/iam-role.ts';
import { RolePolicy } from '../kinds/iam-role-policy.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { Secret } from '../kinds/secretsmanager-secret.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { Usage } from '../kinds/usage.ts';
import { entries, finalEntry } from './aws-entries.ts';
import { roleARN, roleParts } from './aws-role.ts';
import { secretsToMount } from './ownership.ts';
import { credentialStorePlanner } from './plan.ts';
import { mayDelete } from './secrets-manager.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { claimPath, recoverPath, storedSecrets } from './stored-secret.ts';

export const aws = target(
  credentialStorePlanner,
  {
    environment: ['aws.accountID', 'aws.secrets', 'incluster.monitoring?'],
    resources: {
      store: main(SecretStore),
      account: ServiceAccount,
      role: Role,
      permissions: resource(RolePolicy, { after: ['role'] }),
      entry: perItem(Secret),
      outlives: perItem(Usage, { after: ['store', 'account', 'permissions', 'role'] }),
      ...secretKinds('store'),
    },
    record: {
      decide: {
        path: claimPath,
        ...awsPlace,
        accountID: ({ environment }) => environment.aws.accountID,
        ...awsKey,
        role: ({ cloudName }) => cloudName('role', { maxLength: 64 }),
      },
      recover: ({ account, permissions, entry, secret, push, role }, recorded) => ({
        path: recoverPath(secret),
        ...recoverNames({ secret, push }),
        // Members of a namespace may write a SecretStore (the chart of external-secrets adds it to the role `edit`), so it shows no decision.
        region: regionIn(permissions?.spec.forProvider.policy),
        accountID: accountIn(account?.metadata?.annotations?.[roleARN]),
        ...encryptionOf(
          recorded,
          permissions?.spec,
          ...[...Object.values(entry), ...Object.values(push)].map((object) => object?.spec),
        ),
        role: role?.metadata?.annotations?.['crossplane.io/external-name'],
      }),
    },
    reads: secretsToMount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { aws: facts } = environment;
    const { region, accountID, key } = record;
    const { providerConfig } = facts;
    const secrets = storedSecrets(plan.secrets, record.path);
    const encryption = key === undefined ? {} : { kmsKeyId: key };
    // external-secrets may still have to delete the copy of a name that is no longer in the claim, and nothing reports when it has.
    const hasCopies =
      secrets.some(({ from }) => from === 'written') ||
      Object.keys(observed.push).length > 0 ||
      mayDelete(observed.permissions?.spec.forProvider.policy);
    const deletes = hasCopies && !plan.retain;
    return {
      resources: {
        store: SecretStore({
          spec: {
            provider: {
              aws: {
                service: 'SecretsManager',
                region,
                auth: { jwt: { serviceAccountRef: { name: name('account') } } },
                secretsManager: plan.retain ? { recoveryWindowInDays: 30 } : { forceDeleteWithoutRecovery: true },
              },
            },
          },
        }),
        ...roleParts({
          claim,
          record,
          aws: facts,
          place: { ...facts.secrets, accountID, region, key },
          secrets,
          deletes,
          accountName: name('account'),
          roleName: name('role'),
        }),
        entry: withLastUpdates(
          entries({ plan, secrets, providerConfig, region, encryption, existing: observed.entry }),
          {
            model: Secret,
            existing: observed.entry,
            last: finalEntry(plan),
          },
        ),
        outlives: deletes ? accessOutlivesStore(name) : {},
        ...secretsOf({
          claim,
          plan,
          secrets,
          environment,
          name,
          reads,
          existing: observed.push,
          access: ['store'],
          metadata: {
            apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
            kind: 'PushSecretMetadata',
            spec: { secretPushFormat: 'string', tags: cloudTags(claim, environment), ...encryption },
          },
        }),
      },
      secret: {},
      status: credentialStoreStatus(plan, secrets),
    };
  },
);

type AccessKey = 'account' | 'permissions' | 'role';

/** external-secrets deletes its copies as the account, and keeps the store until they are gone: the account must last as long. */
function accessOutlivesStore(name: (key: 'store' | AccessKey) => string) {
  const store = { apiVersion: SecretStore.apiVersion, kind: SecretStore.kind, name: name('store') };
  const keep = (key: AccessKey, { apiVersion, kind }: AnyModel) =>
    outlives({ apiVersion, kind, name: name(key) }, store, { after: ['store', key] });
  return {
    account: keep('account', ServiceAccount),
    permissions: keep('permissions', RolePolicy),
    role: keep('role', Role),
  };
}
