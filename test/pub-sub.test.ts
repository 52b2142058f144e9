/** PubSub: what a claim's words become, and what nobody can ask for. */
import { describe, expect, test } from 'vitest';
import { environmentConfig } from './cases/situation.ts';
import { PlayedClaim } from './played/claim.ts';

type Loose = Record<string, any>;
const facts = (name = 'dev') => environmentConfig(name)['data'] as Loose;
const topics = { orders: {}, payments: { partitions: 6, retention: '3d' } };
const claimOn = (target: string, spec: Loose = {}, environment: Loose = facts()) =>
  new PlayedClaim({ kind: 'PubSub', target, environment, spec: { topics, ...spec }, name: 'events' });

/** The same, once it is ready. */
function ready(...given: Parameters<typeof claimOn>): PlayedClaim {
  const claim = claimOn(...given);
  claim.settle();
  return claim;
}

const spec = (claim: PlayedClaim, key: string) => claim.objects.get(key)?.['spec'] as Loose;
const setting = (claim: PlayedClaim, name: string) =>
  (spec(claim, 'component')['metadata'] as Loose[]).find((each) => each['name'] === name);

describe.each(['local', 'incluster', 'aws'])('on %s', (target) => {
  test('every topic is told by the name that Dapr must say', () => {
    const { topics: told, component } = ready(target).status as Loose;
    expect(Object.keys(told)).toEqual(['orders', 'payments']);
    expect(new Set(Object.values(told)).size).toBe(2);
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

  test('no password stands in the component', () => {
    const text = JSON.stringify(ready(target).objects.get('component'));
    expect(text).toContain('secretKeyRef');
    expect(text).not.toContain('not-a-real');
  });
});

describe('on the shared Kafka', () => {
  const manifest = (claim: PlayedClaim, key: string) => spec(claim, key)['forProvider'].manifest as Loose;

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

  test('what is retained stays at the broker, and the user does not', () => {
    const claim = ready('incluster', { deletion: 'retain' });
    expect(spec(claim, 'topic.orders')['managementPolicies']).not.toContain('*');
    expect(spec(claim, 'topic.orders')['managementPolicies']).not.toContain('Delete');
    expect(spec(claim, 'user')['managementPolicies']).toEqual(['*']);
  });

  test('each app consumes in a group that its user may use', () => {
    const claim = ready('incluster');
    const user = manifest(claim, 'user')['metadata'].name as string;
    expect(setting(claim, 'consumerGroup')?.['value']).toBe(`${user}-{appID}`);
  });
});

describe('on AWS', () => {
  const forProvider = (claim: PlayedClaim, key: string) => spec(claim, key)['forProvider'] as Loose;
  const statements = (text: unknown) => JSON.parse(String(text)).Statement as Loose[];

  test('the queue takes messages of these topics alone', () => {
    const claim = ready('aws');
    const [allowed, denied] = statements(forProvider(claim, 'delivery')['policy']);
    const arns = Object.values(JSON.parse(claim.secret?.['topics'] ?? '{}'));
    expect(allowed?.['Condition'].ArnEquals['aws:SourceArn']).toEqual(arns);
    expect(arns).toHaveLength(2);
    expect(denied).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
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

  test('Dapr finds the queue and makes nothing itself', () => {
    const claim = ready('aws');
    expect(setting(claim, 'consumerID')?.['value']).toBe(forProvider(claim, 'queue')['name']);
    expect(setting(claim, 'disableEntityManagement')?.['value']).toBe('true');
  });

  test('an alias of a key that only Kafka has is refused', () => {
    const claim = claimOn('aws', { connectionSecret: { keyAliases: { BROKERS: 'bootstrapServers' } } });
    const told = claim.ask().conditions.map(({ message }) => message);
    expect(told.join()).toContain('spec.connectionSecret.keyAliases.BROKERS: there is no bootstrapServers here');
  });
});
