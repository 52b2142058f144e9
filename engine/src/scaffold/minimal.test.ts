import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import {
  api,
  array,
  boolean,
  check,
  integer,
  intOrString,
  map,
  number,
  object,
  oneOf,
  optional,
  set,
  string,
  type Schema,
} from '../schema/index.ts';
import { widget } from '../testing/widget.ts';
import { claimText, findApi, minimalClaim } from './minimal.ts';
import { sample } from './sample.ts';
import { placeholder } from '../judge/unfilled.ts';
import { issuesOf } from '../judge/verdict.ts';

const garden = api({
  ...widget,
  kind: 'Garden',
  description: 'A garden with roses.',
  plural: 'gardens',
  singular: 'garden',
  shortNames: ['gd'],
  columns: [],
  spec: object({
    ...(widget.spec as unknown as { fields: object }).fields,
    gardener: oneOf('Who tends it.', ['ann', 'bob']),
    beds: integer('How many beds.', { minimum: 3, maximum: 9 }),
    pond: object({ depth: number('In metres.', { minimum: 0.5, maximum: 2 }) }, { description: 'The pond.' }),
  }),
});
const pond = api({
  ...widget,
  kind: 'Pond',
  plural: 'ponds',
  singular: 'pond',
  shortNames: [],
  columns: [],
  secret: {},
  limits: {},
  spec: object({
    depth: optional(integer('In metres.', { minimum: 1, maximum: 9 })),
    fish: optional(object({ koi: optional(boolean('Whether there are koi.')) }, { description: 'The fish.' })),
  }),
});
const toys = { name: 'toys', group: 'toys.example.org', apis: { widget, garden } };

describe('a minimal claim', () => {
  it.each([
    { of: widget, spec: { size: 'small' } },
    { of: pond, spec: { fish: {} } },
    { of: garden, spec: { gardener: 'ann', beds: 3, pond: { depth: 0.5 } } },
  ])('of $of.kind has what is required, or else one field that changes nothing, and is valid', ({ of, spec }) => {
    const claim = minimalClaim(of, toys, 'big', 'team-a') as Record<string, unknown>;
    expect(claim).toEqual({
      apiVersion: 'toys.example.org/v1alpha1',
      kind: of.kind,
      metadata: { name: 'big', namespace: 'team-a' },
      spec,
    });
    expect(issuesOf(claim, { ...toys, apis: { of } }, 'namespaced')).toEqual([]);
  });

  it('has its name in place of every text and name that only its author knows', () => {
    const orchard = api({
      ...widget,
      kind: 'Orchard',
      plural: 'orchards',
      singular: 'orchard',
      shortNames: [],
      columns: [],
      secret: {},
      limits: {},
      spec: object({
        owner: string('Who owns it.', { maxLength: 20 }),
        planted: string('When.', { format: 'date-time', maxLength: 40 }),
        code: string('Its code.', { pattern: '^[0-9]+$', maxLength: 9 }),
        rows: map('Its rows.', object({ fruit: oneOf('What grows.', ['apple', 'pear']) }, { description: 'A row.' }), {
          minProperties: 2,
          maxProperties: 5,
        }),
        helpers: set('Who helps.', string('A name.', { maxLength: 9 }), { minItems: 1, maxItems: 9 }),
      }),
    });
    const offer = { ...toys, apis: { orchard } };
    const claim = minimalClaim(orchard, offer, 'big', undefined) as Record<string, unknown>;
    expect(claim['spec']).toEqual({
      owner: 'big',
      planted: '2030-01-01T00:00:00Z',
      code: '1',
      rows: { big: { fruit: 'apple' }, 'big-2': { fruit: 'apple' } },
      helpers: ['big'],
    });
    expect(issuesOf(claim, offer, 'namespaced')).toEqual([]);
  });

  it('of a kind without namespaces has none', () => {
    const moon = api({ ...widget, kind: 'Moon', plural: 'moons', singular: 'moon', shortNames: [], scope: 'Cluster' });
    expect(() => minimalClaim(moon, toys, 'big', 'team-a')).toThrow(
      'Moon is cluster-scoped, so a claim of it has no namespace',
    );
    expect(minimalClaim(moon, toys, 'big', undefined)).toMatchObject({ metadata: { name: 'big' } });
  });

  it.each(['Big', 'a_b', '', 'x'.repeat(64)])('cannot be named "%s"', (name) => {
    expect(() => minimalClaim(widget, toys, name, undefined)).toThrow(UserError);
  });

  it.each(['Garden', 'garden', 'GARDENS', 'gd'])('is found as %s', (word) => {
    expect(findApi(word, toys)).toBe(garden);
  });

  it.each([
    { word: 'Gadren', says: 'did you mean Garden?' },
    { word: 'rose', says: 'did you mean Garden?' },
    { word: 'gdn', says: 'did you mean Garden?' },
    { word: 'TURNS', says: 'did you mean Widget?' },
    { word: 'urns', says: 'there is no kind urns' },
    { word: 'Zeppelin', says: 'there is no kind Zeppelin' },
  ])('of $word does not exist', ({ word, says }) => {
    expect(() => findApi(word, toys)).toThrow(says);
  });
});

