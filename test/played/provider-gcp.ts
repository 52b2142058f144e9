/** provider-upjet-gcp: accounts and their users, entries of Secret Manager, topics, buckets, Cloud SQL, and Memorystore. */
import { managedConditions } from './condition.ts';
import { simple } from './managed.ts';
import type { Player } from './play.ts';

interface InstanceSpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: {
    readonly databaseVersion: string;
    readonly settings: { readonly tier: string; readonly diskSize: number; readonly availabilityType: string };
  };
}

/** The address and the authority of a server are known once it exists (config/sql of the provider). */
const databaseInstance: Player = (object, stage, world) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as InstanceSpec;
  const { databaseVersion, settings } = forProvider;
  const isReady = stage === 'ready';
  const { host } = world.address(object.metadata.annotations?.['crossplane.io/external-name'] ?? '');
  const { tier, diskSize, availabilityType } = settings;
  return {
    status: {
      ...(isReady && {
        atProvider: { databaseVersion, settings: { tier, diskSize, availabilityType }, privateIpAddress: host },
      }),
      conditions: managedConditions(object, isReady),
    },
    ...(isReady && {
      secrets: {
        [writeConnectionSecretToRef.name]: {
          connectionName: 'example:europe-west3:a-server',
          privateIP: host,
          serverCACertificateCert: world.authority,
        },
      },
    }),
  };
};

interface MemorystoreSpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: { readonly memorySizeGb: number; readonly redisVersion: string };
}

/** The address, the authority and the password are known once it exists (config/namespaced/redis of the provider). */
const memorystore: Player = (object, stage, world) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as MemorystoreSpec;
  const { memorySizeGb, redisVersion } = forProvider;
  const identity = object.metadata.annotations?.['crossplane.io/external-name'] ?? '';
  const isReady = stage === 'ready';
  const { host } = world.address(identity);
  const authority = world.authority;
  return {
    status: {
      ...(isReady && {
        atProvider: { memorySizeGb, redisVersion, host, port: 6378, serverCaCerts: [{ cert: authority }] },
      }),
      conditions: managedConditions(object, isReady),
    },
    ...(isReady && {
      secrets: {
        [writeConnectionSecretToRef.name]: {
          'attribute.auth_string': world.password(identity),
          host,
          port: '6378',
          server_ca_certs_0_cert: authority,
        },
      },
    }),
  };
};

export const providerGcp: Readonly<Record<string, Player>> = {
  'sql.gcp.m.upbound.io/v1beta1 DatabaseInstance': databaseInstance,
  'redis.gcp.m.upbound.io/v1beta1 Instance': memorystore,
  'monitoring.gcp.m.upbound.io/v1beta1 AlertPolicy': simple('projects/example/alertPolicies/0'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccount': simple('an-account'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccountIAMMember': simple('a-member'),
  'secretmanager.gcp.m.upbound.io/v1beta1 Secret': simple('an-entry'),
  'secretmanager.gcp.m.upbound.io/v1beta1 SecretIAMMember': simple('a-member'),
  'pubsub.gcp.m.upbound.io/v1beta1 Topic': simple('projects/example/topics/a-topic'),
  'pubsub.gcp.m.upbound.io/v1beta1 Subscription': simple('projects/example/subscriptions/a-subscription'),
  'pubsub.gcp.m.upbound.io/v1beta1 TopicIAMMember': simple('a-member'),
  'pubsub.gcp.m.upbound.io/v1beta1 SubscriptionIAMMember': simple('a-member'),
  'storage.gcp.m.upbound.io/v1beta1 Bucket': simple('a-bucket'),
  'storage.gcp.m.upbound.io/v1beta1 BucketIAMMember': simple('a-member'),
};
