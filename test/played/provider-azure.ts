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

const idOf = (server: string) =>
  `/subscriptions/example/resourceGroups/example/providers/Microsoft.DBforPostgreSQL/flexibleServers/${server}`;

/** The password is made up first, and the name of the server is known once it is there. */
const flexibleServer: Player = (object, stage, world) => {
  const { version, skuName, storageMb, administratorPasswordSecretRef } = (object['spec'] as ServerSpec).forProvider;
  const identity = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  return {
    status: {
      ...(isReady && {
        atProvider: { id: idOf(identity), version, skuName, storageMb, fqdn: world.address(identity).host },
      }),
      conditions: managedConditions(object, isReady),
    },
    secrets: {
      [administratorPasswordSecretRef.name]: { [administratorPasswordSecretRef.key]: world.password(identity) },
    },
  };
};

/** An identity has ids that Azure makes up. */
const userAssignedIdentity: Player = (object, stage) => ({
  status: {
    ...(stage === 'ready' && {
      atProvider: {
        id: `/subscriptions/example/${object.metadata.name}`,
        clientId: '11111111-2222-3333-4444-555555555555',
        principalId: '66666666-7777-8888-9999-000000000000',
      },
    }),
    conditions: managedConditions(object, stage === 'ready'),
  },
});

export const providerAzure: Readonly<Record<string, Player>> = {
  'insights.azure.m.upbound.io/v1beta1 MonitorMetricAlert': simple('an-alert'),
  'managedidentity.azure.m.upbound.io/v1beta1 UserAssignedIdentity': userAssignedIdentity,
  'authorization.azure.m.upbound.io/v1beta1 RoleAssignment': simple('an-assignment'),
  'managedidentity.azure.m.upbound.io/v1beta1 FederatedIdentityCredential': simple('a-credential'),
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServer': flexibleServer,
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServerConfiguration': simple('a-configuration'),
};
