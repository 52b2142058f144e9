/** Properties of every schema and every value. */
import { editorKeywords } from './json-schema.ts';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyDefaults,
  array,
  boolean,
  check,
  defaulted,
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
  toJsonSchema,
  toStructural,
  type Input,
  type Json,
  type Node,
  type Schema,
} from './index.ts';
import { problems } from './review/review.ts';

const d = 'Description.';
const word = fc.stringMatching(/^[a-m]{1,6}$/).filter((name) => name !== 'false');

const scalar: fc.Arbitrary<Schema> = fc.oneof(
  fc.integer({ min: 6, max: 20 }).map((maxLength) => string(d, { maxLength })),
  fc.constantFrom('date', 'ipv4', 'uuid', 'k8s-short-name').map((format) => string(d, { format, maxLength: 40 })),
  fc.tuple(fc.integer({ min: -9, max: 0 }), fc.nat(9)).map(([minimum, maximum]) => integer(d, { minimum, maximum })),
  fc.constant(number(d, { minimum: -1, maximum: 1 })),
  fc.constant(boolean(d)),
  fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((values) => oneOf(d, values as [string, ...string[]])),
  fc.constant(intOrString(d, { maxLength: 6 })),
);

/** Schemas of every kind, with defaults wherever they are allowed. */
const schemas: fc.Arbitrary<Schema> = fc.letrec<{ node: Schema; object: Schema }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tie('node').map((items) => array(d, withoutDefaults(items), { maxItems: 3 })),
    fc.constant(set(d, string(d, { maxLength: 6 }), { maxItems: 3 })),
    tie('node').map((n) => {
      const item = object({ id: string(d, { maxLength: 6 }), m: optional(withoutDefaults(n)) }, { description: d });
      return listMap(d, ['id'], item, { maxItems: 3 });
    }),
    tie('node').map((values) => map(d, values, { maxProperties: 3 })),
    tie('object'),
  ),
  object: fc
    .uniqueArray(fc.tuple(word, tie('node'), fc.constantFrom('required', 'optional', 'defaulted', 'nullable')), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    })
    .map((fields) =>
      object(Object.fromEntries(fields.map(([name, field, how]) => [name, as(how, field)])), { description: d }),
    ),
})).object;

function as(how: string, field: Schema): Schema {
  if (how === 'optional') return optional(field);
  if (how === 'nullable' && field.kind !== 'enum') return optional(nullable(field));
  if (how === 'defaulted')
    return defaulted(field, fc.sample(validValues(field), { numRuns: 1, seed: 1 })[0] as Input<Schema>);
  return field;
}

function withoutDefaults(node: Schema): Schema {
  const text = JSON.stringify(node, (key, value: unknown) =>
    key === 'default' ? undefined : key === 'presence' && value === 'defaulted' ? 'optional' : value,
  );
  return JSON.parse(text) as Schema;
}

/** Values that are valid for the node. */
function validValues(node: Node): fc.Arbitrary<Json> {
  const values = ofKind(node);
  return node.nullable ? fc.oneof(values, fc.constant(null)) : values;
}

function ofKind(node: Node): fc.Arbitrary<Json> {
  switch (node.kind) {
    case 'string':
      if (node.format === 'date') return fc.constantFrom('2024-02-29', '1970-01-01');
      if (node.format === 'ipv4') return fc.ipV4();
      if (node.format === 'uuid') return fc.uuid();
      return word;
    case 'integer':
      return fc.integer({ min: node.minimum ?? 0, max: node.maximum ?? 9 });
    case 'number':
      return fc.constantFrom(-1, -0.5, 0, 0.25, 1);
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...node.values);
    case 'intOrString':
      return fc.oneof(fc.nat(99), word);
    case 'array':
      return fc.uniqueArray(validValues(node.items), {
        maxLength: 3,
        selector: (item) =>
          node.listType === 'map' ? (item as { id: string }).id : node.listType === 'set' ? item : Symbol(),
      });
    case 'map':
      return fc.dictionary(word, validValues(node.values), { maxKeys: 3, noNullPrototype: true });
    case 'object': {
      const required = Object.keys(node.fields).filter((name) => node.fields[name]?.presence === 'required');
      const fields = Object.fromEntries(Object.entries(node.fields).map(([name, field]) => [name, validValues(field)]));
      return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
    }
    default:
      return fc.constant({});
  }
}

const anything = fc.object({
  maxDepth: 3,
  key: word,
  values: [fc.boolean(), fc.integer(), fc.string(), fc.constant(null)],
});
const withValue = schemas.chain((schema) => fc.tuple(fc.constant(schema), validValues(schema)));
const withAnything = schemas.chain((schema) => fc.tuple(fc.constant(schema), fc.oneof(validValues(schema), anything)));

describe('for every schema', () => {
  it('has no problems and always gives the same structural schema', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(problems(schema)).toEqual([]);
        expect(JSON.stringify(toStructural(schema))).toBe(JSON.stringify(toStructural(structuredClone(schema))));
      }),
    );
  });

  it('a generated value is valid, before and after defaulting', () => {
    fc.assert(
      fc.property(withValue, ([schema, value]) => {
        expect(check(schema, value)).toEqual([]);
        expect(check(schema, applyDefaults(schema, value))).toEqual([]);
      }),
    );
  });

  const editor = { allowUnionTypes: true, validateFormats: false, keywords: [...editorKeywords] };
  it('a valid value is also valid for editors', () => {
    fc.assert(
      fc.property(withValue, ([schema, value]) => {
        const validate = new Ajv(editor).compile(toJsonSchema(schema));
        expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('defaulting twice is defaulting once', () => {
    fc.assert(
      fc.property(withAnything, ([schema, value]) => {
        const once = applyDefaults(schema, value);
        expect(applyDefaults(schema, once)).toEqual(once);
      }),
    );
  });

  it('an update that changes nothing has no issues', () => {
    fc.assert(
      fc.property(withAnything, ([schema, value]) => {
        expect(check(schema, value, { old: structuredClone(value), strict: false })).toEqual([]);
      }),
    );
  });

  it('checking never throws and never changes the value', () => {
    fc.assert(
      fc.property(withAnything, ([schema, value]) => {
        const before = JSON.stringify(value);
        check(schema, value);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});
