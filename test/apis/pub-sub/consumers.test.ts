/** Who gets a message: the same on every target, with and without Dapr. */
import { applyDefaults, check } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pubSub } from '../../../apis/pub-sub.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';
import { facts, forProvider, type Loose, recorded, specOf } from '../../fixtures.ts';
import { blocks, rows, section, textOf } from '../../pages/page.ts';
import type { PlayedClaim } from '../../played/claim.ts';
import { claimOn, externalName, ready, setting } from './fixtures.ts';

const targets = ['local', 'incluster', 'aws', 'gcp', 'azure'];
const consumers = ['billing', 'shipping'];

const keysOf = (claim: PlayedClaim, beginning: string) =>
  [...claim.objects.keys()].filter((key) => key.startsWith(beginning));
const secretOf = (claim: PlayedClaim, key: string): Loose => JSON.parse(claim.secret?.[key] ?? '{}') as Loose;
const userOf = (claim: PlayedClaim) => forProvider(claim, 'user')['manifest'] as Loose;
const groupsOf = (claim: PlayedClaim) =>
  (userOf(claim)['spec'].authorization.acls as Loose[])
    .map(({ resource }) => resource as Loose)
    .filter(({ type }) => type === 'group');

/**
 * The place in which the messages of a topic wait for an application with Dapr, in the words of the broker; undefined if the claim made none
 * that the application may use. Two applications that share a place share its messages.
 */
const placesWithDapr: Readonly<Record<string, (claim: PlayedClaim, app: string, topic: string) => string | undefined>> =
  {
    kafka: (claim, app) => {
      const group = String(setting(claim, 'consumerGroup')?.['value']).replace('{appID}', app);
      const may = ({ name, patternType }: Loose) =>
        patternType === 'prefix' ? group.startsWith(name) : group === name;
      return groupsOf(claim).some(may) ? group : undefined;
    },
    'sns-sqs': (claim, app, topic) => {
      const queue = String(setting(claim, 'consumerID')?.['value']).replace('{appID}', app);
      const key = keysOf(claim, 'queue').find((one) => forProvider(claim, one)['name'] === queue);
      const object = claim.objects.get(key ?? '')?.metadata.name;
      const feeds = keysOf(claim, 'subscription.').map((one) => forProvider(claim, one));
      const isFed = feeds.some(
        ({ endpointRef, topicArnRef }) =>
          endpointRef.name === object && topicArnRef.name === claim.objects.get(`topic.${topic}`)?.metadata.name,
      );
      const may = String(forProvider(claim, 'permissions')['policy']).includes(`:${queue}"`);
      return object !== undefined && isFed && may ? queue : undefined;
    },
    'google-pubsub': (claim, app, topic) => {
      const consumer = String(setting(claim, 'consumerID')?.['value']).replace('{appID}', app);
      const name = `${consumer}-${claim.status?.['topics'] && (claim.status['topics'] as Loose)[topic]}`;
      const exists = keysOf(claim, 'subscription.').some((key) => externalName(claim, key) === name);
      const may = keysOf(claim, 'consuming.').some((key) => forProvider(claim, key)['subscription'] === name);
      return exists && may ? name : undefined;
    },
    'azure-service-bus': (claim, app, topic) => {
      const name = String(setting(claim, 'consumerID')?.['value']).replace('{appID}', app);
      const object = claim.objects.get(`topic.${topic}`)?.metadata.name;
      const exists = keysOf(claim, 'subscription.').some(
        (key) => externalName(claim, key) === name && forProvider(claim, key)['topicIdRef'].name === object,
      );
      return exists ? name : undefined;
    },
  };
const placeWithDapr = (claim: PlayedClaim, app: string, topic: string) =>
  placesWithDapr[claim.secret?.['provider'] ?? '']?.(claim, app, topic);

/** The place in which they wait for an application that reads the Secret. */
function placeWithoutDapr(claim: PlayedClaim, app: string, topic: string): string | undefined {
  const own = secretOf(claim, 'consumers')[app]?.[topic] as string | undefined;
  return own ?? secretOf(claim, 'subscriptions')[topic] ?? claim.secret?.['queueUrl'];
}

