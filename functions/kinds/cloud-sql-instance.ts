/**
 * A Cloud SQL instance is ready when Google reports it ready with the version, tier, standby and storage in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { isRetained } from './retained.ts';
import { DatabaseInstance as Model } from '../models/sql.gcp.m.upbound.io/v1beta1/database-instance.ts';

export type DatabaseInstance = Model;
export const DatabaseInstance = composed(Model, {
  concerns: {
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
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

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
