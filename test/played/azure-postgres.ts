/** The flexible servers of provider-upjet-azure, with the zones that Azure chooses (azurerm postgresql_flexible_server_resource.go). */
import { managedConditions, refused } from './condition.ts';
import type { Player } from './play.ts';

interface Zones {
  readonly zone?: string;
  readonly highAvailability?: { readonly mode?: string; readonly standbyAvailabilityZone?: string };
}

interface ServerSpec {
  readonly initProvider?: Zones;
  readonly forProvider: Zones & {
    readonly version: string;
    readonly skuName: string;
    readonly storageMb: number;
    readonly administratorPasswordSecretRef: { readonly name: string; readonly key: string };
  };
}

interface Status {
  readonly atProvider?: Zones;
}

const idOf = (server: string) =>
  `/subscriptions/example/resourceGroups/example/providers/Microsoft.DBforPostgreSQL/flexibleServers/${server}`;

/** The password is generated first. The name of the server is known once it exists. */
const flexibleServer: Player = (object, stage, world) => {
  const { forProvider, ...spec } = object['spec'] as ServerSpec;
  const { version, skuName, storageMb, administratorPasswordSecretRef } = forProvider;
  const identity = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  const { atProvider: before } = (object['status'] ?? {}) as Status;
  const { zones, refusal } = zonesAfter({ forProvider, ...spec }, before);
  return {
    status: {
      ...(isReady && {
        atProvider: { id: idOf(identity), version, skuName, storageMb, ...zones, fqdn: world.address(identity).host },
      }),
      conditions: refusal === undefined ? managedConditions(object, isReady) : refused(object, refusal),
    },
    secrets: {
      [administratorPasswordSecretRef.name]: { [administratorPasswordSecretRef.key]: world.password(identity) },
    },
  };
};

/** The zones after an update, or why the provider refuses it. A field that only `initProvider` has counts at creation alone. */
function zonesAfter({ forProvider, initProvider }: ServerSpec, before: Zones | undefined) {
  const { mode, standbyAvailabilityZone: wantedStandby } = forProvider.highAvailability ?? {};
  const initial = initProvider?.highAvailability?.standbyAvailabilityZone;
  const zone = before?.zone ?? forProvider.zone ?? initProvider?.zone ?? '1';
  const standby = before?.highAvailability?.standbyAvailabilityZone ?? wantedStandby ?? initial ?? '2';
  const zonesWith = (first: string, second: string) => ({
    zone: first,
    ...(mode !== undefined && { highAvailability: { mode, standbyAvailabilityZone: second } }),
  });
  const zones = zonesWith(zone, standby);
  if (before?.zone === undefined) return { zones };
  const changes = forProvider.zone !== zone && (forProvider.zone !== undefined || initProvider?.zone === undefined);
  const hadStandby = before.highAvailability !== undefined && mode !== undefined;
  const changesStandby =
    hadStandby && wantedStandby !== standby && (wantedStandby !== undefined || initial === undefined);
  // Zones that are exchanged with each other make the standby take over.
  if (changes && forProvider.zone === standby && wantedStandby === zone) return { zones: zonesWith(standby, zone) };
  if (changes) return { zones, refusal: 'zone can only be changed when exchanged with that of the standby' };
  return changesStandby
    ? { zones, refusal: 'the zone of a standby can only be changed when exchanged with that of the server' }
    : { zones };
}

export const azurePostgres: Readonly<Record<string, Player>> = {
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServer': flexibleServer,
};
