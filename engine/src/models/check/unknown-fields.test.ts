import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { issuesOfField } from '../testing/toy-object.ts';

const text: JsonSchema = { type: 'string' };
const open = { 'x-kubernetes-preserve-unknown-fields': true } as const;

describe('a field that the schema does not know', () => {
  const part: JsonSchema = { type: 'object', properties: { name: text, region: text } };
  const rows: { schema: JsonSchema; value: unknown; says: string[]; reason: string }[] = [
    {
      schema: part,
      value: { regoin: 'x' },
      says: ['spec.f.regoin: unknown field "spec.f.regoin", did you mean "region"?'],
      reason: 'a misspelt name',
    },
    {
      schema: part,
      value: { zone: 'x' },
      says: ['spec.f.zone: unknown field "spec.f.zone"'],
      reason: 'no similar name',
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
    { schema: { ...part, ...open }, value: { zone: { a: 1 } }, says: [], reason: 'unknown fields are preserved' },
    {
      schema: { type: 'object', ...open, properties: { inner: part } },
      value: { inner: { nam: 'x' } },
      says: ['spec.f.inner.nam: unknown field "spec.f.inner.nam", did you mean "name"?'],
      reason: 'preserving affects one level only',
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
      reason: 'an inherited member of every object is no field',
    },
  ];
  it.for(rows)('is an issue or not: $reason', ({ schema, value, says }) => {
    expect(issuesOfField(schema, value)).toEqual(says);
  });
});
