/** The concern that everything composed can be found by whose it is. */
import type { Concern } from 'planesmith/runtime';
import type { Environment } from '../environment.ts';

export const labels: Concern<Environment> = {
  name: 'labels',
  promise: "Every composed resource has the environment's tags as labels, beside those of its claim, team and release.",
  // The claim's own team, where an environment has a tag of that name too.
  wants: (_, { claim: { team }, environment: { tags } }) =>
    tags && { metadata: { labels: { ...tags, ...(tags['team'] !== undefined && team !== undefined && { team }) } } },
};
