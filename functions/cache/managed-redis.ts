/** A cache on Azure: a managed Redis, reached only through private endpoints and TLS, with access keys. */
import type { WithSections } from 'planesmith/authoring';
import type { evictions } from '../../apis/cache.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { ManagedRedis } from '../kinds/azure-managed-redis.ts';
import type { CachePlan } from './plan.ts';
import { managedRedisMemory } from './sizes.ts';

type AzureFacts = WithSections<Environment, 'azure.cache'>['azure'];

const evictionPolicies: Readonly<Record<(typeof evictions)[number], string>> = {
  any: 'AllKeysLRU',
  expiring: 'VolatileLRU',
  none: 'NoEviction',
};

interface RedisOptions {
  readonly plan: CachePlan;
  readonly record: {
    readonly identity: string;
    readonly region: string;
    readonly group: string;
    readonly product: string;
  };
  readonly azure: AzureFacts;
  readonly existing: ManagedRedis | undefined;
  /** Name of the Secret that the provider writes. */
  readonly connectionSecret: string;
}

/** The cluster with its one database. */
export function redis({ plan, record, azure, existing, connectionSecret }: RedisOptions) {
  const { eviction, highlyAvailable } = plan;
  const previous = existing?.spec.forProvider;
  return ManagedRedis({
    metadata: externalName(record.identity),
    spec: {
      ...managedBy(azure.providerConfig, { retain: false }),
      writeConnectionSecretToRef: { name: connectionSecret },
      forProvider: {
        location: record.region,
        resourceGroupName: record.group,
        skuName: record.product,
        highAvailabilityEnabled: highlyAvailable,
        defaultDatabase: {
          accessKeysAuthenticationEnabled: true,
          // Under every other policy, transactions and scripts over several keys fail (learn.microsoft.com/azure/redis/architecture), also
          // those of Dapr. The price is a size that cannot change. A change of the policy would replace the database.
          clusteringPolicy: previous?.defaultDatabase?.clusteringPolicy ?? 'NoCluster',
          evictionPolicy: evictionPolicies[eviction],
        },
      },
    },
  });
}

/** The recorded values that an existing cluster shows. */
export function recoverFromRedis({ cache: existing }: { readonly cache: ManagedRedis | undefined }) {
  const { location, resourceGroupName, skuName, highAvailabilityEnabled } = existing?.spec.forProvider ?? {};
  const memoryMB = managedRedisMemory(skuName);
  return {
    identity: existing?.metadata?.annotations?.['crossplane.io/external-name'],
    region: location,
    group: resourceGroupName,
    product: skuName,
    highlyAvailable: highAvailabilityEnabled,
    memoryMB: memoryMB && Math.min(4096, memoryMB),
  };
}
