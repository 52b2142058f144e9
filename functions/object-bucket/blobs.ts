/** A bucket on Azure: a container of blobs in its own storage account. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { Account } from '../kinds/azure-storage-account.ts';
import { Container } from '../kinds/azure-storage-container.ts';
import { earlierVersionDays } from './days.ts';
import type { ObjectBucketPlan } from './plan.ts';

type AzureFacts = WithSections<Environment, 'azure.objects' | 'azure.clientSubnetIDs'>['azure'];

export interface BlobPlace {
  readonly plan: ObjectBucketPlan;
  readonly azure: AzureFacts;
  readonly record: {
    readonly bucket: string;
    readonly store: string;
    readonly region: string;
    readonly group: string;
    readonly accountID: string;
  };
  /** The storage account that exists: its number of zones cannot change. */
  readonly existing: Account | undefined;
}

/**
 * The storage account. It has no keys, and only the nodes of this cluster reach it. Its deletion deletes all its contents.
 *
 * Only soft delete keeps overwritten and deleted blobs, since it also ends: Azure's versions stay until somebody deletes them
 * (learn.microsoft.com/azure/storage/blobs/soft-delete-vs-versioning-options). One day is the minimum. Without a number of days, the
 * provider would write the observed one into the spec.
 */
export function store({ plan, record, azure, existing }: BlobPlace) {
  const previous = existing?.spec.forProvider;
  return Account({
    metadata: externalName(record.store),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        location: record.region,
        resourceGroupName: record.group,
        accountKind: 'StorageV2',
        accountTier: 'Standard',
        accountReplicationType: previous?.accountReplicationType ?? (plan.highlyAvailable ? 'ZRS' : 'LRS'),
        sharedAccessKeyEnabled: false,
        defaultToOauthAuthentication: true,
        localUserEnabled: false,
        crossTenantReplicationEnabled: false,
        // Service endpoints of subnets lead to the public address. The network rules refuse all other clients.
        publicNetworkAccessEnabled: true,
        networkRules: { virtualNetworkSubnetIds: azure.clientSubnetIDs },
        blobProperties: {
          versioningEnabled: false,
          deleteRetentionPolicy: { days: plan.versioning ? earlierVersionDays : 1 },
          // The applications' role also allows them to delete the container.
          containerDeleteRetentionPolicy: { days: earlierVersionDays },
        },
      },
    },
  });
}

/**
 * The container. It names the account by id, so the provider creates the container through Azure Resource Manager. The provider still looks
 * for it at the blob endpoint (provider-upjet-azure config/externalname.go storageContainer).
 */
export function container(place: BlobPlace) {
  const { plan, record, azure } = place;
  return Container({
    metadata: externalName(record.bucket),
    spec: { ...managedBy(azure.providerConfig, plan), forProvider: { storageAccountId: storeID(place) } },
  });
}

/** The id of the container, which role assignments need. */
export function containerID(place: BlobPlace): string {
  return `${storeID(place)}/blobServices/default/containers/${place.record.bucket}`;
}

function storeID({ record: { accountID, group, store } }: BlobPlace): string {
  return `/subscriptions/${accountID}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${store}`;
}
