/** A cache on Google Cloud: a Memorystore instance in the environment's network, reached only through TLS, with a password. */
import type { WithSections } from 'planesmith/authoring';
import type { evictions } from '../../apis/cache.ts';
import type { Environment } from '../environment/index.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { MemorystoreInstance } from '../kinds/memorystore-instance.ts';
import type { CachePlan } from './plan.ts';

type GcpFacts = WithSections<Environment, 'gcp'>['gcp'];

const evictionPolicies: Readonly<Record<(typeof evictions)[number], string>> = {
  any: 'allkeys-lru',
  expiring: 'volatile-lru',
  none: 'noeviction',
};

/** The memory in GiB. Google sells whole GiB, all of it for data (cloud.google.com/memorystore/docs/redis/supported-redis-configurations). */
export const gibFor = (memoryMB: number) => Math.ceil(memoryMB / 1024);

interface InstanceOptions {
  readonly plan: CachePlan;
  readonly record: {
    readonly identity: string;
    readonly project: string;
    readonly region: string;
    readonly network: string;
    readonly version: string;
    readonly memoryMB: number;
    readonly key?: string | undefined;
  };
  readonly gcp: GcpFacts;
  /** Name of the Secret that the provider writes. */
  readonly connectionSecret: string;
}

/** The instance. */
export function instance({ plan, record, gcp, connectionSecret }: InstanceOptions) {
  const { eviction, highlyAvailable } = plan;
  return MemorystoreInstance({
    metadata: externalName(record.identity),
    spec: {
      ...managedBy(gcp.providerConfig, { retain: false }),
      writeConnectionSecretToRef: { name: connectionSecret },
      forProvider: {
        project: record.project,
        region: record.region,
        redisVersion: toGoogle(record.version),
        tier: highlyAvailable ? 'STANDARD_HA' : 'BASIC',
        memorySizeGb: gibFor(record.memoryMB),
        authorizedNetwork: record.network,
        authEnabled: true,
        ...(record.key !== undefined && { customerManagedKey: record.key }),
        redisConfigs: { 'maxmemory-policy': evictionPolicies[eviction] },
        deletionProtection: false,
      },
    },
  });
}

/**
 * The certificate authorities of an instance, in PEM; undefined while it reports none. Google replaces an authority every few years, and
 * meanwhile there are two (cloud.google.com/memorystore/docs/redis/in-transit-encryption).
 */
export function authoritiesOf(existing: MemorystoreInstance | undefined): string | undefined {
  const authorities = existing?.status?.atProvider?.serverCaCerts ?? [];
  const certificates = authorities.flatMap(({ cert }) => (cert ? [`${cert.trim()}\n`] : []));
  return certificates.length === 0 ? undefined : certificates.join('');
}

/** The recorded values that an existing instance shows. */
export function recoverFromInstance(
  { cache: existing }: { readonly cache: MemorystoreInstance | undefined },
  recorded: { readonly hasKey?: boolean },
) {
  const { project, region, authorizedNetwork, customerManagedKey, redisVersion, tier, memorySizeGb } =
    existing?.spec.forProvider ?? {};
  return {
    identity: existing?.metadata?.annotations?.['crossplane.io/external-name'],
    project,
    region,
    network: authorizedNetwork,
    ...encryptionOf(recorded, existing && { customerManagedKey }),
    version: redisVersion && fromGoogle(redisVersion),
    highlyAvailable: tier === undefined ? undefined : tier === 'STANDARD_HA',
    memoryMB: memorySizeGb && Math.min(4096, memorySizeGb * 1024),
  };
}

/** `7.2` is REDIS_7_2. */
const toGoogle = (version: string) => `REDIS_${version.replaceAll('.', '_')}`;
const fromGoogle = (version: string) => version.replace('REDIS_', '').replaceAll('_', '.');
