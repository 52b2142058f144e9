import { describe, expect, it } from 'vitest';
import {
  boolean,
  check,
  integer,
  intOrString,
  listMap,
  map,
  nullable,
  object,
  oneOf,
  optional,
  set,
  string,
  type Rule,
} from '../index.ts';
import type { ObjectOptions } from '../object.ts';

const d = 'Description.';
const small = string(d, { maxLength: 9 });
const fields = {
  size: optional(oneOf(d, ['small', 'large'])),
  storage: optional(integer(d)),
  note: optional(nullable(small)),
  port: optional(intOrString(d, { maxLength: 9 })),
  tags: optional(set(d, small, { maxItems: 5 })),
  parts: optional(
    listMap(d, ['id'], object({ id: small, m: optional(integer(d)) }, { description: d }), { maxItems: 5 }),
  ),
  limits: optional(map(d, integer(d), { maxProperties: 5 })),
};
const widget = (...rules: Rule[]) => object(fields, { rules } satisfies ObjectOptions);
const judge = (rule: Rule, value: unknown, old?: unknown) =>
  check(widget(rule), value, { path: 'spec', ...(old !== undefined && { old }) }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
const small10: Rule = { rule: "self.size != 'small' || self.storage <= 10", message: 'small widgets store 10 at most' };

describe('a rule', () => {
  it.each([
    [
      'fails with its message',
      small10,
      { size: 'small', storage: 11 },
      ['spec: Invalid value: small widgets store 10 at most'],
    ],
    ['passes', small10, { size: 'large', storage: 11 }, []],
    [
      'points at a field',
      { ...small10, fieldPath: '.storage' },
      { size: 'small', storage: 11 },
      ['spec.storage: Invalid value: small widgets store 10 at most'],
    ],
    [
      'points at the key of a map',
      { rule: "!('x' in self.limits)", message: 'no x', fieldPath: ".limits['x']" },
      { limits: { x: 1 } },
      ['spec.limits[x]: Invalid value: no x'],
    ],
    [
      'says Forbidden',
      { ...small10, reason: 'FieldValueForbidden' },
      { size: 'small', storage: 11 },
      ['spec: Forbidden: small widgets store 10 at most'],
    ],
    [
      'says Required',
      { rule: 'has(self.note)', message: 'tell why', reason: 'FieldValueRequired', fieldPath: '.note' },
      {},
      ['spec.note: Required value: tell why'],
    ],
    [
      'evaluates its messageExpression',
      { ...small10, messageExpression: "self.size + ' is too small'" },
      { size: 'small', storage: 11 },
      ['spec: Invalid value: small is too small'],
    ],
    [
      'falls back to its message if the messageExpression fails',
      { ...small10, messageExpression: 'self.note' },
      { size: 'small', storage: 11 },
      ['spec: Invalid value: small widgets store 10 at most'],
    ],
    [
      'that reads an absent field fails like in the API server',
      { rule: 'self.storage > 1', message: 'more' },
      {},
      ['spec: Invalid value: "object": no such key: storage evaluating rule: more'],
    ],
    [
      'that meets an unexpected type fails',
      { rule: 'self.port > 1', message: 'more' },
      { port: 'http' },
      [
        `spec: Invalid value: "object": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: more`,
      ],
    ],
    ['treats null as absent', { rule: '!has(self.note)', message: 'no notes' }, { note: null }, []],
    ['distinguishes a number from a text', { rule: 'type(self.port) == int', message: 'a number' }, { port: 80 }, []],
  ] satisfies [string, Rule, unknown, string[]][])('%s', (_, rule, value, expected) => {
    expect(judge(rule, value)).toEqual(expected);
  });

  it.for([
    { rule: 'self.limit == null', found: 1, reason: 'an object that is there is not null' },
    { rule: 'self.limit != null', found: 0, reason: 'the same the other way round' },
    {
      rule: '!(self.strict && self.limit != null) || !has(self.limit)',
      found: 1,
      reason: 'the rule of a known operator',
    },
    { rule: 'null != self.limit', found: 0, reason: 'null may stand first' },
  ])('compares an object with null: $reason', ({ rule, found }) => {
    const limit = optional(object({ most: integer(d) }, { description: d }));
    const judged = object({ limit, strict: boolean(d) }, { rules: [{ rule, message: 'no' }] });
    expect(check(judged, { limit: { most: 1 }, strict: true })).toEqual(
      Array.from({ length: found }, () => ({ path: '', message: 'Invalid value: no' })),
    );
  });

  it.for([
    { format: 'date-time', refused: false, reason: 'a time' },
    { format: 'duration', refused: false, reason: 'a duration' },
    { format: undefined, refused: true, reason: 'a text' },
  ] as const)('compares with null what Kubernetes lets it compare: $reason', ({ format, refused }) => {
    const at = optional(string(d, { maxLength: 30, ...(format && { format }) }));
    const judged = () => check(object({ at }, { rules: [{ rule: 'self.at != null', message: 'no' }] }), {});
    if (refused) expect(judged).toThrow('string != null');
    else expect(judged()[0]?.message).toContain('no such key: at');
  });

  it('on a scalar shows the value', () => {
    const storage = integer(d, { rules: [{ rule: 'self > 5', message: 'more than 5' }] });
    expect(check(object({ storage }), { storage: 3 })).toEqual([
      { path: 'storage', message: 'Invalid value: 3: more than 5' },
    ]);
  });

  it('on the values of a map names the key', () => {
    const limits = map(d, integer(d, { rules: [{ rule: 'self > 5', message: 'more' }] }), { maxProperties: 3 });
    expect(check(object({ limits }), { limits: { a: 3 } })).toEqual([
      { path: 'limits[a]', message: 'Invalid value: 3: more' },
    ]);
  });

  it('reads fields of any name', () => {
    const names = ['raw', 'equals', 'toString', 'hasOwnProperty', 'size', 'get', 'then'];
    const named = Object.fromEntries(names.map((name) => [name, optional(integer(d))]));
    const rules = [{ rule: names.map((name) => `self.${name} == 1`).join(' && '), message: 'm' }];
    const schema = object({ x: object(named, { description: d, rules }), z: object(named, { description: d, rules }) });
    const ones = Object.fromEntries(names.map((name) => [name, 1]));
    expect(check(schema, { x: ones, z: { ...ones, raw: 2 } }).map(({ path }) => path)).toEqual(['z']);
  });

  it('is skipped while the value has the wrong shape, and an issue says so', () => {
    const issues = check(widget(small10), { size: 'huge', storage: 11 });
    expect(issues.map(({ message }) => message)).toEqual([
      'Unsupported value: "huge": supported values: "small", "large"',
      'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ]);
  });
});

describe('a transition rule', () => {
  const grow: Rule = { rule: 'self.storage >= oldSelf.storage', message: 'only grows' };

  it('runs on updates only', () => {
    expect(judge(grow, { storage: 1 })).toEqual([]);
    expect(judge(grow, { storage: 1 }, { storage: 2 })).toEqual(['spec: Invalid value: only grows']);
    expect(judge(grow, { storage: 3 }, { storage: 2 })).toEqual([]);
  });

  it('also runs on creation with an optional oldSelf', () => {
    const rule: Rule = {
      rule: 'oldSelf.hasValue() || self.storage < 5',
      message: 'starts small',
      optionalOldSelf: true,
    };
    expect(judge(rule, { storage: 9 })).toEqual(['spec: Invalid value: starts small']);
    expect(judge(rule, { storage: 9 }, { storage: 2 })).toEqual([]);
  });

  it.each([
    ['a set in another order is the same set', 'self.tags == oldSelf.tags', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
    ['a set inside of an object, too', 'self == oldSelf', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
    [
      'keyed lists are compared by key',
      'self.parts == oldSelf.parts',
      { parts: [{ id: 'a' }, { id: 'b', m: 1 }] },
      { parts: [{ id: 'b', m: 1 }, { id: 'a' }] },
    ],
    ['the sum of two sets is a set', '(self.tags + oldSelf.tags).size() == 2', { tags: ['a', 'b'] }, { tags: ['b'] }],
    [
      'adding keyed lists replaces items',
      '(self.parts + oldSelf.parts)[0].m == 2',
      { parts: [{ id: 'a', m: 1 }] },
      { parts: [{ id: 'a', m: 2 }] },
    ],
    [
      'maps are compared by entry',
      'self.limits == oldSelf.limits',
      { limits: { a: 1, b: 2 } },
      { limits: { b: 2, a: 1 } },
    ],
    ['an absent item has no old self', 'self.parts.all(p, p.m > 0)', { parts: [{ id: 'c', m: 1 }] }, { parts: [] }],
  ])('%s', (_, rule, value, old) => {
    expect(judge({ rule, message: 'no' }, value, old)).toEqual([]);
  });

  it('follows the items of a keyed list', () => {
    const id = string(d, { maxLength: 3 });
    const m = integer(d, { rules: [{ rule: 'self >= oldSelf', message: 'only grows' }] });
    const schema = object({ parts: listMap(d, ['id'], object({ id, m }, { description: d }), { maxItems: 3 }) });
    const old = {
      parts: [
        { id: 'a', m: 1 },
        { id: 'b', m: 5 },
      ],
    };
    expect(
      check(
        schema,
        {
          parts: [
            { id: 'b', m: 4 },
            { id: 'a', m: 1 },
          ],
        },
        { old },
      ),
    ).toEqual([{ path: 'parts[0].m', message: 'Invalid value: 4: only grows' }]);
  });

  it('is the only kind that runs on unchanged values', () => {
    const value = { size: 'small', storage: 11 };
    expect(judge(small10, value, value)).toEqual([]);
    expect(judge({ rule: 'self.storage > oldSelf.storage', message: 'grows' }, value, value)).toEqual([
      'spec: Invalid value: grows',
    ]);
  });
});
