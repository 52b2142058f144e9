import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { issuesOfField } from '../testing/toy-object.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };

describe('a value', () => {
  const size: JsonSchema = { type: 'string', enum: ['small', 'large'] };
  const part: JsonSchema = {
    type: 'object',
    required: ['name'],
    properties: { name: text, size: { ...integer, default: 1 } },
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
      reason: 'null is not allowed',
    },
    { schema: { ...text, nullable: true }, value: null, says: [], reason: 'null is allowed' },
    {
      schema: { ...text, default: 'x' },
      value: null,
      says: [],
      reason: 'null counts as absent if there is a default',
    },
    { schema: text, value: undefined, says: [], reason: 'undefined is absent' },
    {
      schema: integer,
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
      schema: { ...integer, enum: [1, 2] },
      value: 3,
      says: ['spec.f: Unsupported value: 3: supported values: "1", "2"'],
      reason: 'not a choice of numbers',
    },
    {
      schema: { ...integer, minimum: 1 },
      value: 0,
      says: ['spec.f: Invalid value: 0: spec.f in body should be greater than or equal to 1'],
      reason: 'too small',
    },
    {
      schema: { ...integer, maximum: 1 },
      value: 2,
      says: ['spec.f: Invalid value: 2: spec.f in body should be less than or equal to 1'],
      reason: 'too large',
    },
    {
      schema: { ...integer, minimum: 1, exclusiveMinimum: true },
      value: 1,
      says: ['spec.f: Invalid value: 1: spec.f in body should be greater than 1'],
      reason: 'at an exclusive bound',
    },
    {
      schema: { ...integer, multipleOf: 8 },
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
      reason: 'the API server ignores unknown formats, too',
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
      reason: 'neither a number nor a string',
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
      reason: 'an item is twice in a set',
    },
    {
      schema: { type: 'array', items: part, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
      value: [{ name: 'a' }, { name: 'a', size: 2 }],
      says: ['spec.f[1]: Duplicate value: {"name":"a"}'],
      reason: 'two items have one key',
    },
    {
      schema: { type: 'object', additionalProperties: integer },
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
      reason: 'a forbidden schema',
    },
  ];
  it.for(rows)('of $schema is checked: $reason', ({ schema, value, says }) => {
    expect(issuesOfField(schema, value)).toEqual(says);
  });
});

describe('alternatives', () => {
  const either: JsonSchema = {
    type: 'object',
    properties: { a: text, b: text },
    oneOf: [{ required: ['a'] }, { required: ['b'] }],
  };
  it('of oneOf are valid if exactly one is', () => {
    expect(issuesOfField(either, { a: 'x' })).toEqual([]);
    expect(issuesOfField(either, {})).toContain(
      'spec.f: Invalid value: "": "spec.f" must validate one and only one schema (oneOf). Found none valid',
    );
    expect(issuesOfField(either, { a: 'x', b: 'x' })).toEqual([
      'spec.f: Invalid value: "": "spec.f" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ]);
  });

  it('of anyOf are valid if at least one is', () => {
    const { oneOf = [], ...rest } = either;
    expect(issuesOfField({ ...rest, anyOf: oneOf }, { a: 'x', b: 'x' })).toEqual([]);
    expect(issuesOfField({ ...rest, anyOf: oneOf }, {})).toEqual([
      'spec.f: Invalid value: "": "spec.f" must validate at least one schema (anyOf)',
      'spec.f.a: Required value',
    ]);
  });
});
