/** StateStore on Google Cloud: each Memorystore instance has its own authority, which Dapr does not trust. */
import { sectionsOf } from './backend.ts';
import { stateStoreOn } from './store.ts';

export const gcp = stateStoreOn({ eviction: 'none', hasRedis: () => false, sections: sectionsOf('gcp') });
