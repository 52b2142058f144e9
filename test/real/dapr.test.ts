/** Every Dapr component that is composed, before what Dapr ships about its own components. */
import { describe, expect, it } from 'vitest';
import { cache } from '../../apis/cache.ts';
import { selfHosted } from '../../engine/src/claims/self-hosted.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
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

/** Where there is no Cache, a store in Redis is refused and composes no component. */
const cachesOn: readonly string[] = cache.targets;

/** Whether the component reads a secret, for which another component stands then: in these clouds topics are opened by an identity alone. */
const hasPassword = (kind: string, target: string) => kind !== 'PubSub' || !['gcp', 'azure'].includes(target);

const claims = Object.values(platform.apis).flatMap(({ kind, targets }) =>
  targets.flatMap((target) =>
    (specs[kind] ?? [])
      .filter((spec) => spec['backend'] !== 'redis' || cachesOn.includes(target))
      .map((spec) => ({ kind, target, spec, title: JSON.stringify(spec) })),
  ),
);

describe('the component of', () => {
  it.for(claims)('a $kind on $target with $title is one that Dapr accepts', ({ kind, target, spec }, context) => {
    if ('missing' in located) return context.skip(located.missing);
    const environment = environmentConfig(target === 'local' ? 'local' : 'dev')['data'] as Record<string, unknown>;
    const claim = new PlayedClaim({ kind, target, environment, spec });
    claim.settle();
    const { objects } = selfHosted([...claim.objects.values()]);
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
