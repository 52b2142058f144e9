import { describe, expect, test } from 'vitest';
import { composed, type GeneratedModel, ready } from './index.ts';
import { immutableChanges } from './immutable.ts';

interface Fence {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly region: string;
    readonly length?: number | undefined;
    readonly posts?: readonly { readonly name: string; readonly height?: number }[] | undefined;
    readonly paint?: { readonly colour?: string; readonly coats?: number } | undefined;
    readonly free?: Readonly<Record<string, string>>;
    readonly manifest?: { readonly kind: string; readonly [name: string]: unknown };
  };
  readonly status?: object;
}

const model: GeneratedModel<Fence> = {
  apiVersion: 'toys.example.org/v1',
  kind: 'Fence',
  plural: 'fences',
  namespaced: true,
};
const kindWith = (immutable: readonly string[]) => ({ ...composed(model, { ready: ready.exists }), immutable });

describe('the immutable fields of a kind', () => {
  test('are those of its model and those that its author adds, once each', () => {
    const generated = { ...model, immutable: ['spec.region', 'spec.length'] };
    const kind = composed(generated, { ready: ready.exists, immutable: ['spec.length', 'spec.posts[].name'] });
    expect(kind.immutable).toEqual(['spec.region', 'spec.length', 'spec.posts[].name']);
    expect(composed(generated, { ready: ready.exists }).immutable).toEqual(['spec.region', 'spec.length']);
  });

  test('are unknown until somebody has looked, which differs from none', () => {
    expect(composed(model, { ready: ready.exists })).not.toHaveProperty('immutable');
    expect(composed(model, { ready: ready.exists, immutable: [] }).immutable).toEqual([]);
  });

  test('are fields that the kind has, or the file does not compile', () => {
    composed(model, { ready: ready.exists, immutable: ['spec', 'spec.paint.colour', 'spec.free.any', 'spec.posts[]'] });
    composed(model, { ready: ready.exists, immutable: ['spec.manifest.kind', 'spec.manifest.spec.topicName'] });
    // @ts-expect-error a misspelt field
    composed(model, { ready: ready.exists, immutable: ['spec.regoin'] });
    // @ts-expect-error a misspelt field, deeper down
    composed(model, { ready: ready.exists, immutable: ['spec.region', 'spec.paint.color'] });
    // @ts-expect-error a field of the items of a list, without the list
    composed(model, { ready: ready.exists, immutable: ['spec.posts.name'] });
    // @ts-expect-error items of a field that is no list
    composed(model, { ready: ready.exists, immutable: ['spec.paint[].colour'] });
    // @ts-expect-error a field below a text
    composed(model, { ready: ready.exists, immutable: ['spec.region.nothing'] });
  });
});

describe('a change of an object', () => {
  const fence = (spec: object) => ({ metadata: { name: 'a' }, spec });

  test.each<{ immutable: string[]; from: object; to: object; changes: string[]; reason: string }>([
    {
      immutable: ['spec.region', 'spec.length'],
      from: { region: 'here', length: 1 },
      to: { region: 'there', length: 1 },
      changes: ['spec.region'],
      reason: 'only fields that differ are named',
    },
    {
      immutable: ['spec.length'],
      from: { length: 1, region: 'here' },
      to: { length: 1, region: 'there' },
      changes: [],
      reason: 'other fields may change',
    },
    { immutable: ['spec.length'], from: {}, to: { length: 1 }, changes: ['spec.length'], reason: 'it was absent' },
    { immutable: ['spec.length'], from: { length: 1 }, to: {}, changes: ['spec.length'], reason: 'it is removed' },
    {
      immutable: ['spec.length'],
      from: {},
      to: { length: undefined },
      changes: [],
      reason: 'an undefined field is absent',
    },
    {
      immutable: ['spec.paint'],
      from: { paint: { colour: 'red', coats: 2 } },
      to: { paint: { coats: 2, colour: 'red' } },
      changes: [],
      reason: 'the fields of an object have no order',
    },
    {
      immutable: ['spec.paint'],
      from: { paint: { colour: 'red', coats: 2 } },
      to: { paint: { colour: 'red', coats: 3 } },
      changes: ['spec.paint'],
      reason: 'a path covers all that is below it',
    },
    {
      immutable: ['spec.paint.colour'],
      from: {},
      to: { paint: { coats: 1 } },
      changes: [],
      reason: 'the field is absent in both, although its parent is new',
    },
    {
      immutable: ['spec.posts[].name'],
      from: { posts: [{ name: 'a', height: 1 }] },
      to: { posts: [{ name: 'a', height: 2 }] },
      changes: [],
      reason: 'other fields of an item may change',
    },
    {
      immutable: ['spec.posts[].name'],
      from: { posts: [{ name: 'a' }] },
      to: { posts: [{ name: 'a' }, { name: 'b' }] },
      changes: ['spec.posts[].name'],
      reason: 'another item changes the values of the field',
    },
  ])('of $immutable from $from to $to: $reason', ({ immutable, from, to, changes }) => {
    expect(immutableChanges(kindWith(immutable), fence(from), fence(to))).toEqual(changes);
  });

  test('that lessens a growing field is refused, and one that extends it is not', () => {
    const kind = composed(model, { ready: ready.exists, immutable: ['spec.region'], growing: ['spec.length'] });
    const before = fence({ region: 'here', length: 2 });
    expect(immutableChanges(kind, before, fence({ region: 'here', length: 3 }))).toEqual([]);
    expect(immutableChanges(kind, before, fence({ region: 'there', length: 1 }))).toEqual([
      'spec.region',
      'spec.length',
    ]);
    // @ts-expect-error a misspelt field
    composed(model, { ready: ready.exists, growing: ['spec.lenght'] });
  });

  test('is accepted if nobody has said which fields are immutable', () => {
    const kind = composed(model, { ready: ready.exists });
    expect(immutableChanges(kind, fence({ region: 'here' }), fence({ region: 'there' }))).toEqual([]);
  });
});