describe.each(targets)('on %s', (target) => {
  test.each([
    { how: 'with Dapr', placeOf: placeWithDapr },
    { how: 'without Dapr', placeOf: placeWithoutDapr },
  ])('all applications share a message, if the claim names no consumers, $how', ({ placeOf }) => {
    const claim = ready(target);
    for (const topic of ['orders', 'payments']) {
      const places = ['billing', 'shipping'].map((app) => placeOf(claim, app, topic));
      expect(places[0]).toBeDefined();
      expect(places[0]).toBe(places[1]);
    }
  });

  test.each([
    { how: 'with Dapr', placeOf: placeWithDapr },
    { how: 'without Dapr', placeOf: placeWithoutDapr },
  ])('each consumer that the claim names gets every message, and nobody else, $how', ({ placeOf }) => {
    const claim = ready(target, { consumers });
    for (const topic of ['orders', 'payments']) {
      const places = consumers.map((app) => placeOf(claim, app, topic));
      expect(places.every((place) => place !== undefined)).toBe(true);
      expect(new Set(places).size).toBe(2);
      expect(placeOf(claim, 'stranger', topic)).toBeUndefined();
    }
  });

  test('an application finds in the Secret what its Dapr component would use', () => {
    const claim = ready(target, { consumers });
    const place = placeWithDapr(claim, 'billing', 'orders') ?? '';
    expect(placeWithoutDapr(claim, 'billing', 'orders')).toMatch(new RegExp(`(^|/)${place}$`));
  });

  test('no consumer has the place that all applications shared', () => {
    const places = (spec: Loose) => ready(target, spec);
    const shared = placeWithDapr(places({}), 'x', 'orders');
    // In Kafka it may: the group goes on.
    if (target === 'local' || target === 'incluster') return;
    const claim = places({ consumers: ['applications', 'queue'] });
    for (const app of ['applications', 'queue']) {
      expect(placeWithDapr(claim, app, 'orders')).toBeDefined();
      expect(placeWithDapr(claim, app, 'orders')).not.toBe(shared);
    }
  });

  test('a consumer that is named later gets its messages, and the names of what exists stay', () => {
    const claim = ready(target, { consumers: ['billing'] });
    const before = [...claim.objects].map(([key, { metadata }]) => [key, metadata.name]);
    claim.spec = { ...claim.spec, consumers };
    claim.settle();
    expect(placeWithDapr(claim, 'shipping', 'orders')).toBeDefined();
    for (const [key, name] of before) expect(claim.objects.get(key!)?.metadata.name, key).toBe(name);
  });

  test('without a status everything is found again', () => {
    const claim = ready(target, { consumers });
    const before = JSON.stringify([...claim.objects]);
    claim.status = undefined;
    claim.settle();
    expect(JSON.stringify([...claim.objects])).toBe(before);
  });

  test('the page says whether applications share', () => {
    const row = rows(section(textOf('docs/pub-sub.md'), '## What each target promises')).find(([first]) =>
      first?.includes(`\`${target}\``),
    );
    expect(row?.[1]).toMatch(/^one of the applications, .*; each of the `consumers`, .*$/);
  });
});

describe.each(['aws', 'gcp', 'azure'])('a consumer that is taken out of the claim on %s', (target) => {
  const isIts = (key: string) => /^(subscription\..*\.|queues\.)shipping$/.test(key);

  test.each([
    { deletion: 'delete', retained: false, reason: 'its messages go with it' },
    { deletion: 'retain', retained: true, reason: 'it finds them again if it is named again' },
  ])('with $deletion: $reason', ({ deletion, retained }) => {
    const claim = ready(target, { consumers, deletion });
    expect([...claim.objects.keys()].some(isIts)).toBe(true);
    const kept = [...claim.objects.keys()].filter(
      (key) => isIts(key) && (target !== 'aws' || key.startsWith('queues')),
    );
    for (const key of kept) expect(isRetained(specOf(claim, key)), key).toBe(retained);
    claim.spec = { ...claim.spec, consumers: ['billing'] };
    claim.settle();
    expect([...claim.objects.keys()].filter(isIts)).toEqual([]);
    expect(placeWithDapr(claim, 'billing', 'orders')).toBeDefined();
  });

  test('is watched as long as it is there', () => {
    const alarms = (spec: Loose) => keysOf(ready(target, spec, facts('prod')), 'alarm.').length;
    expect(alarms({ consumers })).toBeGreaterThan(0);
    if (target !== 'azure') expect(alarms({ consumers })).toBe(alarms({ consumers: ['billing'] }) * 2);
  });
});

