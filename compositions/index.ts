/**
 * The APIs with steps of their own, by key; the Composition of any other API calls the platform's function alone.
 * docs/compositions.md adds one.
 */
import type { Compositions } from 'planesmith/synth';
import type { apis } from '../apis/index.ts';

export const compositions = {} satisfies Compositions<typeof apis>;
