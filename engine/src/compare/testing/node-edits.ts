/** Every edit of a node, derived from the types of nodes: a property that is new does not compile until it has values here. */
import type { Deprecation, Node, Rule } from '../../schema/index.ts';
import type { NodeBase } from '../../schema/node.ts';
import type { Kind, NodeOf, OwnProperty } from '../contract/node-changes.ts';
import { type Alternatives, both, type Edit, editsOf, within } from './alternatives.ts';

const rule: Rule = {
  rule: 'self == self',
  message: 'It differs.',
  fieldPath: '.a',
  reason: 'FieldValueRequired',
  messageExpression: "'It differs.'",
  optionalOldSelf: false,
};
const other: Rule = { rule: 'true', message: 'Never.' };

const ruleAlternatives: Alternatives<Rule> = {
  rule: { other: 'self != self' },
  message: { other: 'It is another one.' },
  fieldPath: { absent: undefined, other: '.b' },
  reason: { absent: undefined, other: 'FieldValueForbidden' },
  messageExpression: { absent: undefined, other: "'Another one.'" },
  optionalOldSelf: { absent: undefined, other: true },
};

/** Edits of a list of rules. */
export const ruleListEdits: readonly Edit<readonly Rule[]>[] = [
  ...both('none', [rule], []),
  ...both('more', [rule], [rule, other]),
  ...both('others', [rule], [other]),
  ...both('reordered', [rule, other], [other, rule]),
  ...within('one', editsOf(rule, ruleAlternatives), (edited) => [edited]),
];

/** The day on which the samples are compared. */
export const today = '2027-06-01';
/** A deprecation that is in force on that day, and one whose sunset is over. */
export const running: Deprecation = { instead: 'the other one', since: '2027-01-01', sunset: '2028-01-01' };
export const over: Deprecation = { ...running, sunset: '2027-05-31' };

/** Other deprecations than the one in force. */
export const otherDeprecations = {
  'with other words': { ...running, instead: 'another one', since: '2027-01-02' },
  'with an earlier sunset': { ...running, sunset: '2027-12-31' },
  'with a later sunset': { ...running, sunset: '2028-01-02' },
};

const base = { description: 'A value.', presence: 'optional', nullable: false, rules: [] } as const satisfies NodeBase;
const text: NodeOf<'string'> = { ...base, kind: 'string', minLength: 2, maxLength: 9, pattern: '^a', format: 'uuid' };
const item: NodeOf<'object'> = {
  ...base,
  kind: 'object',
  fields: { name: { ...text, presence: 'required' }, port: text },
};
const [host, demanded] = [text, { ...text, presence: 'required' as const }];

/** A node of each kind, with all properties that only its kind has. */
export const samples: { readonly [K in Kind]: NodeOf<K> & Required<Pick<NodeOf<K>, OwnProperty<K>>> } = {
  object: item,
  string: { ...base, kind: 'string', minLength: 2, maxLength: 9, pattern: '^a', format: 'uuid' },
  integer: { ...base, kind: 'integer', minimum: 2, maximum: 60, multipleOf: 6, format: 'int32' },
  number: { ...base, kind: 'number', minimum: 2, maximum: 60, format: 'float' },
  boolean: { ...base, kind: 'boolean' },
  enum: { ...base, kind: 'enum', values: ['a', 'b'] },
  intOrString: { ...base, kind: 'intOrString', maxLength: 9, pattern: '^a' },
  array: { ...base, kind: 'array', items: item, listType: 'map', keys: ['name', 'port'], minItems: 2, maxItems: 9 },
  map: { ...base, kind: 'map', values: text, minProperties: 2, maxProperties: 9 },
  any: { ...base, kind: 'any' },
  metadata: { ...base, kind: 'metadata', maxNameLength: 9 },
};

const limits = { absent: undefined, less: 1, more: 10 };
const otherPattern = { absent: undefined, other: '^b' };

/** Other values of the properties that only one kind has. */
const ownAlternatives: { readonly [K in Kind]: Alternatives<Pick<NodeOf<K>, OwnProperty<K>>> } = {
  object: {
    fields: {
      none: {},
      more: { ...item.fields, host },
      'a required one more': { ...item.fields, host: demanded },
      'one whose sunset is over more': { ...item.fields, host: { ...host, deprecated: over } },
      'one with a default more': { ...item.fields, host: { ...host, presence: 'defaulted', default: 'abc' } },
      renamed: { name: demanded, address: text },
      reordered: { port: text, name: demanded },
    },
  },
  string: { minLength: limits, maxLength: limits, pattern: otherPattern, format: { absent: undefined, other: 'uri' } },
  integer: {
    minimum: limits,
    maximum: limits,
    multipleOf: { absent: undefined, 'a divisor': 3, 'a multiple': 12, neither: 4 },
    format: { absent: undefined, other: 'int64' },
  },
  number: { minimum: limits, maximum: limits, format: { absent: undefined, other: 'double' } },
  boolean: {},
  enum: { values: { less: ['a'], more: ['a', 'b', 'c'], other: ['a', 'c'], reordered: ['b', 'a'] } },
  intOrString: { maxLength: limits, pattern: otherPattern },
  array: {
    items: { other: text, 'one that may be null': { ...item, nullable: true } },
    listType: { atomic: 'atomic', set: 'set' },
    keys: { less: ['port'], reordered: ['port', 'name'] },
    minItems: limits,
    maxItems: limits,
  },
  map: {
    values: { other: item, 'one that may be null': { ...text, nullable: true } },
    minProperties: limits,
    maxProperties: limits,
  },
  any: {},
  metadata: { maxNameLength: { less: 8, more: 10 } },
};

/** Other values of what every node has. A default comes and goes with the presence, and rules have edits of their own. */
const baseAlternatives: Alternatives<Omit<NodeBase, 'default' | 'rules'>> = {
  description: { none: undefined, other: 'Another one.' },
  presence: { required: 'required' },
  nullable: { yes: true },
  deprecated: { absent: undefined, ...otherDeprecations },
};

/** Every edit of a node of this kind: one property, or the kind itself. */
export function nodeEdits(kind: Kind): Edit<Node>[] {
  const sample: Node = { ...samples[kind], deprecated: running };
  const [one, another] = ['abc', 'abd'].map((value): Node => ({ ...sample, presence: 'defaulted', default: value }));
  const required: Node = { ...sample, presence: 'required' };
  return [
    ...editsOf(sample, { ...baseAlternatives, ...ownAlternatives[kind] }),
    ...both<Node>('deprecated too late', samples[kind], { ...sample, deprecated: over }),
    ...both('default other', one ?? sample, another ?? sample),
    ...both('default absent', one ?? sample, sample),
    ...both('presence required instead of a default', one ?? sample, required),
    ...within('rules', ruleListEdits, (rules) => ({ ...sample, rules })),
    ...Object.values(samples)
      .filter((its) => its.kind !== kind)
      .map((its) => ({ name: `kind ${its.kind}`, old: sample, now: its })),
  ];
}
