/** A Cache of this platform, made for another of its APIs. */
import { composedApi, type ComposedApi } from 'planesmith/authoring';
import { cache } from '../../apis/cache.ts';
import { group } from '../../apis/group.ts';

export type Cache = ComposedApi<typeof cache>;
export const Cache = composedApi(group, cache);
