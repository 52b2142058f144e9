import { anything, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { toySchema } from '../testing/toy-crd.ts';
import { checkComposed } from './check-composed.ts';

const text: JsonSchema = { type: 'string' };
const whole: JsonSchema = { type: 'integer' };
const open = { 'x-kubernetes-preserve-unknown-fields': true } as const;

/** What is said about an object whose spec has the field `f`. */
function check(schema: JsonSchema, value: unknown): string[] {
  const spec = toySchema({ type: 'object', properties: { f: schema } });
  return checkComposed(spec, widget({ f: value })).map(({ path, message }) => `${path}: ${message}`);
}

function widget(spec: unknown): object {
  return { apiVersion: 'toy.example.org/v1', kind: 'Widget', metadata: { name: 'a' }, spec };
}

describe('a value', () => {
  const size: JsonSchema = { type: 'string', enum: ['small', 'large'] };
  const part: JsonSchema = {
    type: 'object',
    required: ['name'],
    properties: { name: text, size: { ...whole, default: 1 } },
  };
  const rows: { schema: JsonSchema; value: unknown; says: string[]; reason: string }[] = [
    { schema: text, value: 'a', says: [], reason: 'fits' },
    {
      schema: text,
      value: 1,
      says: ['spec.f: Invalid value: "integer": spec.f in body must be of type string: "integer"'],
      reason: 'wrong type',
    },
    {
      schema: text,
      value: null,
      says: ['spec.f: Invalid value: "null": spec.f in body must be of type string: "null"'],
      reason: 'null where none is allowed',
    },
    { schema: { ...text, nullable: true }, value: null, says: [], reason: 'null where it is' },
    {
      schema: { ...text, default: 'x' },
      value: null,
      says: [],
      reason: 'null counts as absent where there is a default',
    },
    { schema: text, value: undefined, says: [], reason: 'undefined is absent' },
    {
      schema: whole,
      value: 1.5,
      says: ['spec.f: Invalid value: "number": spec.f in body must be of type integer: "number"'],
      reason: 'no integer',
    },
    { schema: { type: 'number' }, value: 1, says: [], reason: 'an integer is a number' },
    {
      schema: size,
      value: 'huge',
      says: ['spec.f: Unsupported value: "huge": supported values: "small", "large"'],
      reason: 'not a choice',
    },
    {
      schema: { ...whole, enum: [1, 2] },
      value: 3,
      says: ['spec.f: Unsupported value: 3: supported values: "1", "2"'],
      reason: 'not a choice of numbers',
    },
    {
      schema: { ...whole, minimum: 1 },
      value: 0,
      says: ['spec.f: Invalid value: 0: spec.f in body should be greater than or equal to 1'],
      reason: 'too small',
    },
    {
      schema: { ...whole, maximum: 1 },
      value: 2,
      says: ['spec.f: Invalid value: 2: spec.f in body should be less than or equal to 1'],
      reason: 'too large',
    },
    {
      schema: { ...whole, minimum: 1, exclusiveMinimum: true },
      value: 1,
      says: ['spec.f: Invalid value: 1: spec.f in body should be greater than 1'],
      reason: 'at an exclusive bound',
    },
    {
      schema: { ...whole, multipleOf: 8 },
      value: 12,
      says: ['spec.f: Invalid value: 12: spec.f in body should be a multiple of 8'],
      reason: 'no multiple',
    },
    {
      schema: { ...text, maxLength: 2 },
      value: 'abc',
      says: ['spec.f: Too long: may not be more than 2 bytes'],
      reason: 'too long',
    },
    {
      schema: { ...text, minLength: 2 },
      value: 'a',
      says: ['spec.f: Invalid value: "a": spec.f in body should be at least 2 chars long'],
      reason: 'too short',
    },
    {
      schema: { ...text, pattern: '^(?i)(abort|warn)?$' },
      value: 'ABORT',
      says: [],
      reason: 'a pattern with a flag of Go',
    },
    {
      schema: { ...text, pattern: '^(?i)(abort|warn)?$' },
      value: 'ignore',
      says: [`spec.f: Invalid value: "ignore": spec.f in body should match '^(?i)(abort|warn)?$'`],
      reason: 'a pattern that does not match',
    },
    {
      schema: { ...text, format: 'byte' },
      value: '%',
      says: ['spec.f: Invalid value: "%": spec.f in body must be of type byte: "%"'],
      reason: 'no base64',
    },
    {
      schema: { ...text, format: 'no-such-format' },
      value: 'a',
      says: [],
      reason: 'an unknown format is ignored, as the API server does',
    },
    { schema: { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%?$' }, value: 80, says: [], reason: 'a number' },
    {
      schema: { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%?$' },
      value: 'a',
      says: [`spec.f: Invalid value: "a": spec.f in body should match '^[0-9]+%?$'`],
      reason: 'a string of the wrong form',
    },
    {
      schema: { 'x-kubernetes-int-or-string': true },
      value: true,
      says: ['spec.f: Invalid value: "boolean": spec.f in body must be of type integer,string: "boolean"'],
      reason: 'neither',
    },
    { schema: part, value: {}, says: ['spec.f.name: Required value'], reason: 'a field is missing' },
    { schema: { ...part, required: ['size'] }, value: {}, says: [], reason: 'a missing field has a default' },
    {
      schema: { type: 'array', items: part },
      value: [{ name: 'a' }, {}],
      says: ['spec.f[1].name: Required value'],
      reason: 'an item is incomplete',
    },
    {
      schema: { type: 'array', items: text, maxItems: 1 },
      value: ['a', 'b'],
      says: ['spec.f: Too many: 2: must have at most 1 item'],
      reason: 'too many items',
    },
    {
      schema: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
      value: ['a', 'a'],
      says: ['spec.f[1]: Duplicate value: "a"'],
      reason: 'twice in a set',
    },
    {
      schema: { type: 'array', items: part, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
      value: [{ name: 'a' }, { name: 'a', size: 2 }],
      says: ['spec.f[1]: Duplicate value: {"name":"a"}'],
      reason: 'one key twice',
    },
    {
      schema: { type: 'object', additionalProperties: whole },
      value: { a: 'b' },
      says: ['spec.f.a: Invalid value: "string": spec.f.a in body must be of type integer: "string"'],
      reason: 'a wrong member of a map',
    },
    {
      schema: { type: 'object', additionalProperties: text, minProperties: 1 },
      value: {},
      says: ['spec.f: Invalid value: 0: spec.f in body should have at least 1 properties'],
      reason: 'an empty map',
    },
    {
      schema: { ...text, not: { enum: ['a'] } },
      value: 'a',
      says: ['spec.f: Invalid value: "": "spec.f" must not validate the schema (not)'],
      reason: 'what must not be',
    },
  ];
  it.for(rows)('of $schema is checked: $reason', ({ schema, value, says }) => {
    expect(check(schema, value)).toEqual(says);
  });
});

describe('alternatives', () => {
  const either: JsonSchema = {
    type: 'object',
    properties: { a: text, b: text },
    oneOf: [{ required: ['a'] }, { required: ['b'] }],
  };
  it('hold where exactly one does', () => {
    expect(check(either, { a: 'x' })).toEqual([]);
    expect(check(either, {})).toContain(
      'spec.f: Invalid value: "": "spec.f" must validate one and only one schema (oneOf). Found none valid',
    );
    expect(check(either, { a: 'x', b: 'x' })).toEqual([
      'spec.f: Invalid value: "": "spec.f" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ]);
  });

  it('hold where at least one does', () => {
    const { oneOf = [], ...rest } = either;
    expect(check({ ...rest, anyOf: oneOf }, { a: 'x', b: 'x' })).toEqual([]);
    expect(check({ ...rest, anyOf: oneOf }, {})).toEqual([
      'spec.f: Invalid value: "": "spec.f" must validate at least one schema (anyOf)',
      'spec.f.a: Required value',
    ]);
  });
});

describe('a field that the schema does not know', () => {
  const part: JsonSchema = { type: 'object', properties: { name: text, region: text } };
  const rows: { schema: JsonSchema; value: unknown; says: string[]; reason: string }[] = [
    {
      schema: part,
      value: { regoin: 'x' },
      says: ['spec.f.regoin: unknown field "spec.f.regoin", did you mean "region"?'],
      reason: 'a slip',
    },
    {
      schema: part,
      value: { zone: 'x' },
      says: ['spec.f.zone: unknown field "spec.f.zone"'],
      reason: 'like nothing known',
    },
    {
      schema: { type: 'array', items: part },
      value: [{}, { nam: 'x' }],
      says: ['spec.f[1].nam: unknown field "spec.f[1].nam", did you mean "name"?'],
      reason: 'in an item',
    },
    {
      schema: { type: 'object', additionalProperties: part },
      value: { any: { nam: 'x' } },
      says: ['spec.f.any.nam: unknown field "spec.f.any.nam", did you mean "name"?'],
      reason: 'in a map',
    },
    { schema: { ...part, ...open }, value: { zone: { a: 1 } }, says: [], reason: 'where unknown fields are preserved' },
    {
      schema: { type: 'object', ...open, properties: { inner: part } },
      value: { inner: { nam: 'x' } },
      says: ['spec.f.inner.nam: unknown field "spec.f.inner.nam", did you mean "name"?'],
      reason: 'preserving holds for one level',
    },
    {
      schema: { type: 'object' },
      value: { a: 1 },
      says: ['spec.f.a: unknown field "spec.f.a"'],
      reason: 'in an object without fields',
    },
    {
      schema: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: part } },
      value: { apiVersion: 'v1', kind: 'Part', metadata: { name: 'a', lables: {} }, spec: {} },
      says: ['spec.f.metadata.lables: unknown field "spec.f.metadata.lables", did you mean "labels"?'],
      reason: 'in the metadata of an embedded object',
    },
    {
      schema: part,
      value: { constructor: 'x' },
      says: ['spec.f.constructor: unknown field "spec.f.constructor"'],
      reason: 'what every object inherits is no field',
    },
  ];
  it.for(rows)('is an issue or not: $reason', ({ schema, value, says }) => {
    expect(check(schema, value)).toEqual(says);
  });
});

describe('an object', () => {
  const schema = toySchema({ type: 'object' });
  const issues = (object: unknown) => checkComposed(schema, object).map(({ path, message }) => `${path}: ${message}`);

  it('says what it is and what it is called', () => {
    expect(issues({ spec: {} })).toEqual([
      'apiVersion: Required value',
      'kind: Required value',
      'metadata: Required value',
    ]);
    expect(issues({ ...widget({}), metadata: { name: 'A_b' } })[0]).toMatch(
      /^metadata\.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain/,
    );
  });

  it('may hold no field beside those of its schema, and none of its metadata', () => {
    expect(issues({ ...widget({}), sepc: {}, metadata: { name: 'a', annotation: {} } })).toEqual([
      'metadata.annotation: unknown field "metadata.annotation", did you mean "annotations"?',
      'sepc: unknown field "sepc", did you mean "spec"?',
    ]);
  });

  it('is left as it was', () => {
    const filled = toySchema({ type: 'object', properties: { size: { ...whole, default: 1 } } });
    const object = widget({});
    checkComposed(filled, object);
    expect(object).toEqual(widget({}));
  });
});

it('follows a schema that contains itself', () => {
  const tree: JsonSchema = { type: 'object', properties: { size: whole, inner: { $ref: '#/definitions/Tree' } } };
  const schema = { ...toySchema({ $ref: '#/definitions/Tree' }), definitions: { Tree: tree } };
  expect(checkComposed(schema, widget({ inner: { inner: { size: 'a', siez: 1 } } })).map(({ path }) => path)).toEqual([
    'spec.inner.inner.siez',
    'spec.inner.inner.size',
  ]);
});

it('never throws, whatever is given', () => {
  const spec = toySchema({
    type: 'object',
    properties: { a: { type: 'array', items: text }, m: { type: 'object', additionalProperties: text } },
  });
  assert(
    property(anything(), (value) => {
      expect(Array.isArray(checkComposed(spec, value))).toBe(true);
    }),
  );
});
