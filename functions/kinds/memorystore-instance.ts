/**
 * A Memorystore instance is ready when Google reports it ready with the memory and the version in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 * It writes its connection Secret under the object's own name.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { Instance as Model } from '../models/redis.gcp.m.upbound.io/v1beta1/instance.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type MemorystoreInstance = Model;
export const MemorystoreInstance = composed(Model, {
  writesOwnSecret: true,
  concerns: {
    ...noPods(),
    ...nothingToKeep('what a cache holds may be lost at any time'),
    monitoring: 'needs',
    // Google encrypts all stored data; no field asks for it.
    encryption: holds,
    tls: { spec: { forProvider: { transitEncryptionMode: 'SERVER_AUTHENTICATION' } } },
    // No mode has a public address; this one connects the network that the environment names.
    private: { spec: { forProvider: { connectMode: 'PRIVATE_SERVICE_ACCESS' } } },
  },
  accepted: ({ spec: { forProvider } }) => refusal(forProvider) ?? true,
  // terraform-provider-google@v7.39.0 google/services/redis/resource_redis_instance.go:200-681
  immutable: [
    'spec.forProvider.alternativeLocationId',
    'spec.forProvider.authorizedNetwork',
    'spec.forProvider.connectMode',
    'spec.forProvider.customerManagedKey',
    'spec.forProvider.locationId',
    'spec.forProvider.project',
    'spec.forProvider.region',
    'spec.forProvider.reservedIpRange',
    'spec.forProvider.tier',
    'spec.forProvider.transitEncryptionMode',
  ],
  // The same file, line 154.
  growing: ['spec.forProvider.redisVersion'],
  sizing: ['spec.forProvider.memorySizeGb'],
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** Why Google refuses these values together, if it does (docs.cloud.google.com/memorystore/docs/redis/about-read-replicas, /redis-tiers). */
function refusal({ tier = 'BASIC', memorySizeGb, readReplicasMode, replicaCount }: Model['spec']['forProvider']) {
  if (memorySizeGb !== undefined && (memorySizeGb < 1 || memorySizeGb > 300))
    return 'it has 1 to 300 GiB (memorySizeGb)';
  const hasReplicas = (replicaCount ?? 0) > 1 || readReplicasMode === 'READ_REPLICAS_ENABLED';
  if (hasReplicas && tier !== 'STANDARD_HA') return `tier ${tier} has no replicas (replicaCount)`;
  return hasReplicas && (memorySizeGb ?? 0) < 5 ? 'replicas for reading need 5 GiB (memorySizeGb)' : undefined;
}

/** The first change of the spec that Google has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { memorySizeGb = wanted.memorySizeGb, redisVersion = wanted.redisVersion } = status?.atProvider ?? {};
  if (memorySizeGb !== wanted.memorySizeGb) return 'the cache is being resized';
  return redisVersion === wanted.redisVersion ? undefined : 'the cache is being upgraded';
}
