/** provider-upjet-gcp: accounts and who may act as them, and Cloud SQL. */
import { managedConditions } from './condition.ts';
import { simple } from './managed.ts';
import type { Player } from './play.ts';

interface InstanceSpec {
  readonly writeConnectionSecretToRef: { readonly name: string };
  readonly forProvider: {
    readonly databaseVersion: string;
    readonly settings: { readonly tier: string; readonly diskSize: number };
  };
}

/** The address and the authority of a server are known once it is there (config/sql of the provider). */
const databaseInstance: Player = (object, stage, world) => {
  const { writeConnectionSecretToRef, forProvider } = object['spec'] as InstanceSpec;
  const { databaseVersion, settings } = forProvider;
  const isReady = stage === 'ready';
  const { host } = world.address(object.metadata.annotations?.['crossplane.io/external-name'] ?? '');
  const { tier, diskSize } = settings;
  return {
    status: {
      ...(isReady && { atProvider: { databaseVersion, settings: { tier, diskSize }, privateIpAddress: host } }),
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

export const providerGcp: Readonly<Record<string, Player>> = {
  'sql.gcp.m.upbound.io/v1beta1 DatabaseInstance': databaseInstance,
  'monitoring.gcp.m.upbound.io/v1beta1 AlertPolicy': simple('projects/example/alertPolicies/0'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccount': simple('an-account'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccountIAMMember': simple('a-member'),
};
