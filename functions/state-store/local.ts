/** StateStore in a cluster: a Cache there has an authority of its own, unless the environment lets caches speak without TLS. */
import { platformTeam } from '../grants/limits.ts';
import { sectionsOf } from './behind.ts';
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
