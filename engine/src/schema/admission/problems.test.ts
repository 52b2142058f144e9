/** Admission policies judge what has no schema; test/real asks the API server itself, which takes longer. */
import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { defaulted, integer, map, object, oneOf, optional, set, string, type Json, type Node } from '../index.ts';
import { problems } from './problems.ts';
import { unknownFields } from './unknown.ts';

const schema = object(
  {
    id: string('Its id.', { format: 'uuid', maxLength: 36 }),
    tier: oneOf('What for.', ['dev', 'prod']),
    port: defaulted(integer('A port.', { minimum: 10, maximum: 20 }), 15),
    nets: optional(set('Nets.', string('A net.', { pattern: '^n-[0-9]+$', maxLength: 5 }), { maxItems: 3 })),
    tags: optional(map('Tags.', string('A tag.', { minLength: 2, maxLength: 5 }), { maxProperties: 2 })),
    cloud: optional(object({ region: string('Where.', { maxLength: 9 }) }, { description: 'A cloud.' })),
  },
  {
    description: 'Facts.',
    rules: [
      { rule: "self.tier != 'prod' || has(self.cloud)", message: 'prod is in a cloud', fieldPath: '.cloud' },
      { rule: 'self.port != 13', message: 'an unlucky port' },
    ],
  },
) as Node;

const engine = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
const says = (source: (node: Node, value: string, path: readonly string[]) => string, value: Json) =>
  String(engine.evaluate(source(schema, 'value', ['"data"']), { value: asCel(value) } as never));

/** Whole numbers as the API server has them. */
function asCel(value: unknown): unknown {
  if (Number.isInteger(value)) return BigInt(value as number);
  if (Array.isArray(value)) return value.map(asCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asCel(inner)]));
}

const good = { id: '0a1b2c3d-0000-1111-2222-333344445555', tier: 'dev' };

describe('the expression for a schema', () => {
  it.each([
    { reason: 'all that is required', value: good, found: '' },
    { reason: 'a field that has a default', value: { ...good, port: 12 }, found: '' },
    { reason: 'nothing at all', value: {}, found: 'data.id: is required; data.tier: is required' },
    { reason: 'a list in place of a map', value: [], found: 'data: must be a map' },
    { reason: 'another choice', value: { ...good, tier: 'x' }, found: 'data.tier: must be one of dev, prod' },
    { reason: 'a number in place of a text', value: { ...good, id: 7 }, found: 'data.id: must be a string' },
    { reason: 'a format', value: { ...good, id: 'x' }, found: 'data.id: must be a uuid' },
    { reason: 'too small', value: { ...good, port: 9 }, found: 'data.port: must be at least 10' },
    { reason: 'too large', value: { ...good, port: 21 }, found: 'data.port: may be at most 20' },
    {
      reason: 'a text in place of a number',
      value: { ...good, port: '12' },
      found: 'data.port: must be a whole number',
    },
    { reason: 'half a number', value: { ...good, port: 12.5 }, found: 'data.port: must be a whole number' },
    { reason: 'an item', value: { ...good, nets: ['n-1', 'm'] }, found: 'data.nets[]: must match ^n-[0-9]+$' },
    {
      reason: 'too many items',
      value: { ...good, nets: ['n-1', 'n-2', 'n-3', 'n-4'] },
      found: 'data.nets: may have at most 3 entries',
    },
    {
      reason: 'the value of a key',
      value: { ...good, tags: { a: 'x' } },
      found: 'data.tags.a: must have at least 2 characters',
    },
    { reason: 'a field inside', value: { ...good, cloud: {} }, found: 'data.cloud.region: is required' },
    { reason: 'null in place of a value', value: { ...good, cloud: null }, found: 'data.cloud: must be a map' },
    { reason: 'a rule', value: { ...good, tier: 'prod' }, found: 'data.cloud: prod is in a cloud' },
    { reason: 'a rule about a field with a default', value: { ...good, port: 13 }, found: 'data: an unlucky port' },
    {
      reason: 'no rule while a field is wrong',
      value: { ...good, tier: 'prod', port: 1 },
      found: 'data.port: must be at least 10',
    },
    { reason: 'a field that it does not know', value: { ...good, more: 1 }, found: '' },
  ])('says of $reason: $found', ({ value, found }) => {
    expect(says(problems, value as Json)).toBe(found);
  });

  it.each([
    { reason: 'none', value: good, found: '' },
    {
      reason: 'one on top, and one inside',
      value: { ...good, a: 1, cloud: { region: 'r', b: 2 } },
      found: 'data.a; data.cloud.b',
    },
    { reason: 'none in what is no map', value: { ...good, cloud: [] }, found: '' },
  ])('finds fields that it does not know: $reason', ({ value, found }) => {
    expect(says(unknownFields, value as Json)).toBe(found);
  });
});
