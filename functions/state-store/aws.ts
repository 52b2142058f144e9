/** StateStore on AWS: ElastiCache evicts only values with an expiry, and cannot refuse writes instead. */
import { sectionsOf } from './backend.ts';
import { stateStoreOn } from './store.ts';

export const aws = stateStoreOn({ eviction: 'expiring', hasRedis: () => true, sections: sectionsOf('aws') });
