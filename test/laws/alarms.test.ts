/** Every resource has alarms in every environment that names a receiver for them. */
import { surveyCells } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { concerns } from '../../functions/concerns/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { facts, type Loose, readyClaim } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { isRetained } from '../../functions/kinds/retained.ts';

interface Place {
  readonly kind: string;
  readonly target: string;
  readonly environment?: Loose;
  readonly spec?: Loose;
}

const usual: Readonly<Record<string, Loose>> = {
  Database: { engine: 'postgres', size: 'small', storageGB: 20 },
  Cache: { memoryMB: 256 },
  PubSub: { topics: { orders: {}, payments: { retention: '3d' } } },
};

function ready({ kind, target, environment = facts('prod'), spec = {} }: Place): PlayedClaim {
  return readyClaim({ kind, target, environment, spec: { ...usual[kind], ...spec } });
}

const objectOf = (claim: PlayedClaim, key: string) => claim.objects.get(key) as unknown as Loose;
const rulesIn = (claim: PlayedClaim) => objectOf(claim, 'rules')['spec'].groups[0].rules as Loose[];

/** The desired fields of every alarm, by its key. */
const alarmsOf = (claim: PlayedClaim) =>
  Object.fromEntries(
    [...claim.objects]
      .filter(([key]) => key.startsWith('alarm.'))
      .map(([key, { spec }]) => [key.slice('alarm.'.length), (spec as Loose)['forProvider'] as Loose]),
  );

const inClouds = [
  { kind: 'Database', target: 'aws', names: ['connections', 'cpu', 'storage'] },
  { kind: 'Database', target: 'gcp', names: ['cpu', 'storage'] },
  { kind: 'Database', target: 'azure', names: ['cpu', 'storage'] },
  { kind: 'Cache', target: 'aws', names: ['cpu-001', 'cpu-002', 'memory-001', 'memory-002'] },
  { kind: 'Cache', target: 'gcp', names: ['memory'] },
  { kind: 'Cache', target: 'azure', names: ['cpu', 'memory'] },
  { kind: 'PubSub', target: 'aws', names: ['age'] },
  { kind: 'PubSub', target: 'gcp', names: ['age-orders', 'age-payments'] },
  { kind: 'PubSub', target: 'azure', names: ['refused', 'waiting-orders', 'waiting-payments'] },
];

describe.each(inClouds)('$kind on $target', ({ kind, target, names }) => {
  test(`has the alarms ${names.join(', ')}`, () => {
    expect(Object.keys(alarmsOf(ready({ kind, target }))).toSorted()).toEqual(names);
  });

  test('has none if the environment names no receiver, and loses them once it no longer names one', () => {
    expect(alarmsOf(ready({ kind, target, environment: facts('dev') }))).toEqual({});
    const claim = ready({ kind, target });
    const { alarms: _, ...rest } = facts('prod')[target] as Loose;
    claim.environment = { ...facts('prod'), [target]: rest };
    claim.settle();
    expect(alarmsOf(claim)).toEqual({});
  });

  test('every alarm names the claim, the remedy and the runbook', () => {
    for (const alarm of Object.values(alarmsOf(ready({ kind, target })))) {
      const text = alarm['alarmDescription'] ?? alarm['description'] ?? alarm['documentation']?.content;
      expect(text).toMatch(new RegExp(`^${kind} team-a/orders: [A-Z].*\\. `));
      expect(text).toMatch(new RegExp(` Runbook: https://docs.example.org/runbooks/${kind.toLowerCase()}$`));
    }
  });

  test('gets its alarms once it is ready, and its Secret does not wait for them', () => {
    const claim = new PlayedClaim({ kind, target, environment: facts('prod'), spec: usual[kind] ?? {} });
    claim.reconcile();
    expect(alarmsOf(claim)).toEqual({});
    const settled = ready({ kind, target });
    const before = settled.secret;
    for (const name of names) settled.play(`alarm.${name}`, 'starting');
    settled.reconcile();
    expect(settled.secret).toEqual(before);
  });

  test('keeps its alarms when its status is lost', () => {
    const claim = ready({ kind, target });
    const before = alarmsOf(claim);
    claim.status = undefined;
    claim.settle();
    expect(alarmsOf(claim)).toEqual(before);
  });

  test('deletes its alarms with it, also if its data is retained', () => {
    for (const [key, { spec }] of ready({ kind, target }).objects) {
      if (key.startsWith('alarm.')) expect(isRetained((spec ?? {}) as Loose)).toBe(false);
    }
  });
});

