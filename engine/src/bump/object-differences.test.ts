import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../models/json-schema.ts';
import { toySchema } from '../models/testing/toy-crd.ts';
import { kindJudge } from './object-differences.ts';
import type { BumpRuleId } from './rules.ts';
import { pathText } from './schema-path.ts';

const kind = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
const specOf = (properties: JsonSchema['properties'] = {}, more: JsonSchema = {}): JsonSchema =>
  toySchema({ type: 'object', properties, ...more });
const widget = (spec: unknown) => ({ ...kind, metadata: { name: 'a' }, spec });

function found(old: JsonSchema, now: JsonSchema, spec: unknown): readonly string[] {
  const { differences } = kindJudge({ old, now });
  return differences(widget(spec)).map(({ rule, path }) => `${rule} ${pathText(path)}`);
}

const text: JsonSchema = { type: 'string' };
const list: JsonSchema = { type: 'array', items: text };
const field = (schema: JsonSchema): JsonSchema => specOf({ f: schema });
const rule = (expression: string) => ({ 'x-kubernetes-validations': [{ rule: expression }] });

interface Row {
  readonly rule: BumpRuleId;
  readonly old: JsonSchema;
  readonly now: JsonSchema;
  readonly hit: unknown;
  readonly missed: unknown;
  readonly path?: string;
  readonly reason: string;
}

