/** StateStore on Azure. */
import { sectionsOf } from './backend.ts';
import { stateStoreOn } from './store.ts';

export const azure = stateStoreOn({ eviction: 'none', hasRedis: () => true, sections: sectionsOf('azure') });
