/** PubSub: what a claim's words become, and what nobody can ask for. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlayedClaim } from '../../played/claim.ts';
import { facts, forProvider, type Loose, messagesOf, specOf } from '../../fixtures.ts';
import { claimOn, ready, setting, topics } from './fixtures.ts';

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  test('every topic is told by the name that Dapr must say', () => {
    const { topics: names, component } = ready(target).status as Loose;
    expect(Object.keys(names)).toEqual(['orders', 'payments']);
    expect(new Set(Object.values(names)).size).toBe(2);
    expect(component).toBe('events-pubsub');
  });

  test('without dapr there is the Secret alone', () => {
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
    reason: 'Kafka has partitions, and keeps messages for whoever comes',
  },
  { target: 'gcp', got: own, unread: own, reason: 'its topics keep messages, not its subscriptions alone' },
  { target: 'azure', got: own, unread: undefined, reason: 'only its subscriptions keep messages' },
  {
    target: 'aws',
    got: longest,
    unread: undefined,
    reason: 'only its queue keeps messages, and all of them equally long',
  },
])('on $target a claim is told what its topics got: $reason', ({ target, got, unread }) => {
  expect(ready(target).status?.['effective']).toEqual({ deletion: 'delete', topics: got });
  expect(ready(target, { access: ['produce'] }).status?.['effective']).toEqual({
    deletion: 'delete',
    ...(unread && { topics: unread }),
  });
});

describe.each(['local', 'incluster', 'aws'])('on %s', (target) => {
  test('no password stands in the component', () => {
    const text = JSON.stringify(ready(target).objects.get('component'));
    expect(text).toContain('secretKeyRef');
    expect(text).not.toContain('not-a-real');
  });
});

describe.each(['gcp', 'azure'])('on %s', (target) => {
  test('there is no password: the application is known by its account, which trusts it alone', () => {
    const claim = ready(target);
    const account = claim.objects.get('account');
    expect(claim.status).toMatchObject({ serviceAccount: account?.metadata.name });
    expect(account).toMatchObject({ automountServiceAccountToken: false });
    expect(JSON.stringify(specOf(claim, 'trust')['forProvider'])).toContain(account?.metadata.name);
    expect(JSON.stringify([...claim.objects])).not.toMatch(/secretKeyRef|not-a-real/);
    expect(Object.keys(claim.secret ?? {})).not.toContain('password');
  });

  test('the component comes when the application is known and may use what it names', () => {
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

  test('nothing moves when the environment names other places, also where the status was lost', () => {
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
    { access: ['produce'], subscriptions: [], reason: 'a producer waits for nothing' },
    { access: ['consume'], subscriptions: ['orders', 'payments'], reason: 'a consumer has one of each topic' },
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

    test('keeps what waits and is watched, where that is retained, and may no longer take it', () => {
      const claim = narrowed();
      expect(keysOf(claim, 'subscription')).toEqual(keysOf(ready(target), 'subscription'));
      expect(keysOf(claim, 'alarm')).toEqual(keysOf(ready(target, {}, facts('prod')), 'alarm'));
      const text = JSON.stringify(keysOf(claim, 'alarm').map((key) => claim.objects.get(key)));
      expect(text).toContain('This claim no longer consumes');
      expect([...keysOf(claim, 'consuming'), ...(claim.objects.has('receiving') ? ['receiving'] : [])]).toEqual([]);
      expect(claim.secret?.['subscriptions']).toBe('{}');
    });

    test.each([
      { first: { deletion: 'delete' }, change: { access: ['produce'] }, reason: 'it was never retained' },
      { first: {}, change: { access: ['produce'], deletion: 'delete' }, reason: 'it is no longer retained' },
    ])('deletes what waits: $reason', ({ first, change }) => {
      const claim = ready(target, first, facts('prod'));
      claim.spec = { ...claim.spec, ...change };
      const policies: unknown[] = [];
      while (claim.objects.has('subscription.orders') && policies.length < 5) {
        policies.push(specOf(claim, 'subscription.orders')['managementPolicies']);
        claim.reconcile();
      }
      // What Crossplane lets go of without having been allowed to delete it stays in the cloud.
      expect(policies.at(-1)).toEqual(['*']);
      claim.settle();
      expect(keysOf(claim, 'subscription')).toEqual([]);
      expect(keysOf(claim, 'alarm')).toEqual([]);
    });

    test('keeps what waits and its watch also where somebody deletes them here', () => {
      const claim = narrowed();
      const before = new Map(claim.objects);
      for (const key of before.keys()) if (/^(subscription|alarm)\./.test(key)) claim.objects.delete(key);
      claim.settle();
      expect([...claim.objects.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    });

    test('deletes what still waits when it is no longer retained', () => {
      const claim = narrowed();
      claim.spec = { ...claim.spec, deletion: 'delete' };
      claim.settle();
      expect(keysOf(claim, 'subscription')).toEqual([]);
      expect(keysOf(claim, 'alarm')).toEqual([]);
    });
  });

  test('a topic that goes in the edit that no longer retains is deleted in the cloud too', () => {
    const claim = ready(target, { deletion: 'retain' });
    const {
      topics: { payments: _, ...topics },
      ...rest
    } = claim.spec as Loose;
    claim.spec = { ...rest, topics, deletion: 'delete' };
    claim.reconcile();
    for (const key of [...claim.objects.keys()].filter((part) => /^(topic|subscription)\.payments$/.test(part)))
      expect(specOf(claim, key)['managementPolicies'], key).toEqual(['*']);
    expect(claim.objects.has('topic.payments')).toBe(true);
    claim.settle();
    expect([...claim.objects.keys()].filter((key) => key.endsWith('.payments'))).toEqual([]);
  });

  test('a topic that goes in the edit that begins to retain is retained', () => {
    const claim = ready(target, { deletion: 'delete' });
    const { topics, ...rest } = claim.spec as Loose;
    claim.spec = { ...rest, topics: { orders: topics.orders }, deletion: 'retain' };
    claim.reconcile();
    const going = [...claim.objects.keys()].filter((part) => /^(topic|subscription)\.payments$/.test(part));
    // At AWS a subscription only says what is delivered.
    const lasting = going.filter((key) => target !== 'aws' || key.startsWith('topic'));
    expect(lasting.length).toBeGreaterThan(0);
    for (const key of lasting) expect(specOf(claim, key)['managementPolicies'], key).not.toContain('*');
    claim.settle();
    expect([...claim.objects.keys()].filter((key) => key.endsWith('.payments'))).toEqual([]);
  });

  test('a topic that is asked for again by a claim that no longer consumes is kept and watched as before', () => {
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

  test('what is retained stays in the cloud, and who may use it does not', () => {
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

  test.each([
    { access: undefined, operations: ['Describe', 'Write', 'Read'], groups: 1, reason: 'both when it does not say' },
    { access: ['produce'], operations: ['Describe', 'Write'], groups: 0, reason: 'a producer reads nothing' },
    { access: ['consume'], operations: ['Describe', 'Read'], groups: 1, reason: 'a consumer writes nothing' },
  ])('access $access may $operations: $reason', ({ access, operations, groups }) => {
    const { acls } = manifest(ready('incluster', access && { access }), 'user')['spec'].authorization as Loose;
    const of = (type: string) => (acls as Loose[]).filter(({ resource }) => resource.type === type);
    for (const rule of of('topic')) expect(rule['operations']).toEqual(operations);
    expect(of('topic').map(({ resource }) => resource.patternType)).toEqual(['literal', 'literal']);
    expect(of('group')).toHaveLength(groups);
  });

  test('a topic has the partitions and days of the claim, on as many brokers as the environment has', () => {
    const { spec: asked, metadata } = manifest(ready('incluster'), 'topic.payments');
    expect(asked).toMatchObject({ partitions: 6, replicas: 3, config: { 'retention.ms': 259_200_000 } });
    expect(asked.config['min.insync.replicas']).toBe(2);
    expect(metadata).toMatchObject({ namespace: 'kafka', labels: { 'strimzi.io/cluster': 'shared' } });
  });

  test('a topic keeps its copies where the environment has other brokers, and a new one has as many as these', () => {
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

  test('a claim that an earlier release made, which recorded only names, stays at its broker too', () => {
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

  describe('a topic of 12 partitions that is removed and comes again', () => {
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
      { deletion: 'retain', topic: {}, partitions: 12, reason: 'it is still there, and Kafka removes none' },
      { deletion: 'retain', topic: { partitions: 16 }, partitions: 16, reason: 'it grows' },
      { deletion: 'delete', topic: {}, partitions: 3, reason: 'it is another' },
      { deletion: 'delete', topic: { partitions: 1 }, partitions: 1, reason: 'it is another' },
    ])('has $partitions as $topic with deletion $deletion: $reason', ({ deletion, topic, partitions }) => {
      const claim = again(deletion, topic);
      expect(manifest(claim, 'topic.busy')['spec'].partitions).toBe(partitions);
      expect(claim.ask().results).toEqual([]);
    });

    test('is told that it cannot have fewer where it is retained', () => {
      const claim = again('retain', { partitions: 1 });
      expect(manifest(claim, 'topic.busy')['spec'].partitions).toBe(12);
      expect(
        claim
          .ask()
          .conditions.map(({ message }) => message)
          .join(),
      ).toContain('spec.topics.busy.partitions: 1 is fewer than the 12 that this topic has');
    });

    test('is one of at most a hundred that are remembered, none of which is forgotten for another', () => {
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

  test('what is retained stays at the broker, and the user does not', () => {
    const claim = ready('incluster', { deletion: 'retain' });
    expect(specOf(claim, 'topic.orders')['managementPolicies']).not.toContain('*');
    expect(specOf(claim, 'topic.orders')['managementPolicies']).not.toContain('Delete');
    expect(specOf(claim, 'user')['managementPolicies']).toEqual(['*']);
  });

  test('each app consumes in a group that its user may use', () => {
    const claim = ready('incluster');
    const user = manifest(claim, 'user')['metadata'].name as string;
    expect(setting(claim, 'consumerGroup')?.['value']).toBe(`${user}-{appID}`);
  });
});

describe('on AWS', () => {
  const statements = (text: unknown) => JSON.parse(String(text)).Statement as Loose[];

  test('the queue takes messages of these topics alone', () => {
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

  test('the queue keeps messages as long as the topic that keeps them longest', () => {
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

  test('a queue whose claim no longer consumes is watched while what waits in it is retained', () => {
    const claim = ready('aws', {}, facts('prod'));
    claim.spec = { ...claim.spec, access: ['produce'] };
    claim.settle();
    expect(forProvider(claim, 'alarm.age')['alarmDescription']).toContain('This claim no longer consumes');
    claim.spec = { ...claim.spec, deletion: 'delete' };
    claim.settle();
    expect(claim.objects.has('alarm.age')).toBe(false);
    expect(ready('aws', { access: ['produce'] }, facts('prod')).objects.has('alarm.age')).toBe(false);
  });

  test('Dapr finds the queue and makes nothing itself', () => {
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

  test('shows the example that is tested', () => {
    const claim = readFileSync(new URL('../../../examples/pub-sub.yaml', import.meta.url), 'utf8');
    expect(page).toContain(`\`\`\`yaml\n${claim}\`\`\``);
    expect(page).toContain(`serviceAccountName: ${ready('gcp').status?.['serviceAccount']}\n`);
  });

  test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('says of %s what its topics promise', (target) => {
    const [, promises = ''] = page.split('## What each target promises');
    const [header = '', ...rows] = promises.split('\n').filter((row) => row.startsWith('|'));
    const own = rows.filter((row) => row.includes(`\`${target}\``));
    expect(own).toHaveLength(1);
    expect(own[0]?.split('|').map((cell) => cell.trim() !== '')).toEqual(
      header.split('|').map((cell) => cell.trim() !== ''),
    );
  });

  test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('tells of %s what its Secret says', (target) => {
    const line = page.split('\n').find((row) => row.startsWith('|') && row.includes(`\`${target}\``)) ?? '';
    const [, , provider, knows = '', , consumes = ''] = line.split('|');
    const { secret = {} } = ready(target);
    expect(provider?.trim()).toBe(`\`${secret['provider']}\``);
    const keys = [...`${knows}${consumes}`.matchAll(/`([A-Za-z_]+)`/g)].map(([, key]) => key);
    expect(Object.keys(secret)).toEqual(expect.arrayContaining(keys));
  });
});
