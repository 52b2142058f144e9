/** StateStore on AWS: ElastiCache can only forget what expires. */
import { sectionsOf } from './behind.ts';
import { stateStoreOn } from './store.ts';

export const aws = stateStoreOn({ eviction: 'expiring', hasRedis: () => true, sections: sectionsOf('aws') });
