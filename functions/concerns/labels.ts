/** The concern `labels`: every object that a claim becomes can be found by its claim, its team and the environment's tags. */
import type { Concern } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { nested } from './nested.ts';

export const labels: Concern<Environment> = {
  name: 'labels',
  promise:
    "Every composed resource has labels: the environment's tags, its claim, its team and the release. So do objects that it carries into " +
    'another namespace, and objects that an operator creates from it, if the operator takes labels for them.',
  fields: ({ inner }, { claim: { team }, environment: { tags }, labels: claimLabels }) => {
    // The claim's own team wins over a tag `team` of the environment.
    const own = { ...tags, ...(tags?.['team'] !== undefined && team !== undefined && { team }) };
    if (inner === undefined) return tags && { metadata: { labels: own } };
    return { metadata: { labels: own }, ...nested(inner, { ...claimLabels, ...own }) };
  },
};
