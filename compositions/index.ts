/** Which steps answer which API; leaving one out does not compile. */
import type { Compositions } from 'planesmith/synth';
import type { apis } from '../apis/index.ts';
import { database } from './database.ts';

export const compositions = { database } satisfies Compositions<typeof apis>;
