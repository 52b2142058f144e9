/** Every Dapr component that is composed, before what Dapr ships about its own components. */
import { describe, expect, it } from 'vitest';
import { exporter } from '../../functions/cluster/dapr-files.ts';
import { platform } from '../cases/platform.ts';
import { facts, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { daprIssues, type DaprComponent, readDescriptions } from './dapr-metadata.ts';
import { daprMetadata } from './tools/tools.ts';

const specs: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  PubSub: [{ topics: { orders: {} } }, { topics: { orders: {} }, access: ['produce'] }],
  StateStore: [{ scopes: ['cart'] }, { scopes: ['cart'], backend: 'redis' }, { scopes: ['cart'], actors: true }],
};

const located = await daprMetadata().then(
  (folder) => ({ folder }),
  (error: unknown) => ({ missing: String(error) }),
);
const descriptions = 'folder' in located ? await readDescriptions(located.folder) : [];

/** Whether the component reads a secret, for which another component stands then: in these clouds topics are opened by an identity alone. */
const hasPassword = (kind: string, target: string) => kind !== 'PubSub' || !['gcp', 'azure'].includes(target);

const claims = Object.values(platform.apis).flatMap(({ kind, targets }) =>
  targets.flatMap((target) => (specs[kind] ?? []).map((spec) => ({ kind, target, spec, title: JSON.stringify(spec) }))),
);

function claimOf({ kind, target, spec }: (typeof claims)[number]): PlayedClaim {
  return new PlayedClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
}

const isRefused = (claim: PlayedClaim) => claim.ask().conditions.some(({ reason }) => reason === 'Refused');

/** What is refused composes no component; that is for certain stores in Redis alone. */
const served = claims.filter((each) => !isRefused(claimOf(each)));

it('is looked at of everything but stores in Redis where none can be had', () => {
  const refused = claims.filter((each) => !served.includes(each));
  expect(refused.filter(({ kind, spec }) => kind !== 'StateStore' || spec['backend'] !== 'redis')).toEqual([]);
});

describe('the component of', () => {
  it.for(served)('a $kind on $target with $title is one that Dapr accepts', (each, context) => {
    if ('missing' in located) return context.skip(located.missing);
    const { kind, target } = each;
    const claim = claimOf(each);
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
  ])('nothing is accepted where $says', ({ change, says }, context) => {
    if ('missing' in located) return context.skip(located.missing);
    expect(daprIssues(descriptions, { type: 'state.redis', version: 'v1', metadata: [], ...change })).toContain(says);
  });
});
