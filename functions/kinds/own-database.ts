/** A Database of this platform, made for another of its APIs. */
import { composedApi, type ComposedApi } from 'planesmith/authoring';
import { database } from '../../apis/database.ts';
import { group } from '../../apis/group.ts';

export type Database = ComposedApi<typeof database>;
export const Database = composedApi(group, database);
