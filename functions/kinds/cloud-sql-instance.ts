/**
 * A Cloud SQL instance is ready when Google reports it ready with the version, tier, standby and storage in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { DatabaseInstance as Model } from '../models/sql.gcp.m.upbound.io/v1beta1/database-instance.ts';
import { noPods } from './ruled-out.ts';

export type DatabaseInstance = Model;
export const DatabaseInstance = composed(Model, {
  concerns: {
    ...noPods(),
    // Google encrypts all stored data; no field asks for it.
    encryption: holds,
    private: { spec: { forProvider: { settings: { ipConfiguration: { ipv4Enabled: false } } } } },
    tls: { spec: { forProvider: { settings: { ipConfiguration: { sslMode: 'ENCRYPTED_ONLY' } } } } },
    backups: ({ spec }) => {
      const { enabled, pointInTimeRecoveryEnabled } = spec.forProvider.settings?.backupConfiguration ?? {};
      if (enabled !== true) return 'Google keeps no backups of it (backupConfiguration.enabled)';
      return pointInTimeRecoveryEnabled === true
        ? holds
        : 'it can only be restored to its last backup (pointInTimeRecoveryEnabled)';
    },
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      const { deletionProtection, settings } = spec.forProvider;
      return deletionProtection === true && settings?.deletionProtectionEnabled === true
        ? holds
        : 'nothing protects it from deletion in Google Cloud (deletionProtection)';
    },
    monitoring: 'needs',
  },
  accepted: ({ spec }) => refusal(spec.forProvider.settings) ?? true,
  // terraform-provider-google@v7.39.0 google/services/sql/resource_sql_database_instance.go:261-1193
  immutable: [
    'spec.forProvider.encryptionKeyName',
    'spec.forProvider.project',
    'spec.forProvider.region',
    'spec.forProvider.settings.collation',
    'spec.forProvider.settings.diskType',
  ],
  // The same file, lines 196 to 214, and cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace.
  growing: ['spec.forProvider.databaseVersion', 'spec.forProvider.settings.diskSize'],
  sizing: [
    'spec.forProvider.settings.availabilityType',
    'spec.forProvider.settings.diskSize',
    'spec.forProvider.settings.tier',
  ],
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** Why Google refuses these values together, if it does (docs.cloud.google.com/sql/docs/postgres/high-availability, /backup-recovery/pitr). */
function refusal(wanted: Model['spec']['forProvider']['settings']): string | undefined {
  const { availabilityType, edition = 'ENTERPRISE', backupConfiguration = {} } = wanted ?? {};
  const { enabled, pointInTimeRecoveryEnabled, transactionLogRetentionDays = 7 } = backupConfiguration;
  if (pointInTimeRecoveryEnabled === true && enabled !== true) {
    return 'recovery to a point in time needs backups (backupConfiguration.enabled)';
  }
  if (availabilityType === 'REGIONAL' && pointInTimeRecoveryEnabled !== true) {
    return 'a standby needs recovery to a point in time (backupConfiguration.pointInTimeRecoveryEnabled)';
  }
  const days = edition === 'ENTERPRISE' ? 7 : 35;
  return transactionLogRetentionDays > days
    ? `edition ${edition} keeps logs for at most ${days} days (transactionLogRetentionDays)`
    : undefined;
}

/** The first change of the spec that Google has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { databaseVersion = wanted.databaseVersion, settings } = status?.atProvider ?? {};
  if (databaseVersion !== wanted.databaseVersion) return `the server is being upgraded to ${wanted.databaseVersion}`;
  if ((settings?.tier ?? wanted.settings?.tier) !== wanted.settings?.tier) return 'the server is being resized';
  if (wanted.settings?.availabilityType === 'REGIONAL' && settings?.availabilityType === 'ZONAL') {
    return 'the server is getting its standby';
  }
  if ((settings?.diskSize ?? Infinity) < (wanted.settings?.diskSize ?? 0)) return 'storage is being extended';
  return undefined;
}
