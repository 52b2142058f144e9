/** The concerns of this platform, checked on all composed resources. */
import { type Claim, type ComposedKind, holds } from 'planesmith/authoring';
import { examine, surveyCells } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { tags } from '../../functions/concerns/tags.ts';
import { SecurityGroupIngressRule } from '../../functions/kinds/ec2-security-group-ingress-rule.ts';
import { onlyEncrypted } from '../../functions/kinds/encrypted-transport.ts';
import { BucketPolicy } from '../../functions/kinds/s3-bucket-policy.ts';
import { Bucket } from '../../functions/kinds/s3-bucket.ts';
import { QueuePolicy } from '../../functions/kinds/sqs-queue-policy.ts';
import { Queue } from '../../functions/kinds/sqs-queue.ts';
import type { Environment } from '../../functions/environment/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { environmentNames } from '../fixtures.ts';

const environments = environmentNames.map((name) => ({ name, config: environmentConfig(name) }));
const claims = Object.keys(platform.apis).map((key) => example(`${key}.yaml`));
const { cells, silentKinds, unreadFields } = await examine(platform, { claims, environments });

test('every kind says what every concern means for it', () => {
  expect(silentKinds).toEqual([]);
});

test('every field of a claim influences something on every target, or the target says why not', () => {
  expect(unreadFields).toEqual([]);
});

test.each([
  { model: QueuePolicy, statements: [], means: expect.stringMatching(/allows requests without TLS/) },
  { model: QueuePolicy, statements: [onlyEncrypted('sqs', '*')], means: 'gives' },
  { model: BucketPolicy, statements: [onlyEncrypted('sqs', '*')], means: expect.stringMatching(/without TLS/) },
])(
  'a queue and a bucket need a policy that refuses plain text, and $model.kind gives it: $means',
  ({ model, statements, means }) => {
    expect([Queue.concerns['tls'], Bucket.concerns['tls']]).toEqual(['needs', 'needs']);
    const policy = JSON.stringify({ Statement: statements });
    const judge = model.concerns['tls'] as unknown as (object: object) => unknown;
    expect(judge({ spec: { forProvider: { policy } } })).toEqual(means);
  },
);

test('a rule that lets every address in is not private', () => {
  const judge = SecurityGroupIngressRule.concerns['private'] as unknown as (object: object) => unknown;
  const rule = (cidrIpv4: string) => judge({ spec: { forProvider: { cidrIpv4 } } });
  expect([rule('10.0.0.0/16'), rule('0.0.0.0/0')]).toEqual([holds, expect.stringMatching(/every address/)]);
});

describe.each(cells)('$kind on $target in $environment', ({ outcome }) => {
  test('misses no concern that applies to it, or is refused with a reason', () => {
    if (typeof outcome === 'string') expect(outcome).toMatch(/\w+ \w+/);
    else expect(outcome.concerns.flatMap(({ missing }) => missing)).toEqual([]);
  });
});

test('a cache without TLS is reported, with the setting that allows it', async () => {
  const config = environmentConfig('prod');
  const data = config['data'] as Record<string, any>;
  const { incluster } = data;
  const plain = { ...data, incluster: { ...incluster, cache: { ...incluster.cache, tls: false } } };
  const rows = await surveyCells(
    platform,
    [example('cache.yaml')],
    [{ name: 'plain', config: { ...config, data: plain } }],
  );
  const { outcome } = rows.find(({ target }) => target === 'incluster')!;
  const missing = typeof outcome === 'string' ? [outcome] : outcome.concerns.flatMap((row) => row.missing);
  expect(missing).toEqual([expect.stringMatching(/^cache \(Dragonfly\) cannot keep it: .*incluster\.cache\.tls/)]);
});

