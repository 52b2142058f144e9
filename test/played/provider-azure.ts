/** provider-upjet-azure: identities and their roles, vaults, brokers, stores, and managed Redis. */
import { azurePostgres } from './azure-postgres.ts';
import { managedConditions } from './condition.ts';
import { simple } from './managed.ts';
import type { Player } from './play.ts';

interface RedisSpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: { readonly skuName: string };
}

/** The name and the keys are known once it exists. The Secret has them under their paths in Terraform's state. */
const managedRedis: Player = (object, stage, world) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as RedisSpec;
  const identity = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  const { host: hostname } = world.address(identity);
  const primary = world.password(identity);
  return {
    status: {
      ...(isReady && {
        atProvider: {
          id: `/subscriptions/example/${identity}`,
          skuName: forProvider.skuName,
          hostname,
          defaultDatabase: { port: 10_000 },
        },
      }),
      conditions: managedConditions(object, isReady),
    },
    ...(isReady && {
      secrets: {
        [writeConnectionSecretToRef.name]: {
          'attribute.default_database.0.primary_access_key': primary,
          'attribute.default_database.0.secondary_access_key': `${primary}, the other`,
        },
      },
    }),
  };
};

/** The address of a storage account is known once it exists. */
const storageAccount: Player = (object, stage) => {
  const name = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  return {
    status: {
      ...(isReady && { atProvider: { primaryBlobEndpoint: `https://${name}.blob.core.windows.net/` } }),
      conditions: managedConditions(object, isReady),
    },
  };
};

/** An identity has ids that Azure generates. */
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
  'cache.azure.m.upbound.io/v1beta1 ManagedRedis': managedRedis,
  'insights.azure.m.upbound.io/v1beta1 MonitorMetricAlert': simple('an-alert'),
  'managedidentity.azure.m.upbound.io/v1beta1 UserAssignedIdentity': userAssignedIdentity,
  'authorization.azure.m.upbound.io/v1beta1 RoleAssignment': simple('an-assignment'),
  'managedidentity.azure.m.upbound.io/v1beta1 FederatedIdentityCredential': simple('a-credential'),
  'storage.azure.m.upbound.io/v1beta1 Account': storageAccount,
  'storage.azure.m.upbound.io/v1beta1 Container': simple('a-container'),
  ...azurePostgres,
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServerConfiguration': simple('a-configuration'),
  'keyvault.azure.m.upbound.io/v1beta1 Vault': simple('a-vault'),
  'servicebus.azure.m.upbound.io/v1beta1 ServiceBusNamespace': simple('/subscriptions/example/a-broker'),
  'servicebus.azure.m.upbound.io/v1beta1 Topic': simple('/subscriptions/example/a-broker/topics/a-topic'),
  'servicebus.azure.m.upbound.io/v1beta1 Subscription': simple(
    '/subscriptions/example/a-broker/topics/a-topic/subscriptions/a-subscription',
  ),
};
