/**
 * A flexible server is ready when Azure reports it ready with the version, size, standby and storage in its spec.
 * The provider changes a server in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { FlexibleServer as Model } from '../models/dbforpostgresql.azure.m.upbound.io/v1beta1/flexible-server.ts';
import { noPods } from './ruled-out.ts';

export type FlexibleServer = Model;
export const FlexibleServer = composed(Model, {
  concerns: {
    ...noPods(),
    retention: none(
      'Azure protects a single resource only by a lock on its resource group, which the platform team sets',
    ),
    // Azure encrypts all stored data; no field asks for it.
    encryption: holds,
    private: { spec: { forProvider: { publicNetworkAccessEnabled: false } } },
    // The server requires TLS unless a FlexibleServerConfiguration turns that off
    // (learn.microsoft.com/azure/postgresql/flexible-server/security-tls).
    tls: holds,
    backups: ({ spec }) =>
      spec.forProvider.backupRetentionDays === undefined
        ? 'no retention of its backups is set (backupRetentionDays)'
        : holds,
    monitoring: 'needs',
  },
  accepted: ({ spec: { forProvider } }) => refusal(forProvider) ?? true,
  // terraform-provider-azurerm@v4.80.0 internal/services/postgres/postgresql_flexible_server_resource.go:209-406;
  // location and group: commonschema of go-azure-helpers
  immutable: [
    'spec.forProvider.administratorLogin',
    'spec.forProvider.delegatedSubnetId',
    'spec.forProvider.geoRedundantBackupEnabled',
    'spec.forProvider.location',
    'spec.forProvider.pointInTimeRestoreTimeInUtc',
    'spec.forProvider.resourceGroupName',
    'spec.forProvider.sourceServerId',
  ],
  // The same file, lines 398 and 429.
  growing: ['spec.forProvider.storageMb', 'spec.forProvider.version'],
  sizing: ['spec.forProvider.highAvailability', 'spec.forProvider.skuName', 'spec.forProvider.storageMb'],
  ready: (server) => {
    const verdict = ready.managed(server);
    return verdict === true ? (unfinished(server) ?? true) : verdict;
  },
});

/** The least tier of storage for each size in GiB (azurerm internal/services/postgres/validate, InitializeFlexibleServerStorageTierDefaults). */
const tiers = { 32: 'P4', 64: 'P6', 128: 'P10', 256: 'P15', 512: 'P20', 1024: 'P30', 2048: 'P40', 4096: 'P50' };

/** Why Azure or its provider refuses these values together, if they do (azurerm postgresql_flexible_server_resource.go). */
function refusal(wanted: NonNullable<Model['spec']>['forProvider']): string | undefined {
  const { storageMb = 32_768, storageTier, skuName = '', highAvailability, backupRetentionDays = 7 } = wanted;
  const least = tiers[(storageMb / 1024) as keyof typeof tiers];
  if (least === undefined) return `Azure sells no storage of ${storageMb} MiB (storageMb)`;
  const order = Object.values(tiers);
  if (storageTier !== undefined && order.indexOf(storageTier) < order.indexOf(least)) {
    return `tier ${storageTier} is too small for ${storageMb} MiB (storageTier)`;
  }
  // learn.microsoft.com/azure/postgresql/flexible-server/concepts-compute
  if (skuName.startsWith('B_') && highAvailability !== undefined)
    return `a ${skuName} has no standby (highAvailability)`;
  if (backupRetentionDays < 7 || backupRetentionDays > 35)
    return 'Azure keeps backups for 7 to 35 days (backupRetentionDays)';
  if (wanted.delegatedSubnetId !== undefined && wanted.publicNetworkAccessEnabled !== false) {
    return 'a server in a subnet has no public access (publicNetworkAccessEnabled)';
  }
  return undefined;
}

/** The first change of the spec that Azure has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const observed = status?.atProvider ?? {};
  const { version = wanted.version, skuName = wanted.skuName, storageMb = Infinity } = observed;
  if (version !== wanted.version) return `the server is being upgraded to version ${wanted.version}`;
  if (skuName !== wanted.skuName) return 'the server is being resized';
  // Without a standby the provider reports no highAvailability (azurerm postgresql_flexible_server, flattenFlexibleServerHighAvailability).
  const standby = observed.skuName === undefined ? wanted.highAvailability : observed.highAvailability;
  if (wanted.highAvailability?.mode !== undefined && standby?.mode !== wanted.highAvailability.mode) {
    return 'the server is getting its standby';
  }
  if (storageMb < (wanted.storageMb ?? 0)) return 'storage is being extended';
  return undefined;
}
