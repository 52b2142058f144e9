/**
 * A Cloud SQL instance is ready when Google says so, and it is what is asked for: the provider changes it in the background, and says
 * Ready and Synced all the while, so that what takes Google long must be compared by hand.
 */
import { composed, managed } from 'planesmith/authoring';
import { isRetained } from '../cloud/managed.ts';
import { DatabaseInstance as Model } from '../models/sql.gcp.m.upbound.io/v1beta1/database-instance.ts';

export type DatabaseInstance = Model;
export const DatabaseInstance = composed(Model, {
  concerns: {
    // Google encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    private: { spec: { forProvider: { settings: { ipConfiguration: { ipv4Enabled: false } } } } },
    tls: { spec: { forProvider: { settings: { ipConfiguration: { sslMode: 'ENCRYPTED_ONLY' } } } } },
    backups: ({ spec }) => {
      const { enabled, pointInTimeRecoveryEnabled } = spec.forProvider.settings?.backupConfiguration ?? {};
      if (enabled !== true) return 'Google keeps no backups of it (backupConfiguration.enabled)';
      return pointInTimeRecoveryEnabled === true
        ? {}
        : 'it can be restored to the last backup alone (pointInTimeRecoveryEnabled)';
    },
    retention: ({ spec }) => {
      if (!isRetained(spec)) return undefined;
      const { deletionProtection, settings } = spec.forProvider;
      return deletionProtection === true && settings?.deletionProtectionEnabled === true
        ? {}
        : 'anybody may delete it in Google Cloud (deletionProtection)';
    },
    monitoring: 'needs',
  },
  ready: (instance) => {
    const verdict = managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** The change that Google has not carried out yet; what it does not report is no objection. */
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
