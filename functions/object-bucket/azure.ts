/** ObjectBucket on Azure: a container of blobs, and an identity that opens it and nothing else, without any key. */
import { main, target } from 'planesmith/authoring';
import { right, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs } from '../cloud/azure/run-as.ts';
import { requiresAccount } from '../cloud/account.ts';
import { FederatedIdentityCredential } from '../kinds/azure-federated-identity-credential.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { Account } from '../kinds/azure-storage-account.ts';
import { Container } from '../kinds/azure-storage-container.ts';
import { UserAssignedIdentity } from '../kinds/azure-user-assigned-identity.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { container, containerID, store } from './blobs.ts';
import { plan } from './plan.ts';
import { objectBucketStatus } from './status.ts';

export const azure = target(
  plan,
  {
    needs: ['azure.objects', 'azure.subscriptionID', 'azure.oidcIssuer', 'azure.clientSubnetIDs'],
    lacks: ['access_key_id', 'secret_key'],
    resources: {
      bucket: main(Container),
      store: Account,
      account: ServiceAccount,
      identity: UserAssignedIdentity,
      trust: FederatedIdentityCredential,
      access: RoleAssignment,
    },
    requires: requiresAccount,
    recover: ({ bucket, store: existing, identity: known }) => ({
      bucket: bucket?.metadata?.annotations?.['crossplane.io/external-name'],
      region: existing?.spec.forProvider.location ?? known?.spec.forProvider.location,
      group: existing?.spec.forProvider.resourceGroupName ?? known?.spec.forProvider.resourceGroupName,
      accountID: subscriptionIn(bucket?.spec.forProvider.storageAccountId),
      store: existing?.metadata?.annotations?.['crossplane.io/external-name'],
      user: known?.spec.forProvider.name,
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { azure: facts } = environment;
    const { bucket, user, region: location = facts.location, group = facts.resourceGroup } = decided.record;
    const { accountID: subscriptionID = facts.subscriptionID } = decided.record;
    const place = { plan: decided, azure: facts, location, group, subscriptionID, existing: observed.store };
    const who = { azure: facts, location, group, id: user, existing: observed.identity };
    const given = decided.serviceAccount;
    const { principal, resources } = runAs({
      self: who,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
      given,
      found: required.given,
      existing: [observed.access?.spec.forProvider.principalId],
    });
    const endpoint = observed.store?.status?.atProvider?.primaryBlobEndpoint?.replace(/\/$/, '');
    return {
      resources: {
        bucket: container(place),
        store: store(place),
        ...resources,
        access: right(
          who,
          {
            role: 'Storage Blob Data Contributor',
            scope: containerID(place),
            existing: observed.access,
            principal,
          },
          ['identity', 'bucket'],
        ),
      },
      secret: { endpoint, region: location, bucket },
      status: objectBucketStatus(decided, endpoint, given ?? (observed.account && name('account'))),
    };
  },
);
