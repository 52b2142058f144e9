/**
 * A Memorystore instance is ready when Google reports it ready with the memory and the version in its spec.
 * The provider changes an instance in the background and reports Ready and Synced meanwhile, so slow changes are compared here.
 * It writes its connection Secret under the object's own name.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { Instance as Model } from '../models/redis.gcp.m.upbound.io/v1beta1/instance.ts';

export type MemorystoreInstance = Model;
export const MemorystoreInstance = composed(Model, {
  writesOwnSecret: true,
  concerns: {
    monitoring: 'needs',
    // Google encrypts all stored data; no field asks for it.
    encryption: holds,
    tls: { spec: { forProvider: { transitEncryptionMode: 'SERVER_AUTHENTICATION' } } },
    // No mode has a public address; this one connects the network that the environment names.
    private: { spec: { forProvider: { connectMode: 'PRIVATE_SERVICE_ACCESS' } } },
  },
  ready: (instance) => {
    const verdict = ready.managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** The first change of the spec that Google has not finished yet. A field that it does not report counts as finished. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { memorySizeGb = wanted.memorySizeGb, redisVersion = wanted.redisVersion } = status?.atProvider ?? {};
  if (memorySizeGb !== wanted.memorySizeGb) return 'the cache is being resized';
  return redisVersion === wanted.redisVersion ? undefined : 'the cache is being upgraded';
}
