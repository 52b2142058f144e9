import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../models/json-schema.ts';
import { toySchema } from '../models/testing/toy-crd.ts';
import { bumpComparison } from './comparison.ts';
import { sampleValues } from './sample-values.ts';

const text: JsonSchema = { type: 'string' };
const wheel = { apiVersion: 'toy.example.org/v1', kind: 'Wheel' };
const schemaWith = (node: JsonSchema): JsonSchema => toySchema({ type: 'object', ...node });
const usual: JsonSchema = { properties: { axle: text, size: { type: 'integer' } } };

const objectWith = (spec: object) => ({
  ...wheel,
  metadata: { name: 'a', annotations: { 'crossplane.io/composition-resource-name': 'wheel' } },
  spec,
});
const settled = (later: readonly string[], ...composed: ReturnType<typeof objectWith>[]) => ({
  claim: 'team-a/big',
  kind: 'Widget',
  target: 'local',
  environment: 'dev',
  outcome: { xr: objectWith({}), composed, unready: [], later },
});

interface Row {
  readonly reason: string;
  readonly old?: JsonSchema;
  readonly now: JsonSchema;
  /** The spec without values that only owners know; absent if the object is not there then. */
  readonly plain?: object;
  readonly known: object;
  /** What is found in an object that waits for the values, and in one that does not. */
  readonly waiting: readonly string[];
  readonly atOnce: readonly string[];
}

const needs = (name: string) => ({ rule: `has(self.${name})`, message: `${name} is a required parameter` });
const rows: readonly Row[] = [
  {
    reason: 'a required field that has a value once that is known',
    now: { ...usual, required: ['axle'] },
    plain: {},
    known: { axle: 'x' },
    waiting: [],
    atOnce: ['crd-field-required spec.axle'],
  },
  {
    reason: 'a required field that nobody gives',
    now: { ...usual, required: ['size'] },
    plain: {},
    known: { axle: 'x' },
    waiting: ['crd-field-required spec.size'],
    atOnce: ['crd-field-required spec.size'],
  },
  {
    reason: 'a required field that has a default',
    now: { properties: { ...usual.properties, size: { type: 'integer', default: 3 } }, required: ['size'] },
    plain: { size: 2 },
    known: { size: 2 },
    waiting: [],
    atOnce: [],
  },
  {
    reason: 'of two rules that demand fields as Upjet writes them, the one for what nobody gives',
    now: { ...usual, 'x-kubernetes-validations': [needs('axle'), needs('size')] },
    plain: {},
    known: { axle: 'x' },
    waiting: ['crd-rule-broken spec'],
    atOnce: ['crd-rule-broken spec'],
  },
  {
    reason: 'a rule that demands what is known later',
    now: { ...usual, 'x-kubernetes-validations': [needs('axle')] },
    plain: {},
    known: { axle: 'x' },
    waiting: [],
    atOnce: ['crd-rule-broken spec'],
  },
  {
    reason: 'a field with a value that is known later is gone',
    now: { properties: { size: { type: 'integer' } } },
    plain: {},
    known: { axle: 'x' },
    waiting: ['crd-field-removed spec.axle'],
    atOnce: ['crd-field-removed spec.axle'],
  },
  {
    reason: 'a default that fills in what is known later',
    now: { properties: { ...usual.properties, axle: { ...text, default: 'long' } } },
    plain: {},
    known: { axle: 'x' },
    waiting: [],
    atOnce: ['crd-default-added spec.axle'],
  },
  {
    reason: 'a pattern, which an invented value proves nothing about',
    now: { properties: { ...usual.properties, axle: { ...text, pattern: '^axle-[0-9]$' } } },
    plain: {},
    known: { axle: 'x' },
    waiting: [],
    atOnce: [],
  },
  {
    reason: 'a pattern for a value that the function gives itself',
    now: { properties: { ...usual.properties, axle: { ...text, pattern: '^axle-[0-9]$' } } },
    plain: { axle: 'y' },
    known: { axle: 'y' },
    waiting: ['crd-text-refused spec.axle'],
    atOnce: ['crd-text-refused spec.axle'],
  },
  {
    reason: 'a list that is empty until a value is known',
    old: { properties: { axles: { type: 'array', items: text } } },
    now: { properties: { axles: { type: 'array', items: text, minItems: 1 } } },
    plain: { axles: [] },
    known: { axles: ['x'] },
    waiting: [],
    atOnce: ['crd-bound-narrowed spec.axles'],
  },
  {
    reason: 'an object that is there only once a value is known',
    now: { properties: { size: { type: 'integer' }, depth: text }, required: ['depth'] },
    known: { axle: 'x' },
    waiting: ['crd-field-removed spec.axle', 'crd-field-required spec.depth'],
    atOnce: ['crd-field-removed spec.axle', 'crd-field-required spec.depth'],
  },
];

describe('an object with values that only owners know', () => {
  it.each(
    rows.flatMap((row) => [
      { ...row, when: 'if it waits for them', later: ['wheel'], found: row.waiting },
      { ...row, when: 'if it does not', later: [], found: row.atOnce },
    ]),
  )('is judged for $reason, $when: $found', ({ old = usual, now, plain, known, later, found }) => {
    const comparison = bumpComparison([{ ...wheel, old: schemaWith(old), now: schemaWith(now), facts: [] }]);
    comparison.add(settled(later, ...(plain === undefined ? [] : [objectWith(plain)])), settled([], objectWith(known)));
    const findings = comparison.findings().filter(({ rule }) => rule !== 'crd-field-added');
    expect(findings.map(({ rule, path }) => `${rule} ${path}`).toSorted()).toEqual(found.toSorted());
  });

  it('is judged without them if the function fails with invented ones', () => {
    const now = schemaWith({ ...usual, required: ['axle'] });
    const comparison = bumpComparison([{ ...wheel, old: schemaWith(usual), now, facts: [] }]);
    const failed = { ...settled([]), outcome: { reason: 'failed' as const, path: '', refusal: 'no' } };
    comparison.add(settled(['wheel'], objectWith({})), failed);
    expect(comparison.findings().map(({ rule }) => rule)).toEqual(['crd-field-required']);
  });

  it('gets a value of its type for every field of its status', () => {
    const status: JsonSchema = {
      type: 'object',
      properties: {
        id: text,
        at: { ...text, format: 'date-time' },
        phase: { ...text, enum: ['Up', 'Down'] },
        port: { 'x-kubernetes-int-or-string': true },
        hosts: { type: 'array', items: { type: 'object', properties: { ready: { type: 'boolean' } } } },
        any: { 'x-kubernetes-preserve-unknown-fields': true },
        inner: { $ref: '#/definitions/inner' },
      },
    };
    const inner: JsonSchema = {
      type: 'object',
      properties: { inner: { $ref: '#/definitions/inner' }, size: { type: 'number' } },
    };
    const values = sampleValues((kind) =>
      kind.kind === 'Wheel' ? { properties: { status }, definitions: { inner } } : undefined,
    );
    const known = values(objectWith({}));
    expect(known?.status).toMatchObject({
      id: expect.stringMatching(/^https:/),
      at: '2000-01-01T00:00:00Z',
      phase: 'Up',
      port: 1,
      hosts: [{ ready: true }],
      inner: { size: 1, inner: { size: 1 } },
    });
    expect(values({ ...objectWith({}), kind: 'Cart' })).toBe(undefined);
  });
});
