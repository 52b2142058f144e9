/** Cache: what is decided for a claim, whatever the target. */
import { planner, type PlannerContext } from 'planesmith/authoring';
import { cache, type evictions } from '../../apis/cache.ts';
import { environment, type Environment } from '../environment/index.ts';
import { grantAmount, platformTeam } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { homeOf } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { promisesOf } from '../grants/tiers.ts';
import { managedRedisFor, managedRedisMemory } from './sizes.ts';

export type CachePlan = ReturnType<(typeof plan)['plan']>;

type Eviction = (typeof evictions)[number];
type Target = (typeof cache)['targets'][number];
type CloudName = PlannerContext<never, never>['cloudName'];

/** What each target can do, its best first: Dragonfly has two modes, and ElastiCache's own parameter groups have one. */
const offered: Readonly<Record<Target, readonly [Eviction, ...Eviction[]]>> = {
  local: ['any', 'none'],
  incluster: ['any', 'none'],
  aws: ['expiring'],
  gcp: ['any', 'expiring', 'none'],
  azure: ['any', 'expiring', 'none'],
};

/** The version of new caches, where it is chosen. */
const newest: Readonly<Partial<Record<Target, string>>> = { aws: '8.0', gcp: '7.2' };

/** Where a cache is highly available from the beginning, or never. */
const staysAsAvailable: ReadonlySet<Target> = new Set(['gcp', 'azure']);

export const plan = planner(cache, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, refuse, cloudName } = context;
  const evictions = offered[target];
  const { eviction = evictions[0] } = spec;
  if (!evictions.includes(eviction)) {
    refuse('spec.eviction', `${eviction} cannot be had here, only ${evictions.join(', ')}`, platformTeam);
  }
  const granted = grantAmount(refuse, {
    path: 'spec.memoryMB',
    asked: spec.memoryMB,
    most: env.limits.memoryMB,
    recorded: recorded.memoryMB,
  });
  // A managed Redis keeps its size.
  const most = managedRedisMemory(recorded.product);
  const memoryMB =
    most !== undefined && granted > most
      ? refuse(
          'spec.memoryMB',
          `${granted} is more than the ${most} that this cache was made with, and it cannot grow here: make another Cache instead`,
          undefined,
          recorded.memoryMB,
        )
      : granted;
  const product = recorded.product ?? managedRedisFor(memoryMB);
  const stays = staysAsAvailable.has(target);
  const highlyAvailable = (stays ? recorded.highlyAvailable : undefined) ?? promisesOf(env).highlyAvailable;
  const network = recorded.network ?? (target === 'gcp' ? env.gcp?.network : undefined);
  const isInCluster = target === 'local' || target === 'incluster';
  // What speaks without TLS goes on so: Dapr's Redis component could not follow (functions/state-store/plan.ts).
  const tls = isInCluster ? (recorded.tls ?? env.incluster?.cache?.tls ?? true) : true;
  const version = newest[target] && (recorded.version ?? newest[target]);
  return {
    eviction,
    highlyAvailable,
    /** What Azure sells as much memory as. */
    product,
    tls,
    links: linksFor(claim, env),
    record: {
      memoryMB,
      identity: recorded.identity ?? identityOf(target, env, cloudName),
      ...homeOf(target, env, recorded),
      ...(network !== undefined && { network }),
      ...(version !== undefined && { version }),
      ...(stays && { highlyAvailable }),
      ...(target === 'azure' && { product }),
      ...(isInCluster && { tls }),
    },
  };
});

/** The name of the cache outside this cluster: Azure's are unique among all of its customers. */
function identityOf(target: Target, { azure }: Environment, cloudName: CloudName): string {
  if (target !== 'azure' || azure?.cache === undefined) return cloudName('cache', { maxLength: 40 });
  return publicName({ target, prefix: azure.cache.namePrefix, key: 'cache', maxLength: 60, cloudName });
}
