/** provider-upjet-azure: flexible servers of PostgreSQL. */
import { managedConditions } from './condition.ts';
import { simple } from './managed.ts';
import type { Player } from './play.ts';

interface ServerSpec {
  readonly forProvider: {
    readonly version: string;
    readonly skuName: string;
    readonly storageMb: number;
    readonly administratorPasswordSecretRef: { readonly name: string; readonly key: string };
  };
}

/** The password is made up first, and the name of the server is known once it is there. */
const flexibleServer: Player = (object, stage, world) => {
  const { version, skuName, storageMb, administratorPasswordSecretRef } = (object['spec'] as ServerSpec).forProvider;
  const identity = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  return {
    status: {
      ...(isReady && { atProvider: { version, skuName, storageMb, fqdn: world.address(identity).host } }),
      conditions: managedConditions(object, isReady),
    },
    secrets: {
      [administratorPasswordSecretRef.name]: { [administratorPasswordSecretRef.key]: world.password(identity) },
    },
  };
};

export const providerAzure: Readonly<Record<string, Player>> = {
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServer': flexibleServer,
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServerConfiguration': simple('a-configuration'),
};
