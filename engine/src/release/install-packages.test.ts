import { describe, expect, it } from 'vitest';
import { emptyLock, type Pin, unresolved } from '../lock/index.ts';
import { digestOf } from '../xpkg/digest.ts';
import { chartObjects } from './chart-file.ts';
import { activation, providerPins, providers } from './install-packages.ts';
import { installable } from './installable.ts';

const digest = digestOf(new Uint8Array());
const pin = (name: string, groups: readonly string[], changes: Partial<Pin> = {}): Pin => ({
  name,
  image: `xpkg.example.org/toys/${name}`,
  version: 'v1.2.3',
  digest,
  groups,
  ...changes,
});
const lock = {
  ...emptyLock,
  providers: [
    pin('provider-bricks', ['bricks.m.example.org']),
    pin('provider-family-toys', ['m.example.org']),
    pin('provider-paint', ['paint.m.example.org']),
  ],
};
const kinds = [
  { apiVersion: 'v1', plural: 'secrets' },
  { apiVersion: 'bricks.m.example.org/v1', plural: 'walls' },
  { apiVersion: 'bricks.m.example.org/v1', plural: 'bricks' },
  { apiVersion: 'bricks.m.example.org/v1', plural: 'providerconfigs' },
  { apiVersion: 'operated.example.org/v1', plural: 'engines' },
];

describe('the Providers of a bundle', () => {
  const pins = providerPins(lock, kinds);
  const objects = (some: readonly Pin[]) => chartObjects('providers', (chart) => providers(chart, 'toys', some));

  it('are those that bring a composed kind, with their family, and no others', () => {
    expect(pins.map(({ name }) => name)).toEqual(['provider-bricks', 'provider-family-toys']);
  });

  it('are installed by the digest of the lock, and do not look for their family in a range of versions', () => {
    expect(objects(pins)[0]).toEqual({
      apiVersion: 'pkg.crossplane.io/v1',
      kind: 'Provider',
      metadata: { name: 'provider-bricks', labels: { 'planesmith.dev/platform': 'toys' } },
      spec: {
        package: `xpkg.example.org/toys/provider-bricks:v1.2.3@${digest}`,
        skipDependencyResolution: true,
      },
    });
  });

  it('have a tag alone, which a release refuses, as long as the lock has no digest', () => {
    expect(objects([pin('provider-bricks', [], { digest: unresolved })])[0]).toMatchObject({
      spec: { package: 'xpkg.example.org/toys/provider-bricks:v1.2.3' },
    });
  });

  it('are none if nothing pins them, or if all kinds come with operators', () => {
    expect(providerPins(undefined, kinds)).toEqual([]);
    expect(providerPins(lock, kinds.slice(4))).toEqual([]);
  });

  it('activate the managed resources that claims become, and no other kind', () => {
    const [policy] = chartObjects('activation', (chart) => activation(chart, 'toys-local', pins, kinds));
    expect(policy).toMatchObject({
      kind: 'ManagedResourceActivationPolicy',
      metadata: { name: 'toys-local' },
      spec: { activate: ['bricks.bricks.m.example.org', 'walls.bricks.m.example.org'] },
    });
    expect(chartObjects('activation', (chart) => activation(chart, 'toys-local', [], kinds))).toEqual([]);
  });
});

describe('the Configurations of a bundle', () => {
  const pkg = (name: string, apis: readonly string[], changes: object = {}) => ({
    name,
    apis,
    targets: ['local'],
    flavour: 'namespaced' as const,
    ...changes,
  });
  const namesOf = (...packages: readonly ReturnType<typeof pkg>[]) =>
    installable(packages, { target: 'local', flavour: 'namespaced' }).map(({ name }) => name);

  it.each([
    { reason: 'each has APIs of its own', packages: [pkg('a', ['x']), pkg('b', ['y'])], are: ['a', 'b'] },
    {
      reason: 'an earlier one has the same API, and two cannot own one XRD',
      packages: [pkg('a', ['x', 'y']), pkg('b', ['y'])],
      are: ['a'],
    },
    { reason: 'one is for another target', packages: [pkg('a', ['x'], { targets: ['cloud'] })], are: [] },
    { reason: 'one is of the other flavour', packages: [pkg('a', ['x'], { flavour: 'claims' })], are: [] },
  ])('are those that a cluster can have together: $reason', ({ packages, are }) => {
    expect(namesOf(...packages)).toEqual(are);
  });
});
