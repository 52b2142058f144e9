/** StateStore on Google Cloud: each Memorystore has an authority of its own, which Dapr does not trust. */
import { sectionsOf } from './behind.ts';
import { stateStoreOn } from './store.ts';

export const gcp = stateStoreOn({ eviction: 'none', hasRedis: () => false, sections: sectionsOf('gcp') });
