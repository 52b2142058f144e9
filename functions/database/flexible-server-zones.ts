/** The availability zones of an Azure flexible server. */
import type { FlexibleServer } from '../kinds/azure-flexible-server.ts';

/**
 * The zones of the server and its standby, which Azure chooses and exchanges at every failover. The provider ignores later changes of a field
 * that only `initProvider` has (upjet 4f6e6e1 pkg/controller/external_tfpluginsdk.go filterInitExclusiveDiffs). Without these fields it would ask
 * for no zones, and with them in `forProvider` it would answer a failover by another one back
 * (azurerm postgresql_flexible_server_resource.go, Update).
 */
export function zonesOf(existing: FlexibleServer | undefined, highlyAvailable: boolean) {
  const { initProvider, forProvider } = existing?.spec ?? {};
  const { zone: running, highAvailability } = existing?.status?.atProvider ?? {};
  const zone = initProvider?.zone ?? running;
  const standby = initProvider?.highAvailability?.standbyAvailabilityZone ?? highAvailability?.standbyAvailabilityZone;
  const withStandby = highlyAvailable && standby !== undefined;
  return {
    initProvider: {
      ...(zone !== undefined && { zone }),
      ...(withStandby && { highAvailability: { standbyAvailabilityZone: standby } }),
    },
    // The provider wrote its zone here if it could write the spec once.
    ...(forProvider?.zone !== undefined && { zone: running ?? forProvider.zone }),
  };
}
