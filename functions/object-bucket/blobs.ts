/** A bucket on Azure: a container of blobs, in a storage account that it has to itself. */
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
  /** What exists of it: in how many zones it is cannot be changed. */
  readonly existing: Account | undefined;
}

/**
 * The account: it has no keys, and only the nodes of this cluster reach it. Deleting it deletes all that is in it.
 *
 * What is overwritten or deleted is kept by soft delete alone, which also ends it: Azure's versions stay until somebody deletes them
 * (learn.microsoft.com/azure/storage/blobs/soft-delete-vs-versioning-options). A day is the least; without any, the provider would
 * write back what it finds.
 */
export function store({ plan, record, azure, existing }: BlobPlace) {
  const before = existing?.spec.forProvider;
  return Account({
    metadata: externalName(record.store),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        location: record.region,
        resourceGroupName: record.group,
        accountKind: 'StorageV2',
        accountTier: 'Standard',
        accountReplicationType: before?.accountReplicationType ?? (plan.highlyAvailable ? 'ZRS' : 'LRS'),
        sharedAccessKeyEnabled: false,
        defaultToOauthAuthentication: true,
        localUserEnabled: false,
        crossTenantReplicationEnabled: false,
        // Service endpoints of subnets lead to its public address, at which nobody else is let in.
        publicNetworkAccessEnabled: true,
        networkRules: { virtualNetworkSubnetIds: azure.clientSubnetIDs },
        blobProperties: {
          versioningEnabled: false,
          deleteRetentionPolicy: { days: plan.versioning ? earlierVersionDays : 1 },
          // What applications may do with blobs lets them delete the container too.
          containerDeleteRetentionPolicy: { days: earlierVersionDays },
        },
      },
    },
  });
}

/**
 * The container. By the account's id it is made through Azure's management; the provider looks for it at the blobs' own address
 * nevertheless (provider-upjet-azure config/externalname.go storageContainer).
 */
export function container(place: BlobPlace) {
  const { plan, record, azure } = place;
  return Container({
    metadata: externalName(record.bucket),
    spec: { ...managedBy(azure.providerConfig, plan), forProvider: { storageAccountId: storeID(place) } },
  });
}

/** The id of the container, of which a right to it speaks. */
export function containerID(place: BlobPlace): string {
  return `${storeID(place)}/blobServices/default/containers/${place.record.bucket}`;
}

function storeID({ record: { accountID, group, store } }: BlobPlace): string {
  return `/subscriptions/${accountID}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${store}`;
}