describe('labels reach objects behind the composed resources:', () => {
  const objects = cells.flatMap(({ claim, environment, outcome }) =>
    typeof outcome === 'string' ? [] : outcome.resources.map((resource) => ({ ...resource, claim, environment })),
  );
  const labelsOf = (object: unknown) => (object as { metadata: { labels: Record<string, string> } }).metadata.labels;
  const place = (name: string) => `platform.example.org/${name}`;

  test('an object in another namespace has the labels of its carrier without the common ones, and those that name its claim', () => {
    const carriers = objects.filter(({ kind }) => kind === 'Object');
    expect(carriers.length).toBeGreaterThan(0);
    for (const { object, claim } of carriers) {
      const { manifest } = (object as any).spec.forProvider;
      const {
        [place('kind')]: kind,
        [place('claim')]: name,
        [place('namespace')]: namespace,
        ...rest
      } = labelsOf(manifest);
      const { 'strimzi.io/cluster': broker, ...common } = rest;
      expect([kind, name, namespace]).toEqual(['PubSub', claim, 'team-a']);
      expect(broker).toBe(manifest.kind === 'KafkaTopic' || manifest.kind === 'KafkaUser' ? 'shared' : undefined);
      // Argo CD adopts an object with a common label and without an owner, and prunes it.
      const own = Object.entries(labelsOf(object)).filter(([label]) => !label.startsWith('app.kubernetes.io/'));
      expect(common).toEqual(Object.fromEntries(own));
    }
  });

  test('the pods and volumes of a database have the labels too, without those that their operator sets', () => {
    const clusters = objects.filter(({ kind }) => kind === 'Cluster');
    expect(clusters.length).toBeGreaterThan(0);
    for (const { object, claim } of clusters) {
      const { labels } = (object as any).spec.inheritedMetadata;
      const { [place('kind')]: kind, [place('claim')]: name, [place('namespace')]: namespace, ...rest } = labels;
      expect([kind, name, namespace]).toEqual(['Database', claim, 'team-a']);
      const own = Object.entries(labelsOf(object)).filter(([label]) => !label.startsWith('app.kubernetes.io/'));
      expect(rest).toEqual(Object.fromEntries(own));
      expect(rest[place('team')]).toBe('team-a');
    }
  });
});

const title = ({ kind, target }: { kind: string; target: string }) => `${kind} on ${target}`;

test('every API is composed on every one of its targets in at least one environment', () => {
  const composed = new Set(cells.filter(({ outcome }) => typeof outcome !== 'string').map(title));
  expect([...new Set(cells.map(title))].filter((place) => !composed.has(place))).toEqual([]);
});

describe('tags', () => {
  const claim = { kind: 'Database', name: 'orders', namespace: 'team-a', team: 'Checkout' } as Claim;
  const environment = { name: 'dev', tags: { owner: 'Platform', 'cost.centre': '1' } } as unknown as Environment;
  const kind = (apiVersion: string, path?: readonly string[]) =>
    ({ apiVersion, tags: path }) as unknown as ComposedKind;

  test.each([
    {
      model: kind('rds.aws.m.upbound.io/v1beta1', ['spec', 'forProvider', 'tags']),
      wanted: {
        spec: {
          forProvider: {
            tags: {
              owner: 'Platform',
              'cost.centre': '1',
              team: 'Checkout',
              environment: 'dev',
              kind: 'Database',
              claim: 'team-a/orders',
            },
          },
        },
      },
      reason: 'AWS accepts them unchanged',
    },
    {
      model: kind('sql.gcp.m.upbound.io/v1beta1', ['spec', 'forProvider', 'settings', 'userLabels']),
      wanted: {
        spec: {
          forProvider: {
            settings: {
              userLabels: {
                owner: 'platform',
                cost_centre: '1',
                team: 'checkout',
                environment: 'dev',
                kind: 'database',
                claim: 'team-a_orders',
              },
            },
          },
        },
      },
      reason: 'Google accepts lower case only, and few special characters',
    },
    { model: kind('v1'), wanted: undefined, reason: 'a kind of Kubernetes has labels' },
  ])('of $model.apiVersion: $reason', ({ model, wanted }) => {
    expect(tags.fields?.(model, { claim, environment, labels: {} })).toEqual(wanted);
  });
});