describe('thresholds', () => {
  const gibibytes = 1024 ** 3;
  test.each([
    { spec: {}, alarm: 'storage', threshold: 3 * gibibytes, reason: '15 percent of 20 GiB are left' },
    { spec: { storageGB: 100 }, alarm: 'storage', threshold: 15 * gibibytes, reason: '15 percent of 100 GiB are left' },
    {
      spec: {},
      alarm: 'connections',
      threshold: 67,
      reason: '80 percent of the connections that 1 GiB of memory allows',
    },
    {
      spec: { size: 'large' },
      alarm: 'connections',
      threshold: 540,
      reason: '80 percent of the connections that 8 GiB of memory allow',
    },
    {
      spec: { advanced: { maxConnections: 200 } },
      alarm: 'connections',
      threshold: 160,
      reason: '80 percent of the connections that the claim allows',
    },
  ])('$alarm of an RDS instance with $spec: $reason', ({ spec, alarm, threshold }) => {
    expect(alarmsOf(ready({ kind: 'Database', target: 'aws', spec }))[alarm]).toMatchObject({ threshold });
  });

  test.each([
    { retention: '3d', seconds: 3600, reason: 'an hour is long enough' },
    { retention: '1h', seconds: 1800, reason: 'half of the retention is left to save them' },
  ])('age of the messages in a queue with retention $retention: $reason', ({ retention, seconds }) => {
    const { age } = alarmsOf(ready({ kind: 'PubSub', target: 'aws', spec: { topics: { orders: { retention } } } }));
    expect(age).toMatchObject({ threshold: seconds, statistic: 'Maximum', comparisonOperator: 'GreaterThanThreshold' });
  });
});

