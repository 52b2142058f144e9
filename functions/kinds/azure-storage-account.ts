/** A storage account is ready when Azure has it. */
import { composed, none, ready } from 'planesmith/authoring';
import { Account as Model } from '../models/storage.azure.m.upbound.io/v1beta1/account.ts';
import { noPods } from './ruled-out.ts';

export type Account = Model;
export const Account = composed(Model, {
  // The kind can change from Storage to StorageV2 alone, and the replication within zones or across them.
  // terraform-provider-azurerm@v4.80.0 internal/services/storage/storage_account_resource.go:117-1183;
  // location and group: commonschema of go-azure-helpers
  immutable: [
    'spec.forProvider.accountKind',
    'spec.forProvider.accountReplicationType',
    'spec.forProvider.accountTier',
    'spec.forProvider.dnsEndpointType',
    'spec.forProvider.edgeZone',
    'spec.forProvider.infrastructureEncryptionEnabled',
    'spec.forProvider.isHnsEnabled',
    'spec.forProvider.location',
    'spec.forProvider.nfsv3Enabled',
    'spec.forProvider.queueEncryptionKeyType',
    'spec.forProvider.resourceGroupName',
    'spec.forProvider.tableEncryptionKeyType',
  ],
  ready: ready.managed,
  concerns: {
    ...noPods(),
    backups: none('objects are kept in versions if the claim asks for it'),
    retention: none(
      'Azure protects a single resource only by a lock on its resource group, which the platform team sets',
    ),
    monitoring: none('it grows by itself, and Azure runs it'),
    // Azure encrypts all stored data; this field adds a second layer below it.
    encryption: { spec: { forProvider: { infrastructureEncryptionEnabled: true } } },
    tls: { spec: { forProvider: { minTlsVersion: 'TLS1_2', httpsTrafficOnlyEnabled: true } } },
    private: {
      spec: {
        forProvider: { allowNestedItemsToBePublic: false, networkRules: { defaultAction: 'Deny', bypass: ['None'] } },
      },
    },
  },
});
