import { describe, expect, it } from 'vitest';
import type { JsonSchema, ValidationRule } from '../json-schema.ts';
import { issuesOfSpec } from '../testing/toy-object.ts';

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer', format: 'int64' };

function ruled(rule: ValidationRule, properties: JsonSchema['properties'] = { a: text, n: integer }): JsonSchema {
  return { type: 'object', properties, 'x-kubernetes-validations': [rule] };
}

describe('a rule', () => {
  const rows: { rule: ValidationRule; spec: unknown; says: string[]; reason: string }[] = [
    { rule: { rule: 'has(self.a)', message: 'a is needed' }, spec: { a: 'x' }, says: [], reason: 'holds' },
    {
      rule: { rule: 'has(self.a)', message: 'a is needed' },
      spec: {},
      says: ['spec: Invalid value: a is needed'],
      reason: 'is broken',
    },
    {
      rule: { rule: 'self.n > 1' },
      spec: { n: 1 },
      says: ['spec: Invalid value: failed rule: self.n > 1'],
      reason: 'has no message',
    },
    {
      rule: {
        rule: 'self.n > 1',
        messageExpression: "'not ' + string(self.n)",
        fieldPath: '.n',
        reason: 'FieldValueForbidden',
      },
      spec: { n: 1 },
      says: ['spec.n: Forbidden: not 1'],
      reason: 'has a reason, a path and a messageExpression',
    },
    { rule: { rule: 'self == oldSelf', message: 'fixed' }, spec: { a: 'x' }, says: [], reason: 'is about updates' },
    {
      rule: { rule: 'self.nosuch == 1', message: 'm' },
      spec: {},
      says: ['spec: the rule self.nosuch == 1 cannot be evaluated: No such key: nosuch'],
      reason: 'cannot be compiled, but is not skipped',
    },
  ];
  it.for(rows)('$rule.rule: $reason', ({ rule, spec, says }) => {
    expect(issuesOfSpec(ruled(rule), spec)).toEqual(says);
  });

  it('is evaluated after defaulting, and only for a valid value', () => {
    const properties: JsonSchema['properties'] = {
      policies: { type: 'array', items: text, default: ['*'] },
      forProvider: { type: 'object', properties: { engine: text }, default: {} },
    };
    const rule = {
      rule: "!('*' in self.policies) || has(self.forProvider.engine)",
      message: 'spec.forProvider.engine is a required parameter',
    };
    expect(issuesOfSpec(ruled(rule, properties), {})).toEqual([
      'spec: Invalid value: spec.forProvider.engine is a required parameter',
    ]);
    expect(issuesOfSpec(ruled(rule, properties), { policies: ['Observe'] })).toEqual([]);
    expect(issuesOfSpec(ruled(rule, properties), { policies: 'Observe' })).toHaveLength(1);
  });

  it('is evaluated for every item, member and embedded object', () => {
    const part = ruled({ rule: 'self.n > 0', message: 'must be positive' });
    const manifest: JsonSchema = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
      'x-kubernetes-validations': [
        { rule: "self.kind == 'Part' && self.metadata.name != 'b'", message: 'must be a part' },
      ],
    };
    const properties = {
      list: { type: 'array', items: part },
      map: { type: 'object', additionalProperties: part },
      manifest,
    };
    const value = {
      list: [{ n: 1 }, { n: 0 }],
      map: { any: { n: 0 } },
      manifest: { apiVersion: 'v1', kind: 'Part', metadata: { name: 'b' } },
    };
    expect(issuesOfSpec({ type: 'object', properties }, value)).toEqual([
      'spec.list[1]: Invalid value: must be positive',
      'spec.map[any]: Invalid value: must be positive',
      'spec.manifest: Invalid value: must be a part',
    ]);
  });
});