describe('an alarm', () => {
  const actionGroup = (facts('prod')['azure'].alarms.actionGroupID as string).replace(/[^/]+$/, 'other');

  test('watches its resource by the name in the cloud', () => {
    const rds = ready({ kind: 'Database', target: 'aws' });
    const { identifier } = objectOf(rds, 'instance')['spec'].forProvider;
    expect(alarmsOf(rds)['cpu']?.['dimensions']).toEqual({ DBInstanceIdentifier: identifier });

    const cloudSql = ready({ kind: 'Database', target: 'gcp' });
    const name = cloudSql.objects.get('instance')?.metadata.annotations?.['crossplane.io/external-name'];
    expect(alarmsOf(cloudSql)['cpu']?.['conditions'][0].conditionThreshold.filter).toContain(`"example-prod:${name}"`);

    const server = ready({ kind: 'Database', target: 'azure' });
    const { id } = objectOf(server, 'server')['status'].atProvider;
    expect(alarmsOf(server)['cpu']?.['scopes']).toEqual([id]);

    const nodes = Object.values(alarmsOf(ready({ kind: 'Cache', target: 'aws' }))).map((alarm) => alarm['dimensions']);
    expect(new Set(nodes.map(({ CacheClusterId: node }) => (node as string).slice(-4)))).toEqual(
      new Set(['-001', '-002']),
    );
  });

  test('leaves out a runbook that is too long for CloudWatch', () => {
    const runbook = `https://docs.example.org/${'a'.repeat(990)}`;
    const claim = ready({ kind: 'PubSub', target: 'aws', environment: { ...facts('prod'), links: { runbook } } });
    expect(alarmsOf(claim)['age']?.['alarmDescription']).toMatch(/too slow\.$/);
  });

  test('stays on an Azure server whose status is unknown for a moment', () => {
    const claim = ready({ kind: 'Database', target: 'azure' });
    const before = alarmsOf(claim);
    claim.play('server', 'starting');
    claim.reconcile();
    expect(alarmsOf(claim)).toEqual(before);
  });

  test.each([
    {
      kind: 'PubSub',
      target: 'aws',
      facts: {
        region: 'eu-west-1',
        alarms: { topicARN: 'arn:aws:sns:eu-west-1:111122223333:x' },
        kmsKeyID: 'arn:aws:kms:eu-west-1:111122223333:key/x',
      },
    },
    {
      kind: 'Database',
      target: 'gcp',
      facts: { project: 'elsewhere', alarms: { channels: ['projects/elsewhere/notificationChannels/1'] } },
    },
    { kind: 'Database', target: 'azure', facts: { resourceGroup: 'other', location: 'westeurope' } },
  ])('of a resource that stays behind when the environment moves does not change: $kind on $target', (moved) => {
    const claim = ready(moved);
    const before = alarmsOf(claim);
    claim.environment = { ...facts('prod'), [moved.target]: { ...facts('prod')[moved.target], ...moved.facts } };
    expect(claim.settle().response.results).toEqual([]);
    expect(alarmsOf(claim)).toEqual(before);
  });

  test.each([
    { kind: 'Database', target: 'aws', to: { topicARN: 'arn:aws:sns:eu-central-1:111122223333:other' } },
    { kind: 'Database', target: 'gcp', to: { channels: ['projects/example-prod/notificationChannels/2'] } },
    { kind: 'Database', target: 'azure', to: { actionGroupID: actionGroup } },
  ])('follows the receiver that the environment names now: $kind on $target', ({ kind, target, to }) => {
    const claim = ready({ kind, target });
    claim.environment = { ...facts('prod'), [target]: { ...facts('prod')[target], alarms: to } };
    expect(claim.settle().response.results).toEqual([]);
    const [receiver] = Object.values(to).flat();
    for (const alarm of Object.values(alarmsOf(claim))) expect(JSON.stringify(alarm)).toContain(receiver);
  });
});

describe('PubSub on azure', () => {
  test('has an alarm per topic if more messages than the usual backlog wait for an hour', () => {
    const { topics } = ready({ kind: 'PubSub', target: 'azure' }).status as { topics: Record<string, string> };
    const azure = facts('prod')['azure'] as Loose;
    const busy = { ...azure, messages: { ...azure['messages'], usualBacklog: 500 } };
    for (const [environment, threshold] of [
      [facts('prod'), 10],
      [{ ...facts('prod'), azure: busy }, 500],
    ] as const) {
      const alarm = alarmsOf(ready({ kind: 'PubSub', target: 'azure', environment }))['waiting-orders'];
      expect(alarm).toMatchObject({
        windowSize: 'PT1H',
        criteria: [
          {
            metricName: 'ActiveMessages',
            aggregation: 'Minimum',
            threshold,
            dimension: [{ name: 'EntityName', operator: 'Include', values: [topics['orders']] }],
          },
        ],
      });
    }
  });
});

