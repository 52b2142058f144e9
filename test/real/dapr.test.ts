/** Checks every composed Dapr component against the descriptions that Dapr ships. */
import { describe, expect, it } from 'vitest';
import { exporter } from '../../functions/cluster/dapr-files.ts';
import { platform } from '../cases/platform.ts';
import { facts, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { daprIssues, type DaprComponent, readDescriptions } from './dapr-metadata.ts';
import { daprMetadata } from './tools/tools.ts';

const specs: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  PubSub: [
    { topics: { orders: {} } },
    { topics: { orders: {} }, consumers: ['billing', 'shipping'] },
    { topics: { orders: {} }, access: ['produce'] },
  ],
  StateStore: [{ scopes: ['cart'] }, { scopes: ['cart'], backend: 'redis' }, { scopes: ['cart'], actors: true }],
};

const located = await daprMetadata().then(
  (folder) => ({ folder }),
  (error: unknown) => ({ missing: String(error) }),
);
const descriptions = 'folder' in located ? await readDescriptions(located.folder) : [];

/** Returns whether the component reads a secret, which needs a second component. In these clouds an identity opens topics. */
const hasPassword = (kind: string, target: string) => kind !== 'PubSub' || !['gcp', 'azure'].includes(target);

const claims = Object.values(platform.apis).flatMap(({ kind, targets }) =>
  targets.flatMap((target) => (specs[kind] ?? []).map((spec) => ({ kind, target, spec, title: JSON.stringify(spec) }))),
);

function claimOf({ kind, target, spec }: (typeof claims)[number]): PlayedClaim {
  return new PlayedClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
}

const isRefused = (claim: PlayedClaim) => claim.ask().conditions.some(({ reason }) => reason === 'Refused');

/** The claims that are not refused; a refused claim composes no component. */
const served = claims.filter((row) => !isRefused(claimOf(row)));

it('only stores in Redis are refused', () => {
  const refused = claims.filter((row) => !served.includes(row));
  expect(refused.filter(({ kind, spec }) => kind !== 'StateStore' || spec['backend'] !== 'redis')).toEqual([]);
});

describe('the component of', () => {
  it.for(served)('a $kind on $target with $title is accepted by Dapr', (row, context) => {
    if ('missing' in located) return context.skip(located.missing);
    const { kind, target } = row;
    const claim = claimOf(row);
    claim.settle();
    const owner = { apiVersion: `${platform.group}/v1alpha1`, kind, metadata: { name: 'orders' } };
    const { objects } = exporter([{ claim: owner, objects: [...claim.objects.values()] }]);
    expect(objects).toHaveLength(hasPassword(kind, target) ? 2 : 1);
    for (const component of objects) expect(daprIssues(descriptions, component['spec'] as DaprComponent)).toEqual([]);
  });

  it.for([
    { change: { type: 'state.nothing' }, says: 'Dapr has no component state.nothing v1' },
    { change: { metadata: [] }, says: 'state.redis lacks redisHost' },
    {
      change: {
        metadata: [
          { name: 'redisHost', value: 'x' },
          { name: 'redisHots', value: 'x' },
        ],
      },
      says: 'state.redis has no setting redisHots',
    },
    { change: { type: 'pubsub.gcp.pubsub' }, says: 'pubsub.gcp.pubsub fits no way to authenticate' },
    {
      change: { type: 'pubsub.azure.servicebus.topics' },
      says: 'pubsub.azure.servicebus.topics fits no way to authenticate',
    },
    {
      change: { metadata: [{ name: 'redisHost' }, { name: 'failover', value: 'maybe' }] },
      says: 'state.redis: failover is neither true nor false',
    },
  ])('is not accepted: $says', ({ change, says }, context) => {
    if ('missing' in located) return context.skip(located.missing);
    expect(daprIssues(descriptions, { type: 'state.redis', version: 'v1', metadata: [], ...change })).toContain(says);
  });
});