test.each(['gcp', 'azure'])(
  'on %s messages that all shared stay until they are read, if they are retained',
  (target) => {
    const claim = ready(target, { deletion: 'retain' }, facts('prod'));
    claim.spec = { ...claim.spec, consumers };
    claim.settle();
    expect(claim.objects.has('subscription.orders')).toBe(true);
    claim.spec = { ...claim.spec, deletion: 'delete' };
    claim.settle();
    expect(claim.objects.has('subscription.orders')).toBe(false);
    expect(claim.objects.has('subscription.orders.billing')).toBe(true);
  },
);

test('on aws messages that all shared stay in their queue, and its alarm says what to do', () => {
  const claim = ready('aws', { deletion: 'retain' }, facts('prod'));
  claim.spec = { ...claim.spec, consumers };
  claim.settle();
  expect(claim.objects.has('queue')).toBe(true);
  expect(forProvider(claim, 'alarm.age')['alarmDescription']).toContain('take the consumers out of the claim');
  expect(forProvider(claim, 'alarm.age.billing')).toMatchObject({
    alarmDescription: expect.stringContaining('Look at the application billing'),
    dimensions: { QueueName: forProvider(claim, 'queues.billing')['name'] },
  });
});

describe('a claim on Kafka that an earlier release made', () => {
  const old = (spec: Loose = {}) => {
    const claim = ready('incluster', spec);
    const { sharesGroup: _, ...rest } = recorded(claim) as Loose;
    claim.status = { ...claim.status, recorded: rest };
    const { name } = userOf(claim)['metadata'] as Loose;
    for (const resource of groupsOf(claim)) Object.assign(resource, { name, patternType: 'prefix' });
    claim.settle();
    return claim;
  };

  test.each([{ lost: false }, { lost: true }])(
    'goes on with a group for each application (lost status: $lost)',
    ({ lost }) => {
      const claim = old();
      if (lost) claim.status = undefined;
      claim.settle();
      const { name } = userOf(claim)['metadata'] as Loose;
      expect(setting(claim, 'consumerGroup')?.['value']).toBe(`${name}-{appID}`);
      expect(groupsOf(claim)).toEqual([{ type: 'group', name, patternType: 'prefix' }]);
      expect(claim.secret).not.toHaveProperty('subscriptions');
    },
  );

  test('may name consumers, which stay in their groups', () => {
    const claim = old();
    const before = placeWithDapr(claim, 'billing', 'orders');
    claim.spec = { ...claim.spec, consumers };
    claim.settle();
    expect(placeWithDapr(claim, 'billing', 'orders')).toBe(before);
    expect(placeWithDapr(claim, 'stranger', 'orders')).toBeUndefined();
  });
});

test('a queue of the longest consumer has a name that SQS takes', () => {
  const app = 'a'.repeat(36);
  const claim = claimOn('aws', { consumers: [app] });
  claim.settle();
  expect(String(forProvider(claim, `queues.${app}`)['name']).length).toBeLessThanOrEqual(80);
  expect(forProvider(claim, `queues.${app}`)['name']).toMatch(/^[A-Za-z0-9_-]+$/);
});

test('the page shows a claim that names consumers', () => {
  const [, shown = ''] = blocks(textOf('docs/pub-sub.md'), 'yaml');
  const { spec } = parse(shown) as Loose;
  expect(spec).toHaveProperty('consumers');
  expect(check(pubSub.spec, applyDefaults(pubSub.spec, spec) as never)).toEqual([]);
});

describe('a claim is refused', () => {
  test.each([
    { spec: { consumers, access: ['produce'] }, says: 'nobody consumes', reason: 'consumers would wait for ever' },
    { spec: { consumers, apps: ['billing'] }, says: 'one of the apps', reason: 'Dapr would keep the other one out' },
    { spec: { consumers: ['Billing'] }, says: 'a-z', reason: 'Dapr has no such app id' },
    { spec: { consumers: ['a'.repeat(37)] }, says: '36', reason: 'SQS has no such names' },
  ])('for $spec: $reason', ({ spec, says }) => {
    const issues = check(pubSub.spec, { topics: { orders: {} }, dapr: true, ...spec } as never);
    expect(issues.map(({ message }) => message).join()).toContain(says);
    expect(issues.map(({ path }) => path).join()).toMatch(/^\.?consumers/);
  });
});
