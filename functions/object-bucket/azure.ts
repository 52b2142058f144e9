/** ObjectBucket on Azure: a container of blobs, and an identity that opens only this container, without a key. */
import { main, none, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { roleAssignment, subscriptionIn } from '../cloud/azure/rights.ts';
import { runAs, runAsKinds } from '../cloud/azure/run-as.ts';
import { requiresAccount } from '../cloud/account.ts';
import { azurePlace } from '../cloud/placement.ts';
import { hashOf } from '../cloud/public-name.ts';
import { RoleAssignment } from '../kinds/azure-role-assignment.ts';
import { Account } from '../kinds/azure-storage-account.ts';
import { Container } from '../kinds/azure-storage-container.ts';
import { container, containerID, store } from './blobs.ts';
import { maxNameLength, objectBucketPlanner, userName } from './plan.ts';
import { noKeys, objectBucketStatus } from './status.ts';

export const azure = target(
  objectBucketPlanner,
  {
    // Azure has a separate kind for rules that delete blobs, and the platform does not compose it.
    abilities: { versions: true, expiry: false },
    environment: ['azure.objects', 'azure.subscriptionID', 'azure.oidcIssuer', 'azure.clientSubnetIDs'],
    resources: {
      bucket: main(Container, { after: ['store'] }),
      store: Account,
      ...runAsKinds,
      access: resource(RoleAssignment, { after: ['identity', 'bucket'] }),
    },
    record: {
      decide: {
        bucket: ({ cloudName }) => cloudName('bucket', { maxLength: maxNameLength }),
        ...azurePlace,
        accountID: ({ environment }) => environment.azure.subscriptionID,
        // The name of the bucket's own storage account: up to 24 letters and digits, of which 16 are a hash.
        store: ({ environment, cloudName }) =>
          `${environment.azure.objects.accountPrefix}${hashOf(cloudName, 'store')}`,
        user: userName,
      },
      recover: ({ bucket, store: existing, identity }) => ({
        bucket: bucket?.metadata?.annotations?.['crossplane.io/external-name'],
        region: existing?.spec.forProvider.location ?? identity?.spec.forProvider.location,
        group: existing?.spec.forProvider.resourceGroupName ?? identity?.spec.forProvider.resourceGroupName,
        accountID: subscriptionIn(bucket?.spec.forProvider.storageAccountId),
        store: existing?.metadata?.annotations?.['crossplane.io/external-name'],
        user: identity?.spec.forProvider.name,
      }),
    },
    reads: requiresAccount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { azure: facts } = environment;
    const { bucket, user, region: location, group } = record;
    const place = { plan, record, azure: facts, existing: observed.store };
    const self = { apiGroup: claim.group, azure: facts, location, group, id: user, existing: observed.identity };
    const { serviceAccount } = plan;
    const { principal, resources } = runAs({
      self,
      identityName: name('identity'),
      subject: `${claim.namespace}:${name('account')}`,
      account: observed.account,
      serviceAccount,
      foundAccount: reads.serviceAccount,
      existing: [observed.access?.spec.forProvider.principalId],
    });
    const endpoint = observed.store?.status?.atProvider?.primaryBlobEndpoint?.replace(/\/$/, '');
    return {
      resources: {
        bucket: container(place),
        store: store(place),
        ...resources,
        access: roleAssignment(self, {
          role: 'Storage Blob Data Contributor',
          scope: containerID(place),
          existing: observed.access,
          principal,
        }),
      },
      secret: { endpoint, region: location, bucket, access_key_id: none(noKeys), secret_key: none(noKeys) },
      status: objectBucketStatus(plan, endpoint, serviceAccount ?? (observed.account && name('account'))),
    };
  },
);