describe('a claim as text', () => {
  it('has a list of plain values on one line, and quotes text that some readers take for another type', () => {
    const spec = { scopes: ['shop', 'on', '1'], beds: [{ name: 'a' }] };
    expect(claimText({ spec })).toBe('spec:\n  scopes: [shop, "on", "1"]\n  beds:\n  - name: a\n');
  });
});

describe('a sample', () => {
  const word = (description: string) => optional(string(description, { minLength: 1, maxLength: 20 }));
  const choice = (rule: string) =>
    object({ a: word('A.'), b: word('B.'), c: word('C.') }, { rules: [{ rule, message: 'name some' }] });

  it.each([
    { rule: 'has(self.b) || has(self.c)', value: { b: 'example' }, reason: 'the first that is enough' },
    {
      rule: 'has(self.a) && has(self.c)',
      value: { a: 'example', c: 'example' },
      reason: 'two if one is not enough',
    },
    { rule: '!has(self.a)', value: {}, reason: 'none if none is missing' },
    { rule: "has(self.a) && self.a == 'moon'", value: {}, reason: 'none if it would not help' },
  ])('has, of the optional fields that a rule asks for, $reason', ({ rule, value }) => {
    expect(sample(choice(rule))).toEqual(value);
    expect(sample(optional(choice(rule)))).toEqual(value);
  });

  const leaf: fc.Arbitrary<Schema> = fc.oneof(
    fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(9))
      .map(([minimum, more]) => integer('It.', { minimum, maximum: minimum + more })),
    fc.constantFrom<Schema>(
      boolean('It.'),
      oneOf('It.', ['b', 'a']),
      intOrString('It.', { maxLength: 5 }),
      string('It.', { minLength: 3, maxLength: 8 }),
      string('It.', { format: 'date-time', maxLength: 40 }),
      string('It.', { pattern: '^[0-9]+[hm]$', maxLength: 8 }),
    ),
  );
  const tree = fc.letrec<{ node: Schema }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'node' },
      leaf,
      fc
        .dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(tie('node'), tie('node').map(optional)), {
          minKeys: 1,
          maxKeys: 3,
        })
        .map((fields) => object(fields, { description: 'It.' })),
      fc.tuple(tie('node'), fc.nat(2)).map(([item, minItems]) => array('It.', item, { minItems, maxItems: 5 })),
      fc
        .tuple(tie('node'), fc.nat(2))
        .map(([item, minProperties]) => map('It.', item, { minProperties, maxProperties: 5 })),
    ),
  })).node;

  it('of any schema is valid', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(check(object({ it: node }), { it: sample(node) })).toEqual([]);
      }),
    );
  });

  it('of a set has distinct items, and a pattern that cannot be guessed is left to a person', () => {
    expect(sample(string('It.', { pattern: '^[a-f]{7}$', maxLength: 7 }))).toBe(placeholder);
    expect(sample(set('It.', oneOf('One.', ['a', 'b']), { minItems: 2, maxItems: 2 }))).toEqual(['a', 'b']);
  });
});
