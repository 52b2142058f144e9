/** A Cache of this platform, composed by another of its APIs. It is ready when it reports so itself. */
import { composedApi, type ComposedApi } from 'planesmith/authoring';
import { cache } from '../../apis/cache.ts';
import { ruledOut } from './ruled-out.ts';

export type Cache = ComposedApi<typeof cache>;
export const Cache = composedApi(cache, { concerns: ruledOut('it is a claim, which is judged by itself') });
