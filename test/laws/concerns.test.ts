/** The concerns of this platform, checked on all composed resources. */
import type { Claim, ComposedKind } from 'planesmith/authoring';
import { surveyCells } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { tags } from '../../functions/concerns/tags.ts';
import type { Environment } from '../../functions/environment/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { environmentNames } from '../fixtures.ts';

const environments = environmentNames.map((name) => ({ name, config: environmentConfig(name) }));
const cells = await surveyCells(
  platform,
  Object.keys(platform.apis).map((key) => example(`${key}.yaml`)),
  environments,
);

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
