/** StateStore in a cluster: a Cache there has its own authority, unless the environment has caches without TLS. */
import { platformTeam } from 'planesmith/schema';
import { sectionsOf } from './backend.ts';
import { stateStoreOn } from './store.ts';

const inCluster = (target: 'local' | 'incluster') =>
  stateStoreOn(
    {
      eviction: 'none',
      hasRedis: (environment) => environment.incluster?.cache?.tls !== true,
      whoForRedis: platformTeam,
      sections: sectionsOf(target),
    },
    ['incluster.cache?'],
  );

export const local = inCluster('local');
export const incluster = inCluster('incluster');