describe.each(['local', 'incluster'])('PubSub on %s', (target) => {
  const place = { kind: 'PubSub', target };

  test('has alerts if messages wait for an hour, and if its topics have no metrics', () => {
    const claim = ready(place);
    const { recorded } = claim.status as { recorded: { user: string; topics: Record<string, string> } };
    const topics = Object.values(recorded.topics).join('|');
    expect(rulesIn(claim)).toMatchObject([
      {
        alert: 'PubSubUnseen',
        expr: `(count(count by (topic) (kafka_topic_partitions{topic=~"${topics}"})) or vector(0)) < 2`,
        labels: { namespace: 'team-a', claim: 'orders' },
      },
      {
        alert: 'PubSubWaiting',
        expr: `sum by (consumergroup, topic) (kafka_consumergroup_lag{topic=~"${topics}",consumergroup=~"${recorded.user}.*"}) > 10`,
        for: '60m',
      },
    ]);
  });

  test('uses the usual backlog of the environment, and watches no consumers if the claim has none', () => {
    const { incluster } = facts('prod');
    const messages = { ...incluster.messages, usualBacklog: 500 };
    const environment = { ...facts('prod'), incluster: { ...incluster, messages } };
    expect(rulesIn(ready({ ...place, environment }))[1]?.['expr']).toMatch(/ > 500$/);
    const produces = ready({ ...place, spec: { access: ['produce'] } });
    expect(rulesIn(produces).map((rule) => rule['alert'])).toEqual(['PubSubUnseen']);
  });

  test('has no rules if no Prometheus watches', () => {
    const { monitoring: _, ...incluster } = facts('prod')['incluster'];
    expect(ready({ ...place, environment: { ...facts('prod'), incluster } }).objects.has('rules')).toBe(false);
  });
});

describe('PubSub that only produces', () => {
  const spec = { access: ['produce'] };

  test('has no alarm, and its concern misses none', async () => {
    expect(alarmsOf(ready({ kind: 'PubSub', target: 'aws', spec }))).toEqual({});
    const claim = example('pub-sub.yaml');
    const produces = { ...claim, spec: { ...(claim['spec'] as Loose), ...spec } };
    const cells = await surveyCells(platform, [produces], [{ name: 'prod', config: environmentConfig('prod') }]);
    const { outcome } = cells.find(({ target }) => target === 'aws')!;
    const row =
      typeof outcome === 'string' ? undefined : outcome.concerns.find(({ concern }) => concern === 'monitoring');
    expect(row).toMatchObject({ state: 'none' });
  });
});

describe('Database on incluster', () => {
  const rulesOf = (claim: PlayedClaim) => rulesIn(claim).map((rule) => rule['alert']);
  const always = ['DatabaseDown', 'DatabaseStorage', 'DatabaseConnections'];

  test.each([
    {
      environment: 'dev',
      alerts: [...always, 'DatabaseArchive', 'DatabaseBackup'],
      reason: 'one server has no standby',
    },
    {
      environment: 'prod',
      alerts: [...always, 'DatabaseLag', 'DatabaseArchive', 'DatabaseBackup'],
      reason: 'three servers, and backups',
    },
  ])('in $environment has rules beside its monitor: $reason', ({ environment, alerts }) => {
    const claim = ready({ kind: 'Database', target: 'incluster', environment: facts(environment) });
    expect(rulesOf(claim)).toEqual(alerts);
    const { labels } = facts(environment)['incluster'].monitoring;
    expect(claim.objects.get('rules')?.metadata.labels).toMatchObject(labels ?? {});
    expect(claim.objects.has('monitor')).toBe(true);
  });

  test('has no rule on backups if there are none, and no rules if no Prometheus watches', () => {
    const { backups: _, ...rest } = facts('dev')['incluster'];
    const claim = ready({ kind: 'Database', target: 'incluster', environment: { ...facts('dev'), incluster: rest } });
    expect(rulesOf(claim)).toEqual(always);
    const { monitoring: __, ...unwatched } = rest;
    claim.environment = { ...facts('dev'), incluster: unwatched };
    claim.settle();
    expect(claim.objects.has('rules')).toBe(false);
  });

  test('every alert names its claim', () => {
    const claim = ready({ kind: 'Database', target: 'incluster' });
    for (const { labels, annotations, expr } of rulesIn(claim)) {
      expect(labels).toMatchObject({ namespace: 'team-a', claim: 'orders' });
      expect(annotations['summary']).toMatch(/^Database team-a\/orders: /);
      expect(annotations['runbook_url']).toBe('https://docs.example.org/runbooks/database');
      expect(expr).toContain('namespace="team-a"');
    }
  });
});

