/** The approved APIs: an API that is not listed here does not exist. */
import { database } from './database.ts';

export const apis = { database };
