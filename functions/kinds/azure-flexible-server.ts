/**
 * A flexible server is ready when Azure reports it ready with the version, size, standby and storage in its spec.
 * The provider changes a server in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { FlexibleServer as Model } from '../models/dbforpostgresql.azure.m.upbound.io/v1beta1/flexible-server.ts';

export type FlexibleServer = Model;
export const FlexibleServer = composed(Model, {
  concerns: {
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
  ready: (server) => {
    const verdict = ready.managed(server);
    return verdict === true ? (unfinished(server) ?? true) : verdict;
  },
});

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
