/**
 * A Memorystore instance is ready when Google says so, and it is what is asked for: what takes Google long must be compared by hand, as
 * the provider says Ready and Synced all the while. It writes a Secret under its own name.
 */
import { composed, managed } from 'planesmith/authoring';
import { Instance as Model } from '../models/redis.gcp.m.upbound.io/v1beta1/instance.ts';

export type MemorystoreInstance = Model;
export const MemorystoreInstance = composed(Model, {
  writesOwnSecret: true,
  concerns: {
    monitoring: 'needs',
    // Google encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    tls: { spec: { forProvider: { transitEncryptionMode: 'SERVER_AUTHENTICATION' } } },
    // It has no public address in any mode; this one is the network that the environment names.
    private: { spec: { forProvider: { connectMode: 'PRIVATE_SERVICE_ACCESS' } } },
  },
  ready: (instance) => {
    const verdict = managed(instance);
    return verdict === true ? (unfinished(instance) ?? true) : verdict;
  },
});

/** The change that Google has not carried out yet; what it does not report is no objection. */
function unfinished({ spec, status }: Model): string | undefined {
  const wanted = spec.forProvider;
  const { memorySizeGb = wanted.memorySizeGb, redisVersion = wanted.redisVersion } = status?.atProvider ?? {};
  if (memorySizeGb !== wanted.memorySizeGb) return 'the cache is being resized';
  return redisVersion === wanted.redisVersion ? undefined : 'the cache is being upgraded';
}
