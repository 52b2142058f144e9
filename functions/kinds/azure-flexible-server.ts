/**
 * A flexible server is ready when Azure says so, and it is what is asked for: the provider changes it in the background, and says Ready
 * and Synced all the while, so that what takes Azure long must be compared by hand.
 */
import { composed, managed } from 'planesmith/authoring';
import { FlexibleServer as Model } from '../models/dbforpostgresql.azure.m.upbound.io/v1beta1/flexible-server.ts';

export type FlexibleServer = Model;
export const FlexibleServer = composed(Model, {
  concerns: {
    // Azure encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    private: { spec: { forProvider: { publicNetworkAccessEnabled: false } } },
    // It asks for TLS unless a FlexibleServerConfiguration says otherwise (learn.microsoft.com/azure/postgresql/flexible-server/security-tls).
    tls: {},
    backups: ({ spec }) =>
      spec.forProvider.backupRetentionDays === undefined
        ? 'nobody says how long its backups are kept (backupRetentionDays)'
        : {},
    monitoring: 'needs',
  },
  ready: (server) => {
    const verdict = managed(server);
    return verdict === true ? (unfinished(server) ?? true) : verdict;
  },
});

/** The change that Azure has not carried out yet; what it does not report is no objection. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const observed = status?.atProvider ?? {};
  const { version = wanted.version, skuName = wanted.skuName, storageMb = Infinity } = observed;
  if (version !== wanted.version) return `the server is being upgraded to version ${wanted.version}`;
  if (skuName !== wanted.skuName) return 'the server is being resized';
  // The provider says nothing of a standby where there is none (azurerm postgresql_flexible_server, flattenFlexibleServerHighAvailability).
  const standby = observed.skuName === undefined ? wanted.highAvailability : observed.highAvailability;
  if (wanted.highAvailability?.mode !== undefined && standby?.mode !== wanted.highAvailability.mode) {
    return 'the server is getting its standby';
  }
  if (storageMb < (wanted.storageMb ?? 0)) return 'storage is being extended';
  return undefined;
}
