/** A Database of this platform, composed by another of its APIs. It is ready when it reports so itself. */
import { composedApi, type ComposedApi } from 'planesmith/authoring';
import { database } from '../../apis/database.ts';
import { ruledOut } from './ruled-out.ts';

export type Database = ComposedApi<typeof database>;
export const Database = composedApi(database, {
  concerns: ruledOut('it is a claim, which is judged by itself'),
});
