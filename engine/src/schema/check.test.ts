import { describe, expect, it } from 'vitest';
import type { Issue } from '../errors.ts';
import {
  applyDefaults,
  array,
  boolean,
  check,
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
  type Schema,
} from './index.ts';

const d = 'Description.';
const text = (issues: readonly Issue[]) => issues.map(({ path, message }) => `${path}: ${message}`);
const at = (field: Schema, value: unknown) => text(check(object({ x: field }), { x: value }, { path: 'spec' }));

describe('a single value', () => {
  it.each([
    [string(d, { maxLength: 3 }), 'abcd', 'spec.x: Too long: may not be more than 3 bytes'],
    [string(d, { maxLength: 1 }), 'ab', 'spec.x: Too long: may not be more than 1 byte'],
    [
      string(d, { minLength: 2, maxLength: 3 }),
      'a',
      'spec.x: Invalid value: "a": spec.x in body should be at least 2 chars long',
    ],
    [string(d, { pattern: '^[a-z]$' }), 'A"', `spec.x: Invalid value: "A\\"": spec.x in body should match '^[a-z]$'`],
    [string(d, { format: 'date' }), 'x', 'spec.x: Invalid value: "x": spec.x in body must be of type date: "x"'],
    [
      string(d, { maxLength: 3 }),
      5,
      'spec.x: Invalid value: "integer": spec.x in body must be of type string: "integer"',
    ],
    [string(d, { format: 'date' }), 5, 'spec.x: Invalid value: "int64": spec.x in body must be of type date: "int64"'],
    [string(d, { maxLength: 3 }), null, 'spec.x: Invalid value: "null": spec.x in body must be of type string: "null"'],
    [integer(d), '5', 'spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"'],
    [integer(d), 1.5, 'spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
    [integer(d), 2 ** 63, 'spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
    [integer(d), -(2 ** 64), 'spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
    [
      intOrString(d, { maxLength: 3 }),
      2 ** 64,
      'spec.x: Invalid value: "number": spec.x in body must be of type integer,string: "number"',
    ],
    [
      integer(d),
      2 ** 53,
      'spec.x: Invalid value: 9007199254740992: spec.x in body should be less than or equal to 9007199254740991',
    ],
    [
      integer(d, { maximum: 5 }),
      -(2 ** 53),
      'spec.x: Invalid value: -9007199254740992: spec.x in body should be greater than or equal to -9007199254740991',
    ],
    [
      intOrString(d, { maxLength: 3 }),
      2 ** 53,
      'spec.x: Invalid value: 9007199254740992: spec.x in body should be less than or equal to 9007199254740991',
    ],
    [integer(d, { maximum: 5 }), 6, 'spec.x: Invalid value: 6: spec.x in body should be less than or equal to 5'],
    [integer(d, { minimum: 5 }), 4, 'spec.x: Invalid value: 4: spec.x in body should be greater than or equal to 5'],
    [integer(d, { multipleOf: 3 }), 4, 'spec.x: Invalid value: 4: spec.x in body should be a multiple of 3'],
    [
      integer(d, { format: 'int32' }),
      2 ** 31,
      'spec.x: Invalid value: "": Checked value must be of type integer with format int32 in spec.x',
    ],
    [
      number(d, { maximum: 0.5 }),
      1.5,
      'spec.x: Invalid value: 1.5: spec.x in body should be less than or equal to 0.5',
    ],
    [boolean(d), 'true', 'spec.x: Invalid value: "string": spec.x in body must be of type boolean: "string"'],
    [oneOf(d, ['a', 'b']), 'c', 'spec.x: Unsupported value: "c": supported values: "a", "b"'],
    [
      intOrString(d, { maxLength: 3 }),
      true,
      'spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"',
    ],
    [array(d, integer(d), { maxItems: 1 }), [1, 2], 'spec.x: Too many: 2: must have at most 1 item'],
    [
      array(d, integer(d), { minItems: 1, maxItems: 2 }),
      [],
      'spec.x: Invalid value: 0: spec.x in body should have at least 1 items',
    ],
    [
      array(d, integer(d), { maxItems: 2 }),
      ['a'],
      'spec.x[0]: Invalid value: "string": spec.x[0] in body must be of type integer: "string"',
    ],
    [set(d, string(d, { maxLength: 3 }), { maxItems: 3 }), ['a', 'b', 'a'], 'spec.x[2]: Duplicate value: "a"'],
    [map(d, integer(d), { maxProperties: 1 }), { a: 1, b: 2 }, 'spec.x: Too many: 2: must have at most 1 item'],
    [
      map(d, integer(d), { minProperties: 1, maxProperties: 2 }),
      {},
      'spec.x: Invalid value: 0: spec.x in body should have at least 1 properties',
    ],
    [
      map(d, integer(d), { maxProperties: 2 }),
      { a: 'b' },
      'spec.x.a: Invalid value: "string": spec.x.a in body must be of type integer: "string"',
    ],
    [object({ z: integer(d) }, { description: d }), {}, 'spec.x.z: Required value'],
    [
      object({ z: integer(d) }, { description: d }),
      [],
      'spec.x: Invalid value: "array": spec.x in body must be of type object: "array"',
    ],
  ])('has the message of the API server: %#', (field, value, message) => {
    expect(at(field, value)).toEqual([message]);
  });

  it('has two issues if the API server reports two', () => {
    expect(at(oneOf(d, ['a']), 5)).toEqual([
      'spec.x: Invalid value: "integer": spec.x in body must be of type string: "integer"',
      'spec.x: Unsupported value: 5: supported values: "a"',
    ]);
  });

  it('may be null if the schema allows it', () => {
    expect(at(nullable(integer(d)), null)).toEqual([]);
  });

  it('counts characters, not bytes, though the message says bytes', () => {
    expect(at(string(d, { maxLength: 2 }), '😀😀')).toEqual([]);
  });
});

describe('a list with keys', () => {
  const parts = listMap(
    d,
    ['id'],
    object({ id: string(d, { maxLength: 3 }), m: optional(integer(d)) }, { description: d }),
    { maxItems: 3 },
  );

  it('has an issue for a repeated key', () => {
    expect(at(parts, [{ id: 'a', m: 1 }, { id: 'a' }])).toEqual(['spec.x[1]: Duplicate value: {"id":"a"}']);
  });

  it('has no issues for items that an update does not change', () => {
    const schema = object({ parts });
    const old = { parts: [{ id: 'a', m: 'x' }] };
    const changed = { parts: [{ id: 'b', m: 'z' }, ...old.parts] };
    expect(text(check(schema, changed, { old })).map((line) => line.split(':')[0])).toEqual(['parts[0].m']);
  });
});

describe('a whole value', () => {
  const schema = object({
    size: oneOf(d, ['small', 'large']),
    parts: optional(object({ m: integer(d) }, { description: d })),
  });

  it('has all its issues reported at once, unknown fields first', () => {
    expect(text(check(schema, { siez: 'small', parts: { m: 'x' } }))).toEqual([
      'siez: unknown field "siez", did you mean "size"?',
      'size: Required value',
      'parts.m: Invalid value: "string": parts.m in body must be of type integer: "string"',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'has %s as an unknown field, also with defaults filled in',
    (name) => {
      const value = JSON.parse(`{"size":"small","parts":{"m":1,"${name}":{"m":2}}}`) as never;
      expect(text(check(schema, applyDefaults(schema, value)))).toEqual([
        `parts.${name}: unknown field "parts.${name}"`,
      ]);
    },
  );

  it.each([
    ['items', { parts: [], list: Array.from({ length: 500_000 }, () => 'x') }],
    ['unknown fields', Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`siez${i}`, 1]))],
  ])('has no more than a few thousand issues, however many %s are wrong', (_, value) => {
    const whole = object({ list: optional(array(d, integer(d), { maxItems: 3 })), size: optional(integer(d)) });
    const count = check(whole, value as never).length;
    expect(count).toBeGreaterThan(500);
    expect(count).toBeLessThan(3000);
  });

  it('may have unknown fields if the check is not strict', () => {
    expect(check(schema, { size: 'small', x: 1 }, { strict: false })).toEqual([]);
  });

  it('has no unknown fields below a value that should not be an object', () => {
    expect(check(schema, { size: { x: 1 } }).map(({ path }) => path)).toEqual(['size', 'size']);
  });

  it('has an issue at its root if it is no object', () => {
    expect(text(check(schema, 'x', { path: 'spec' }))).toEqual([
      'spec: Invalid value: "string": spec in body must be of type object: "string"',
    ]);
  });
});
