/** PubSub: the resources of a claim, and the claims that are refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlayedClaim } from '../../played/claim.ts';
import { facts, forProvider, type Loose, messagesOf, specOf } from '../../fixtures.ts';
import { claimOn, ready, setting, topics } from './fixtures.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  test('the status has the topic names for Dapr', () => {
    const { topics: names, component } = ready(target).status as Loose;
    expect(Object.keys(names)).toEqual(['orders', 'payments']);
    expect(new Set(Object.values(names)).size).toBe(2);
    expect(component).toBe('events-pubsub');
  });

  test('without dapr there is only the Secret', () => {
    const claim = ready(target, { dapr: false });
    expect(claim.objects.has('component')).toBe(false);
    expect(claim.secret).toBeDefined();
    expect(claim.status).not.toHaveProperty('component');
  });

  test('only the named apps may use the component', () => {
    const scopes = ready(target, { apps: ['shop', 'audit'] }).objects.get('component')?.['scopes'];
    expect(scopes).toEqual(['audit', 'shop']);
  });
});

test.each([
  { target: 'local', name: 'initialOffset', value: 'oldest', reason: 'a new group or partition starts at its end' },
  { target: 'incluster', name: 'initialOffset', value: 'oldest', reason: 'a new group or partition starts at its end' },
  { target: 'aws', name: 'messageRetryLimit', value: '2147483647', reason: 'a message refused ten times is deleted' },
])('on $target Dapr loses no message by its default, with which $reason', ({ target, name, value }) => {
  expect(setting(ready(target), name)).toEqual({ name, value });
});

const kafkas = { orders: { partitions: 3, retention: '24h' }, payments: { partitions: 6, retention: '72h' } };
const own = { orders: { retention: '24h' }, payments: { retention: '72h' } };
const longest = { orders: { retention: '72h' }, payments: { retention: '72h' } };

test.each([
  {
    target: 'incluster',
    got: kafkas,
    unread: kafkas,
    reason: 'Kafka has partitions, and keeps messages without consumers',
  },
  { target: 'gcp', got: own, unread: own, reason: 'its topics keep messages, not only its subscriptions' },
  { target: 'azure', got: own, unread: undefined, reason: 'only its subscriptions keep messages' },
  {
    target: 'aws',
    got: longest,
    unread: undefined,
    reason: 'only its queue keeps messages, with one retention for all',
  },
])('on $target a claim reports the effective settings of its topics: $reason', ({ target, got, unread }) => {
  expect(ready(target).status?.['effective']).toEqual({ deletion: 'delete', topics: got });
  expect(ready(target, { access: ['produce'] }).status?.['effective']).toEqual({
    deletion: 'delete',
    ...(unread && { topics: unread }),
  });
});

describe.each(['local', 'incluster', 'aws'])('on %s', (target) => {
  test('the component contains no password', () => {
    const text = JSON.stringify(ready(target).objects.get('component'));
    expect(text).toContain('secretKeyRef');
    expect(text).not.toContain('not-a-real');
  });
});

describe.each(['gcp', 'azure'])('on %s', (target) => {
  test('there is no password, and only the application may act as its account', () => {
    const claim = ready(target);
    const account = claim.objects.get('account');
    expect(claim.status).toMatchObject({ serviceAccount: account?.metadata.name });
    expect(account).toMatchObject({ automountServiceAccountToken: false });
    expect(JSON.stringify(specOf(claim, 'trust')['forProvider'])).toContain(account?.metadata.name);
    expect(JSON.stringify([...claim.objects])).not.toMatch(/secretKeyRef|not-a-real/);
    expect(Object.keys(claim.secret ?? {})).not.toContain('password');
  });

  test('the component is composed once the application has its account and rights', () => {
    const claim = claimOn(target);
    for (let pass = 0; pass < 6; pass += 1) {
      claim.reconcile();
      for (const key of claim.objects.keys()) if (key !== 'trust') claim.play(key, 'ready');
    }
    expect(claim.objects.has('component')).toBe(false);
    claim.play('trust', 'ready');
    claim.reconcile();
    expect(claim.objects.has('component')).toBe(true);
  });

  test('nothing moves if the environment names other places, also if the status was lost', () => {
    const claim = ready(target);
    const before = [...claim.objects];
    const elsewhere = {
      gcp: {
        project: 'example-other',
        region: 'europe-west1',
        kmsKey: 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k',
      },
      azure: {
        location: 'westeurope',
        resourceGroup: 'other',
        subscriptionID: '99999999-1111-2222-3333-444444444444',
        messages: { namePrefix: 'another-org', sku: 'Standard' },
      },
    }[target];
    claim.environment = { ...claim.environment, [target]: { ...(claim.environment[target] as object), ...elsewhere } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
    claim.status = undefined;
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test.each([
    { access: ['produce'], subscriptions: [], reason: 'a producer needs none' },
    { access: ['consume'], subscriptions: ['orders', 'payments'], reason: 'a consumer has one per topic' },
  ])('access $access has subscriptions $subscriptions: $reason', ({ access, subscriptions }) => {
    const claim = ready(target, { access });
    const keys = [...claim.objects.keys()].filter((key) => key.startsWith('subscription.'));
    expect(keys).toEqual(subscriptions.map((key) => `subscription.${key}`));
    expect(Object.keys(JSON.parse(claim.secret?.['subscriptions'] ?? ''))).toEqual(subscriptions);
  });

  describe('a claim that no longer consumes', () => {
    const narrowed = () => {
      const claim = ready(target, {}, facts('prod'));
      claim.spec = { ...claim.spec, access: ['produce'] };
      claim.settle();
      return claim;
    };
    const keysOf = (claim: PlayedClaim, part: string) =>
      [...claim.objects.keys()].filter((key) => key.startsWith(`${part}.`));

    test('keeps waiting messages and their alarms if they are retained, but may not read them', () => {
      const claim = narrowed();
      expect(keysOf(claim, 'subscription')).toEqual(keysOf(ready(target), 'subscription'));
      expect(keysOf(claim, 'alarm')).toEqual(keysOf(ready(target, {}, facts('prod')), 'alarm'));
      const text = JSON.stringify(keysOf(claim, 'alarm').map((key) => claim.objects.get(key)));
      expect(text).toContain('This claim no longer consumes');
      expect([...keysOf(claim, 'consuming'), ...(claim.objects.has('receiving') ? ['receiving'] : [])]).toEqual([]);
      expect(claim.secret?.['subscriptions']).toBe('{}');
    });

    test.each([
      { first: { deletion: 'delete' }, change: { access: ['produce'] }, reason: 'messages were never retained' },
      { first: {}, change: { access: ['produce'], deletion: 'delete' }, reason: 'messages are no longer retained' },
    ])('deletes waiting messages: $reason', ({ first, change }) => {
      const claim = ready(target, first, facts('prod'));
      claim.spec = { ...claim.spec, ...change };
      const policies: unknown[] = [];
      while (claim.objects.has('subscription.orders') && policies.length < 5) {
        policies.push(isRetained(specOf(claim, 'subscription.orders')));
        claim.reconcile();
      }
      // A resource that was dropped before its policy allowed the deletion would stay in the cloud.
      expect(policies.at(-1)).toBe(false);
      claim.settle();
      expect(keysOf(claim, 'subscription')).toEqual([]);
      expect(keysOf(claim, 'alarm')).toEqual([]);
    });

    test('composes subscriptions and alarms again if they are deleted in the cluster', () => {
      const claim = narrowed();
      const before = new Map(claim.objects);
      for (const key of before.keys()) if (/^(subscription|alarm)\./.test(key)) claim.objects.delete(key);
      claim.settle();
      expect([...claim.objects.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    });

    test('deletes messages that still wait once they are no longer retained', () => {
      const claim = narrowed();
      claim.spec = { ...claim.spec, deletion: 'delete' };
      claim.settle();
      expect(keysOf(claim, 'subscription')).toEqual([]);
      expect(keysOf(claim, 'alarm')).toEqual([]);
    });
  });

  test('a topic is deleted in the cloud if the edit that removes it also ends the retention', () => {
    const claim = ready(target, { deletion: 'retain' });
    const {
      topics: { payments: _, ...topics },
      ...rest
    } = claim.spec as Loose;
    claim.spec = { ...rest, topics, deletion: 'delete' };
    claim.reconcile();
    for (const key of [...claim.objects.keys()].filter((part) => /^(topic|subscription)\.payments$/.test(part)))
      expect(isRetained(specOf(claim, key)), key).toBe(false);
    expect(claim.objects.has('topic.payments')).toBe(true);
    claim.settle();
    expect([...claim.objects.keys()].filter((key) => key.endsWith('.payments'))).toEqual([]);
  });

  test('a topic is retained if the edit that removes it also begins to retain', () => {
    const claim = ready(target, { deletion: 'delete' });
    const { topics, ...rest } = claim.spec as Loose;
    claim.spec = { ...rest, topics: { orders: topics.orders }, deletion: 'retain' };
    claim.reconcile();
    const going = [...claim.objects.keys()].filter((part) => /^(topic|subscription)\.payments$/.test(part));
    // At AWS a subscription has no messages, only the route of their delivery.
    const lasting = going.filter((key) => target !== 'aws' || key.startsWith('topic'));
    expect(lasting.length).toBeGreaterThan(0);
    for (const key of lasting) expect(isRetained(specOf(claim, key)), key).toBe(true);
    claim.settle();
    expect([...claim.objects.keys()].filter((key) => key.endsWith('.payments'))).toEqual([]);
  });

  test('a topic that is removed and requested again by a claim that no longer consumes has its subscription and alarm', () => {
    const claim = ready(target, { access: ['consume', 'produce'] }, facts('prod'));
    claim.spec = { ...claim.spec, access: ['produce'] };
    claim.settle();
    const before = [...claim.objects.keys()].toSorted();
    const { topics, ...rest } = claim.spec as Loose;
    claim.spec = { ...rest, topics: { orders: topics.orders } };
    claim.settle();
    claim.spec = { ...rest, topics };
    claim.settle();
    expect([...claim.objects.keys()].toSorted()).toEqual(before);
  });

  test('retained messages stay in the cloud, and the rights on them do not', () => {
    const claim = ready(target, { deletion: 'retain' });
    for (const [key, { spec: wanted }] of claim.objects as Map<string, Loose>) {
      const policies = wanted?.managementPolicies as string[] | undefined;
      if (policies === undefined) continue;
      const holdsMessages = /^(broker|topic|subscription)\b/.test(key);
      expect(policies.includes('*') || policies.includes('Delete'), key).toBe(!holdsMessages);
    }
  });
});

describe('on the shared Kafka', () => {
  const manifest = (claim: PlayedClaim, key: string) => specOf(claim, key)['forProvider'].manifest as Loose;

  // Server-side apply takes back what is not composed any more, and the object would then be gone before its provider deletes anything.
  test('a topic keeps the finalizer that the claim composes until it has its last policies', () => {
    const claim = ready('incluster', { deletion: 'retain' });
    const finalizers = () => claim.ask().desired?.resources['topic.payments']?.resource?.['metadata'].finalizers;
    const before = finalizers();
    const { topics, ...rest } = claim.spec as Loose;
    claim.spec = { ...rest, topics: { orders: topics.orders }, deletion: 'delete' };
    expect(before).toHaveLength(1);
    expect(finalizers()).toEqual(before);
  });

  test.each([
    { access: undefined, operations: ['Describe', 'Write', 'Read'], groups: 1, reason: 'both are the default' },
    { access: ['produce'], operations: ['Describe', 'Write'], groups: 0, reason: 'a producer reads nothing' },
    { access: ['consume'], operations: ['Describe', 'Read'], groups: 1, reason: 'a consumer writes nothing' },
  ])('access $access may $operations: $reason', ({ access, operations, groups }) => {
    const { acls } = manifest(ready('incluster', access && { access }), 'user')['spec'].authorization as Loose;
    const of = (type: string) => (acls as Loose[]).filter(({ resource }) => resource.type === type);
    for (const rule of of('topic')) expect(rule['operations']).toEqual(operations);
    expect(of('topic').map(({ resource }) => resource.patternType)).toEqual(['literal', 'literal']);
    expect(of('group')).toHaveLength(groups);
  });

  test('a topic has the partitions and retention of the claim, and the number of copies of the environment', () => {
    const { spec: topic, metadata } = manifest(ready('incluster'), 'topic.payments');
    expect(topic).toMatchObject({ partitions: 6, replicas: 3, config: { 'retention.ms': 259_200_000 } });
    expect(topic.config['min.insync.replicas']).toBe(2);
    expect(metadata).toMatchObject({ namespace: 'kafka', labels: { 'strimzi.io/cluster': 'shared' } });
  });

  test('a topic keeps its copies if the number of brokers changes, and a new one has the new number', () => {
    const environment = facts();
    const claim = ready('incluster', {}, environment);
    const { incluster } = environment;
    claim.environment = {
      ...environment,
      incluster: { ...incluster, messages: { ...incluster.messages, replicas: 1 } },
    };
    claim.spec = { ...claim.spec, topics: { ...topics, later: {} } };
    claim.settle();
    const copies = (key: string) => {
      const { replicas, config } = manifest(claim, `topic.${key}`)['spec'];
      return [replicas, config['min.insync.replicas']];
    };
    expect({ orders: copies('orders'), later: copies('later') }).toEqual({ orders: [3, 2], later: [1, 1] });
  });

  test('a claim with the record of an earlier release, which has only names, stays at its broker too', () => {
    const environment = facts();
    const claim = ready('incluster', {}, environment);
    const before = [...claim.objects];
    const { topics: names, user } = (claim.status as Loose)['recorded'];
    claim.status = { ...claim.status, recorded: { topics: names, user } };
    const { incluster } = environment;
    const messages = { ...incluster.messages, namespace: 'other', cluster: 'other', replicas: 1 };
    claim.environment = { ...environment, incluster: { ...incluster, messages } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  describe('a topic of 12 partitions that is removed and requested again', () => {
    const again = (deletion: string, topic: Loose) => {
      const claim = ready('incluster', { deletion, topics: { orders: {}, busy: { partitions: 12 } } });
      claim.spec = { ...claim.spec, topics: { orders: {} } };
      claim.settle();
      expect(claim.objects.has('topic.busy')).toBe(false);
      claim.spec = { ...claim.spec, topics: { orders: {}, busy: topic } };
      claim.settle();
      return claim;
    };

    test.each([
      { deletion: 'retain', topic: {}, partitions: 12, reason: 'it still exists, and Kafka removes no partitions' },
      { deletion: 'retain', topic: { partitions: 16 }, partitions: 16, reason: 'it grows' },
      { deletion: 'delete', topic: {}, partitions: 3, reason: 'it is a new topic' },
      { deletion: 'delete', topic: { partitions: 1 }, partitions: 1, reason: 'it is a new topic' },
    ])('has $partitions as $topic with deletion $deletion: $reason', ({ deletion, topic, partitions }) => {
      const claim = again(deletion, topic);
      expect(manifest(claim, 'topic.busy')['spec'].partitions).toBe(partitions);
      expect(claim.ask().results).toEqual([]);
    });

    test('reports that it cannot have fewer partitions if it was retained', () => {
      const claim = again('retain', { partitions: 1 });
      expect(manifest(claim, 'topic.busy')['spec'].partitions).toBe(12);
      expect(
        claim
          .ask()
          .conditions.map(({ message }) => message)
          .join(),
      ).toContain('spec.topics.busy.partitions: 1 is fewer than the 12 that this topic has');
    });

    test('is one of at most a hundred recorded topics, and a further one is refused', () => {
      const claim = ready('incluster', { deletion: 'retain' });
      const ask = (first: number) => {
        const names = Array.from({ length: 10 }, (_, index) => `topic-${first + index}`);
        claim.spec = { ...claim.spec, topics: Object.fromEntries(names.map((name) => [name, {}])) };
        return claim.settle().response;
      };
      for (let first = 0; first < 90; first += 10) expect(ask(first).results).toEqual([]);
      const before = [JSON.stringify(claim.status), [...claim.objects]];
      const { results } = ask(90);
      expect(results[0]?.message).toContain('spec.topics: this claim has had 102 topics');
      expect([JSON.stringify(claim.status), [...claim.objects]]).toEqual(before);
    });
  });

  test('retained topics stay at the broker, and the user does not', () => {
    const claim = ready('incluster', { deletion: 'retain' });
    expect(isRetained(specOf(claim, 'topic.orders'))).toBe(true);
    expect(isRetained(specOf(claim, 'user'))).toBe(false);
  });
});

describe('on AWS', () => {
  const statements = (text: unknown) => JSON.parse(String(text)).Statement as Loose[];

  test('the queue accepts only messages of these topics', () => {
    const claim = ready('aws');
    const [allowed, denied] = statements(forProvider(claim, 'delivery')['policy']);
    const arns = Object.values(JSON.parse(claim.secret?.['topics'] ?? '{}'));
    expect(allowed?.['Condition'].ArnEquals['aws:SourceArn']).toEqual(arns);
    expect(arns).toHaveLength(2);
    expect(denied).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  test.each([
    { key: 'topic.orders', action: 'sns:Publish', reason: 'SNS takes no wildcard' },
    { key: 'topic.payments', action: 'sns:Publish', reason: 'each topic has a policy of its own' },
    { key: 'delivery', action: 'sqs:*', reason: 'the queue takes one' },
  ])('$key denies $action without TLS: $reason', ({ key, action }) => {
    const { policy } = forProvider(ready('aws'), key);
    expect(statements(policy)).toContainEqual({
      Sid: 'OnlyEncrypted',
      Effect: 'Deny',
      Principal: '*',
      Action: action,
      Resource: expect.stringMatching(/^arn:aws:s[nq]s:eu-central-1:\d+:[^*]+$/),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('the queue has the longest retention of its topics', () => {
    expect(forProvider(ready('aws'), 'queue')['messageRetentionSeconds']).toBe(3 * 86_400);
  });

  test.each([
    { access: ['produce'], may: 'sns:Publish', not: 'sqs:ReceiveMessage', subscriptions: 0 },
    { access: ['consume'], may: 'sqs:ReceiveMessage', not: 'sns:Publish', subscriptions: 2 },
  ])('access $access may $may and not $not', ({ access, may, not, subscriptions }) => {
    const claim = ready('aws', { access });
    const actions = statements(forProvider(claim, 'permissions')['policy']).flatMap(({ Action }) => Action as string[]);
    expect(actions).toContain(may);
    expect(actions).not.toContain(not);
    expect(actions.some((action) => action.includes('*'))).toBe(false);
    expect([...claim.objects.keys()].filter((key) => key.startsWith('subscription.'))).toHaveLength(subscriptions);
  });

  test('a queue whose claim no longer consumes has its alarm while its messages are retained', () => {
    const claim = ready('aws', {}, facts('prod'));
    claim.spec = { ...claim.spec, access: ['produce'] };
    claim.settle();
    expect(forProvider(claim, 'alarm.age')['alarmDescription']).toContain('This claim no longer consumes');
    claim.spec = { ...claim.spec, deletion: 'delete' };
    claim.settle();
    expect(claim.objects.has('alarm.age')).toBe(false);
    expect(ready('aws', { access: ['produce'] }, facts('prod')).objects.has('alarm.age')).toBe(false);
  });

  test('Dapr uses the composed queue and creates nothing itself', () => {
    const claim = ready('aws');
    expect(setting(claim, 'consumerID')?.['value']).toBe(forProvider(claim, 'queue')['name']);
    expect(setting(claim, 'disableEntityManagement')?.['value']).toBe('true');
  });

  test('an alias of a key that only Kafka has is refused', () => {
    const claim = claimOn('aws', { connectionSecret: { keyAliases: { BROKERS: 'bootstrapServers' } } });
    expect(messagesOf(claim).join()).toContain(
      'spec.connectionSecret.keyAliases.BROKERS: there is no bootstrapServers here',
    );
    claim.settle();
    expect([...claim.objects.keys()]).toEqual([]);
  });
});

describe('the page on topics', () => {
  const page = readFileSync(new URL('../../../docs/pub-sub.md', import.meta.url), 'utf8');

  test('shows the tested example', () => {
    const claim = readFileSync(new URL('../../../examples/pub-sub.yaml', import.meta.url), 'utf8');
    expect(page).toContain(`\`\`\`yaml\n${claim}\`\`\``);
    expect(page).toContain(`serviceAccountName: ${ready('gcp').status?.['serviceAccount']}\n`);
  });

  test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('has a full row of promises for %s', (target) => {
    const [, promises = ''] = page.split('## What each target promises');
    const [header = '', ...rows] = promises.split('\n').filter((row) => row.startsWith('|'));
    const own = rows.filter((row) => row.includes(`\`${target}\``));
    expect(own).toHaveLength(1);
    expect(own[0]?.split('|').map((cell) => cell.trim() !== '')).toEqual(
      header.split('|').map((cell) => cell.trim() !== ''),
    );
  });

  test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('describes the Secret on %s', (target) => {
    const line = page.split('\n').find((row) => row.startsWith('|') && row.includes(`\`${target}\``)) ?? '';
    const [, , provider, knows = '', , consumes = ''] = line.split('|');
    const { secret = {} } = ready(target);
    expect(provider?.trim()).toBe(`\`${secret['provider']}\``);
    const keys = [...`${knows}${consumes}`.matchAll(/`([A-Za-z_]+)`/g)].map(([, key]) => key);
    expect(Object.keys(secret)).toEqual(expect.arrayContaining(keys));
  });
});
