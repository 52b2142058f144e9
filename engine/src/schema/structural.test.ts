import { describe, expect, it } from 'vitest';
import {
  array,
  boolean,
  defaulted,
  deprecated,
  integer,
  intOrString,
  listMap,
  map,
  nullable,
  number,
  object,
  oneOf,
  optional,
  set,
  string,
  toStructural,
  type JSONSchemaProps,
  type Schema,
} from './index.ts';

const d = 'D.';
const text = string(d, { maxLength: 9 });
const rule = { rule: 'self > 0', message: 'm', reason: 'FieldValueForbidden' } as const;
const of = (field: Schema) => toStructural(object({ x: field })).properties?.['x'];

describe('the structural schema', () => {
  it.each([
    [
      'of text',
      string(d, { minLength: 1, maxLength: 9, pattern: '^a', format: 'hostname' }),
      { description: d, type: 'string', format: 'hostname', minLength: 1, maxLength: 9, pattern: '^a' },
    ],
    [
      'of an integer',
      integer(d, { minimum: 0, maximum: 9, multipleOf: 3, format: 'int32' }),
      { description: d, type: 'integer', format: 'int32', minimum: 0, maximum: 9, multipleOf: 3 },
    ],
    ['of a number', number(d, { minimum: 0.5 }), { description: d, type: 'number', minimum: 0.5 }],
    ['of a boolean', boolean(d), { description: d, type: 'boolean' }],
    ['of a choice', oneOf(d, ['b', 'a']), { description: d, type: 'string', enum: ['b', 'a'] }],
    [
      'of an integer or text',
      intOrString(d, { maxLength: 9 }),
      { description: d, 'x-kubernetes-int-or-string': true, maxLength: 9 },
    ],
    [
      'of an atomic list',
      array(d, text, { maxItems: 3 }),
      {
        description: d,
        type: 'array',
        maxItems: 3,
        'x-kubernetes-list-type': 'atomic',
        items: { description: d, type: 'string', maxLength: 9 },
      },
    ],
    [
      'of a set',
      set(d, text, { minItems: 1, maxItems: 3 }),
      {
        description: d,
        type: 'array',
        minItems: 1,
        maxItems: 3,
        'x-kubernetes-list-type': 'set',
        items: { description: d, type: 'string', maxLength: 9 },
      },
    ],
    [
      'of a keyed list',
      listMap(d, ['id'], object({ id: text }, { description: d }), { maxItems: 3 }),
      {
        description: d,
        type: 'array',
        maxItems: 3,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['id'],
        items: {
          description: d,
          type: 'object',
          required: ['id'],
          properties: { id: { description: d, type: 'string', maxLength: 9 } },
        },
      },
    ],
    [
      'of a map',
      map(d, text, { maxProperties: 3 }),
      {
        description: d,
        type: 'object',
        maxProperties: 3,
        additionalProperties: { description: d, type: 'string', maxLength: 9 },
      },
    ],
    ['with null', nullable(text), { description: d, type: 'string', maxLength: 9, nullable: true }],
    ['with a default', defaulted(text, 'a'), { description: d, type: 'string', maxLength: 9, default: 'a' }],
    [
      'with a deprecation',
      deprecated(optional(text), { instead: 'y', since: '2026-11-29', sunset: '2027-11-29' }),
      {
        description: 'D. Deprecated since 2026-11-29: use y; it works at least until 2027-11-29.',
        type: 'string',
        maxLength: 9,
      },
    ],
    [
      'with rules',
      integer(d, { rules: [rule] }),
      { description: d, type: 'integer', 'x-kubernetes-validations': [rule] },
    ],
  ] satisfies [string, Schema, JSONSchemaProps][])('%s', (_, field, expected) => {
    expect(of(field)).toEqual(expected);
  });

  it('requires every field that is neither optional nor defaulted', () => {
    const schema = object({ a: text, b: optional(text), c: defaulted(text, 'x') });
    expect(toStructural(schema).required).toEqual(['a']);
    expect(toStructural(object({ b: optional(text) }))).not.toHaveProperty('required');
  });

  it('keeps the order of the author', () => {
    const schema = object({ zebra: text, apple: text, mango: text }, { description: 'Fruit?' });
    expect(Object.keys(toStructural(schema).properties ?? {})).toEqual(['zebra', 'apple', 'mango']);
    expect(JSON.stringify(toStructural(schema))).toBe(JSON.stringify(toStructural(schema)));
  });
});
