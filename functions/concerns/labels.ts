/** The concern that everything composed can be found by whose it is. */
import type { Concern } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { nested } from './nested.ts';

export const labels: Concern<Environment> = {
  name: 'labels',
  promise:
    "Every composed resource has the environment's tags as labels, beside those of its claim, team and release; so has what it carries " +
    'into another namespace, and what an operator makes of it where that can be told.',
  wants: ({ inner }, { claim: { team }, environment: { tags }, labels: further }) => {
    // The claim's own team, where an environment has a tag of that name too.
    const own = { ...tags, ...(tags?.['team'] !== undefined && team !== undefined && { team }) };
    if (inner === undefined) return tags && { metadata: { labels: own } };
    return { metadata: { labels: own }, ...nested(inner, { ...further, ...own }) };
  },
};