describe('Cache on incluster', () => {
  test.each([
    {
      environment: 'prod',
      spec: {},
      down: '< 2',
      alerts: ['CacheDown'],
      reason: 'it evicts keys when its memory is full',
    },
    {
      environment: 'dev',
      spec: { eviction: 'none' },
      down: '< 1',
      alerts: ['CacheDown', 'CacheMemory'],
      reason: 'it refuses writes when its memory is full',
    },
  ])('in $environment with $spec has the rules $alerts: $reason', ({ environment, spec, down, alerts }) => {
    const claim = ready({ kind: 'Cache', target: 'incluster', environment: facts(environment), spec });
    expect(rulesIn(claim).map((rule) => rule['alert'])).toEqual(alerts);
    expect(rulesIn(claim)[0]?.['expr']).toContain(down);
  });
});

describe.each(['incluster', 'aws', 'gcp', 'azure'])('CredentialStore on %s', (target) => {
  const place = { kind: 'CredentialStore', target };
  const secrets = {
    payment: { keys: ['token'] },
    session: { keys: ['key'], from: 'generated' },
    mail: { keys: ['password'], from: 'written' },
  };

  test('has rules on all its Secrets and copies, whichever Prometheus labels the metrics of external-secrets', () => {
    const claim = ready({ ...place, spec: { secrets } });
    const named = (part: string) =>
      [...claim.objects].filter(([key]) => key.startsWith(`${part}.`)).map(([, { metadata }]) => metadata.name);
    const [stale, copy, ...others] = rulesIn(claim);
    expect(others).toEqual([]);
    expect(stale?.['alert']).toBe('CredentialStoreStale');
    expect(copy?.['alert']).toBe('CredentialStoreCopy');
    expect(named('secret')).toHaveLength(3);
    for (const name of named('secret')) expect(stale?.['expr']).toContain(name);
    for (const name of named('push')) expect(copy?.['expr']).toContain(name);
    for (const { expr, labels } of [stale!, copy!] as Loose[]) {
      expect(expr).toMatch(/[{]namespace="team-a",.* or .*[{]exported_namespace="team-a",/);
      expect(labels).toMatchObject({ namespace: 'team-a', claim: 'orders' });
    }
    expect(claim.objects.get('rules')?.metadata.labels).toMatchObject({ release: 'prometheus' });
  });

  test('has no rule on copies if no secret is written by hand, and no rules if no Prometheus watches', () => {
    const claim = ready({ ...place, spec: { secrets: { payment: secrets.payment } } });
    expect(rulesIn(claim).map((rule) => rule['alert'])).toEqual(['CredentialStoreStale']);
    const { monitoring: _, ...incluster } = facts('prod')['incluster'];
    claim.environment = { ...facts('prod'), incluster };
    claim.settle();
    expect(claim.objects.has('rules')).toBe(false);
  });
});

describe('the concern', () => {
  const monitoring = concerns.find(({ name }) => name === 'monitoring')!;

  test.each([
    { target: 'aws', environment: 'prod', isWanted: true, reason: 'its account has a topic' },
    { target: 'aws', environment: 'dev', isWanted: false, reason: 'dev names no receiver' },
    { target: 'gcp', environment: 'prod', isWanted: true, reason: 'its project has channels' },
    { target: 'azure', environment: 'prod', isWanted: true, reason: 'its subscription has an action group' },
    { target: 'incluster', environment: 'dev', isWanted: true, reason: 'its cluster has a Prometheus' },
    { target: 'local', environment: 'prod', isWanted: false, reason: 'a developer watches his own machine' },
  ])('wants alarms on $target in $environment: $isWanted, because $reason', ({ target, environment, isWanted }) => {
    expect(monitoring.when?.({ target, environment: facts(environment) } as never)).toBe(isWanted);
  });
});
