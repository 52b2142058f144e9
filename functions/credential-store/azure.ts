/** CredentialStore on Azure: a vault of its own, and an identity that reads and writes this one alone. */
import { main, none, target } from 'planesmith/authoring';
import { right, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs } from '../cloud/azure/run-as.ts';
import { FederatedIdentityCredential } from '../kinds/azure-federated-identity-credential.ts';
import { Vault } from '../kinds/azure-key-vault.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { UserAssignedIdentity } from '../kinds/azure-user-assigned-identity.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { addressOf, idOf, vault } from './key-vault.ts';
import { plan } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { requiresMounted } from './taken.ts';

export const azure = target(
  plan,
  {
    needs: ['azure.oidcIssuer', 'azure.subscriptionID', 'azure.clientSubnetIDs', 'azure.secrets'],
    uses: ['incluster.monitoring'],
    resources: {
      store: main(SecretStore),
      vault: Vault,
      account: ServiceAccount,
      identity: UserAssignedIdentity,
      trust: FederatedIdentityCredential,
      reader: RoleAssignment,
      writer: RoleAssignment,
      ...secretKinds,
    },
    requires: requiresMounted,
    recover: ({ vault: existing, identity: someone, reader, secret, push }) => ({
      ...recoverNames({ secret, push }),
      path: existing?.metadata?.annotations?.['crossplane.io/external-name'],
      region: existing?.spec.forProvider.location ?? someone?.spec.forProvider.location,
      group: existing?.spec.forProvider.resourceGroupName ?? someone?.spec.forProvider.resourceGroupName,
      accountID: subscriptionIn(reader?.spec.forProvider.scope),
      account: someone?.spec.forProvider.name,
    }),
  },
  ({ plan: decided, environment, observed, claim, name, required }) => {
    const { azure: facts } = environment;
    const { account: id = '', region: location = facts.location, group = facts.resourceGroup } = decided.record;
    const { accountID: subscriptionID = facts.subscriptionID } = decided.record;
    const who = { azure: facts, location, group, id, existing: observed.identity };
    const place = { plan: decided, azure: facts, group, subscriptionID, existing: observed.vault };
    const { resources } = runAs({
      self: who,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
    });
    const isWritten = decided.wanted.some(({ from }) => from === 'written');
    const may = (role: string, existing: RoleAssignment | undefined) =>
      right(who, { role, scope: idOf(place), existing }, ['identity', 'vault']);
    return {
      resources: {
        // The tenant stands in the annotations of the account: external-secrets refuses one that it is told twice, even the same
        // (providers/v1/azure/keyvault/keyvault.go).
        store: SecretStore(
          {
            spec: {
              provider: {
                azurekv: {
                  authType: 'WorkloadIdentity',
                  vaultUrl: addressOf(decided),
                  serviceAccountRef: { name: name('account') },
                },
              },
            },
          },
          { after: ['account', 'trust', 'reader', 'writer'] },
        ),
        vault: vault(place),
        ...resources,
        reader: may('Key Vault Secrets User', observed.reader),
        writer: isWritten ? may('Key Vault Secrets Officer', observed.writer) : none('nothing is written by hand'),
        ...secretsOf({
          plan: decided,
          existing: observed.push,
          claim,
          environment,
          name,
          required,
          addressOf: ({ name: entry }, key) => ({ key: entry, property: key }),
          // external-secrets does not know properties where it writes here, and Azure would keep the name of an entry that it deletes.
          copiesWhole: true,
          keepsCopies: true,
          after: ['store', 'writer'],
        }),
      },
      secret: {},
      status: credentialStoreStatus(decided),
    };
  },
);
