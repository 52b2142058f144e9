/** CredentialStore on Azure: a vault of its own, and an identity that reads and writes only this vault. */
import { main, none, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { roleAssignment, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs, runAsKinds } from '../cloud/azure/run-as.ts';
import { azurePlace } from '../cloud/placement.ts';
import { Vault } from '../kinds/azure-key-vault.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { vault, vaultID, vaultName, vaultUrl } from './key-vault.ts';
import { secretsToMount } from './ownership.ts';
import { credentialStorePlanner } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { storedSecrets } from './stored-secret.ts';

/** The resources that must be ready before a value is read or copied. */
const access = ['store', 'writer'] as const;

export const azure = target(
  credentialStorePlanner,
  {
    environment: [
      'azure.oidcIssuer',
      'azure.subscriptionID',
      'azure.clientSubnetIDs',
      'azure.secrets',
      'incluster.monitoring?',
    ],
    resources: {
      store: main(SecretStore, { after: ['account', 'trust', 'reader', 'writer'] }),
      vault: Vault,
      ...runAsKinds,
      reader: resource(RoleAssignment, { after: ['identity', 'vault'] }),
      writer: resource(RoleAssignment, { after: ['identity', 'vault'] }),
      ...secretKinds(...access),
    },
    record: {
      decide: {
        path: vaultName,
        ...azurePlace,
        accountID: ({ environment }) => environment.azure.subscriptionID,
        account: ({ cloudName }) => cloudName('identity', { maxLength: 30 }),
      },
      recover: ({ vault: existing, identity, reader, secret, push }) => ({
        ...recoverNames({ secret, push }),
        path: existing?.metadata?.annotations?.['crossplane.io/external-name'],
        region: existing?.spec.forProvider.location ?? identity?.spec.forProvider.location,
        group: existing?.spec.forProvider.resourceGroupName ?? identity?.spec.forProvider.resourceGroupName,
        accountID: subscriptionIn(reader?.spec.forProvider.scope),
        account: identity?.spec.forProvider.name,
      }),
    },
    reads: secretsToMount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { azure: facts } = environment;
    const { region: location, group, account: id } = record;
    const secrets = storedSecrets(plan.secrets, record.path);
    const self = { apiGroup: claim.group, azure: facts, location, group, id, existing: observed.identity };
    const { resources } = runAs({
      self,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
    });
    const isWritten = secrets.some(({ from }) => from === 'written');
    const scope = vaultID(record);
    // The tenant is in the annotations of the ServiceAccount. external-secrets rejects a store that names it too, even if it is the same
    // (providers/v1/azure/keyvault/keyvault.go).
    const azurekv = {
      authType: 'WorkloadIdentity' as const,
      vaultUrl: vaultUrl(record),
      serviceAccountRef: { name: name('account') },
    };
    return {
      resources: {
        store: SecretStore({ spec: { provider: { azurekv } } }),
        vault: vault({ plan, record, azure: facts, existing: observed.vault }),
        ...resources,
        // external-secrets calls GetSecret (578), SetSecret (616) and DeleteSecret (399) (v2.9.0 providers/v1/azure/keyvault/keyvault.go).
        reader: roleAssignment(self, { role: 'Key Vault Secrets User', scope, existing: observed.reader }),
        writer: isWritten
          ? roleAssignment(self, { role: 'Key Vault Secrets Officer', scope, existing: observed.writer })
          : none('nothing is written by hand'),
        ...secretsOf({
          claim,
          plan,
          secrets,
          environment,
          name,
          reads,
          existing: observed.push,
          access,
          addressOf: (secret, key) => ({ key: secret.name, property: key }),
          // external-secrets cannot write properties at Azure. Azure would reserve the name of an entry that it deletes.
          copiesAsJson: true,
          deletesCopies: false,
        }),
      },
      secret: {},
      status: credentialStoreStatus(plan, secrets),
    };
  },
);