const rows: readonly Row[] = [
  {
    rule: 'crd-field-removed',
    old: field(text),
    now: specOf(),
    hit: { f: 'a' },
    missed: {},
    reason: 'server-side apply refuses unknown fields',
  },
  {
    rule: 'crd-field-removed',
    old: field({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
    now: field({ type: 'object', properties: { a: text } }),
    hit: { f: { b: 'x' } },
    missed: { f: { a: 'x' } },
    path: 'spec.f.b',
    reason: 'fields that were kept as they are must be known now',
  },
  {
    rule: 'crd-field-required',
    old: field(text),
    now: specOf({ f: text }, { required: ['f'] }),
    hit: {},
    missed: { f: 'a' },
    reason: 'whoever composes it fits',
  },
  {
    rule: 'crd-type-changed',
    old: field(text),
    now: field({ type: 'integer' }),
    hit: { f: '1' },
    missed: {},
    reason: 'no text is a number',
  },
  {
    rule: 'crd-type-changed',
    old: field({ ...text, nullable: true }),
    now: field(text),
    hit: { f: null },
    missed: { f: 'a' },
    reason: 'null is a type',
  },
  {
    rule: 'crd-value-removed',
    old: field({ ...text, enum: ['a', 'b'] }),
    now: field({ ...text, enum: ['a'] }),
    hit: { f: 'b' },
    missed: { f: 'a' },
    reason: 'the other value is still there',
  },
  {
    rule: 'crd-value-removed',
    old: field(text),
    now: field({ ...text, enum: ['a'] }),
    hit: { f: 'b' },
    missed: { f: 'a' },
    reason: 'free text became a choice',
  },
  {
    rule: 'crd-bound-narrowed',
    old: field({ type: 'integer', maximum: 9 }),
    now: field({ type: 'integer', maximum: 5 }),
    hit: { f: 7 },
    missed: { f: 5 },
    reason: 'a bound is part of the range',
  },
  {
    rule: 'crd-bound-narrowed',
    old: field({ type: 'integer', maximum: 5 }),
    now: field({ type: 'integer', maximum: 5, exclusiveMaximum: true }),
    hit: { f: 5 },
    missed: { f: 4 },
    reason: 'the bound itself is no longer part of it',
  },
  {
    rule: 'crd-bound-narrowed',
    old: field(text),
    now: field({ ...text, maxLength: 2 }),
    hit: { f: 'abc' },
    missed: { f: 'ab' },
    reason: 'lengths are bounds',
  },
  {
    rule: 'crd-bound-narrowed',
    old: field(list),
    now: field({ ...list, maxItems: 1 }),
    hit: { f: ['a', 'b'] },
    missed: { f: ['a'] },
    reason: 'numbers of items are bounds',
  },
  {
    rule: 'crd-text-refused',
    old: field(text),
    now: field({ ...text, pattern: '^a' }),
    hit: { f: 'b' },
    missed: { f: 'ab' },
    reason: 'the pattern decides',
  },
  {
    rule: 'crd-text-refused',
    old: field(text),
    now: field({ ...text, format: 'date' }),
    hit: { f: 'b' },
    missed: { f: '2026-01-31' },
    reason: 'the format decides',
  },
  {
    rule: 'crd-rule-broken',
    old: field({ type: 'integer' }),
    now: specOf({ f: { type: 'integer' } }, rule('self.f != 7')),
    hit: { f: 7 },
    missed: { f: 8 },
    path: 'spec',
    reason: 'the rule is evaluated',
  },
  {
    rule: 'crd-alternatives-broken',
    old: specOf({ f: text, g: text }),
    now: specOf({ f: text, g: text }, { oneOf: [{ required: ['f'] }, { required: ['g'] }] }),
    hit: { f: 'a', g: 'a' },
    missed: { f: 'a' },
    path: 'spec',
    reason: 'only one of the two may be given',
  },
  {
    rule: 'crd-duplicate-refused',
    old: field(list),
    now: field({ ...list, uniqueItems: true }),
    hit: { f: ['a', 'a'] },
    missed: { f: ['a', 'b'] },
    path: 'spec.f[*]',
    reason: 'items differ',
  },
  {
    rule: 'crd-default-added',
    old: field(text),
    now: field({ ...text, default: 'x' }),
    hit: {},
    missed: { f: 'a' },
    reason: 'what is composed is not filled in',
  },
  {
    rule: 'crd-default-changed',
    old: field({ ...text, default: 'x' }),
    now: field({ ...text, default: 'y' }),
    hit: {},
    missed: { f: 'a' },
    reason: 'the same',
  },
  {
    rule: 'crd-default-removed',
    old: field({ ...text, default: 'x' }),
    now: field(text),
    hit: {},
    missed: { f: 'a' },
    reason: 'the same',
  },
  {
    rule: 'crd-default-added',
    old: field({ type: 'array', items: { type: 'object', properties: { a: text } } }),
    now: field({ type: 'array', items: { type: 'object', properties: { a: { ...text, default: 'x' } } } }),
    hit: { f: [{ a: 'a' }, {}] },
    missed: { f: [] },
    path: 'spec.f[*].a',
    reason: 'a default below an item needs the item',
  },
  {
    rule: 'crd-field-immutable',
    old: field(text),
    now: specOf({ f: { ...text, ...rule('self == oldSelf') } }),
    hit: { f: 'a' },
    missed: {},
    reason: 'what is not composed does not change',
  },
  {
    rule: 'crd-list-owned-otherwise',
    old: field(list),
    now: field({ ...list, 'x-kubernetes-list-type': 'set' }),
    hit: { f: ['a'] },
    missed: {},
    reason: 'a list that is not composed has no owner',
  },
  {
    rule: 'crd-rule-unread',
    old: field({ type: 'object', properties: { a: text } }),
    now: field({ type: 'object', properties: { a: text }, ...rule('authorizer.path("/x").check("get").allowed()') }),
    hit: { f: { a: 'x' } },
    missed: {},
    reason: 'a rule about what is not composed is never evaluated',
  },
  {
    rule: 'crd-rule-unread',
    old: field({ type: 'integer' }),
    now: field({ type: 'integer', ...rule('self >= oldSelf') }),
    hit: { f: 7 },
    missed: {},
    reason: 'nothing tells what the value will be',
  },
];

describe('the judgement of an object', () => {
  it.for(rows)(
    'finds $rule where the object has the place, and not elsewhere: $reason',
    ({ old, now, hit, missed, ...row }) => {
      expect(found(old, now, hit)).toContain(`${row.rule} ${row.path ?? 'spec.f'}`);
      expect(found(old, now, missed)).toEqual([]);
    },
  );

  const oneWay = rows.filter(({ rule: id }) => !/^crd-(default|list|type)/.test(id));
  it.for(oneWay)('finds nothing in the reverse of $rule: $reason', ({ old, now, hit }) => {
    expect(found(now, old, hit)).toEqual([]);
  });

  it('finds nothing between equal schemas, for any object', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.jsonValue(), ({ old }, spec) => {
        expect(found(old, structuredClone(old), spec)).toEqual([]);
      }),
    );
  });

  it('says of an object that became a text that alone, and not that its fields are gone', () => {
    const spec = { f: { g: { h: 'x' } } };
    const nested = (g: JsonSchema) => field({ type: 'object', properties: { g } });
    const old = nested({ type: 'object', properties: { h: text }, 'x-kubernetes-map-type': 'atomic' });
    expect(found(old, nested(text), spec)).toEqual(['crd-type-changed spec.f.g']);
  });

  it('does not blame the new version for what the old one refuses, too', () => {
    const [old, now] = [field({ ...text, enum: ['a', 'b'] }), field({ ...text, enum: ['a'] })];
    expect(found(old, now, { f: 'c' })).toEqual([]);
  });

  it('finds the place below a key of a map that has dots in it', () => {
    const map = (values: JsonSchema) => field({ type: 'object', additionalProperties: values });
    const item = (properties: JsonSchema['properties'] = {}): JsonSchema => ({ type: 'object', properties });
    const spec = { f: { 'a.b/c[0]': { g: 'x' } } };
    expect(found(map(item({ g: text })), map(item()), spec)).toEqual(['crd-field-removed spec.f[*].g']);
  });
});
