import { describe, expect, it } from 'vitest';
import { perTarget } from '../../platform/package.ts';
import { platform } from '../../platform/platform.ts';
import { api, defaulted, integer, object, oneOf, optional } from '../../schema/index.ts';
import { cellsOf } from './about.ts';
import { generatedClaims } from './generated-claims.ts';

const claim = (name: string) => ({
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name, namespace: 'team-a' },
});
const generated = ['a', 'b', 'c'].map((name) => ({ claim: claim(name), generated: `spec.name: ${name}` }));
const release = { targets: { Widget: ['local', 'cloud'] }, immutable: {}, generated };
const placesOf = (...args: Parameters<typeof cellsOf>) =>
  cellsOf(...args)
    .map(({ claim: { metadata }, target, environment }) => `${metadata.name} ${target} ${environment}`)
    .join(', ');

describe('the cells to compare', () => {
  it('have written claims everywhere, and generated ones in one environment after the other', () => {
    expect(placesOf([release], [{ claim: claim('own') }], ['dev', 'prod'])).toBe(
      'own local dev, own local prod, own cloud dev, own cloud prod, ' +
        'a local dev, a cloud dev, b local prod, b cloud prod, c local dev, c cloud dev',
    );
  });

  it('have generated claims only where the target has what it needs, if that is anywhere', () => {
    const serving = (_: string, target: string) => (target === 'cloud' ? ['prod'] : []);
    expect(placesOf([release], [], ['dev', 'prod'], serving)).toBe(
      'a local dev, a cloud prod, b local prod, b cloud prod, c local dev, c cloud prod',
    );
  });
});

describe('the generated claims', () => {
  const colours = ['red', 'orange', 'yellow', 'green', 'blue'] as const;
  const kite = api({
    kind: 'Kite',
    description: 'A kite.',
    targets: ['local'],
    spec: object({
      colour: optional(oneOf('Its colour.', colours)),
      length: defaulted(integer('Its length.', { minimum: 256, maximum: 4096 }), 256),
    }),
    recorded: object({}),
    status: object({}),
    secret: {},
  });
  const toys = platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis: { kite },
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions: {} }) as never,
    packages: perTarget('toys', ['local']),
  });

  it('have every choice of a field, and numbers from all over their range', () => {
    const named = generatedClaims(toys, []).map(({ generated }) => generated);
    expect(named).toEqual([
      ...colours.map((colour) => `spec.colour: "${colour}"`),
      ...[257, 512, 4096, 1024, 2048].map((length) => `spec.length: ${length}`),
    ]);
  });
});
