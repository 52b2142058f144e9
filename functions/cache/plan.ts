/** Cache: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/runtime';
import { cache, type evictions } from '../../apis/cache.ts';
import { environment } from '../environment.ts';
import { grantAmount, platformTeam } from '../limits.ts';
import { linksFor } from '../links.ts';
import { regionOf } from '../region.ts';
import { promisesOf } from '../tiers.ts';

export type CachePlan = ReturnType<(typeof plan)['plan']>;

type Eviction = (typeof evictions)[number];

/** What each target can do, its best first: Dragonfly has two modes, and ElastiCache's own parameter groups have one. */
const offered: Readonly<Record<(typeof cache)['targets'][number], readonly [Eviction, ...Eviction[]]>> = {
  local: ['any', 'none'],
  incluster: ['any', 'none'],
  aws: ['expiring'],
};

/** The version of new caches on AWS. */
const newest = '8.0';

export const plan = planner(cache, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, refuse, cloudName } = context;
  const evictions = offered[target];
  const { eviction = evictions[0] } = spec;
  if (!evictions.includes(eviction)) {
    refuse('spec.eviction', `${eviction} cannot be had here, only ${evictions.join(', ')}`, platformTeam);
  }
  const memoryMB = grantAmount(refuse, {
    path: 'spec.memoryMB',
    asked: spec.memoryMB,
    most: env.limits.memoryMB,
    recorded: recorded.memoryMB,
  });
  const region = recorded.region ?? regionOf(target, env);
  return {
    eviction,
    highlyAvailable: promisesOf(env).highlyAvailable,
    links: linksFor(claim, env),
    record: {
      memoryMB,
      identity: recorded.identity ?? cloudName('cache', { maxLength: 40 }),
      ...(region !== undefined && { region }),
      ...(target === 'aws' && { version: recorded.version ?? newest }),
    },
  };
});
