import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import {
  array,
  boolean,
  defaulted,
  deprecated,
  type Deprecation,
  integer,
  listMap,
  map,
  nullable,
  object,
  oneOf,
  optional,
  set,
  string,
  toStructural,
  type Rule,
  type Schema,
} from '../index.ts';
import { problems } from './review.ts';

const d = 'Description.';
const small = string(d, { maxLength: 9 });
const item = object({ id: small, m: optional(integer(d)) }, { description: d });
const messagesOf = (field: Schema) =>
  problems(object({ x: field }), 'spec').map(({ path, message }) => `${path}: ${message}`);
const end = { instead: 'y', since: '2026-11-29', sunset: '2027-11-29' };
const ended = (changes: Partial<Deprecation>) => deprecated(optional(small), { ...end, ...changes });
const ruled = (rule: Partial<Rule>) => integer(d, { rules: [{ rule: 'self > 0', message: 'm', ...rule }] });
// Some of these cases compile only with a type assertion, or in JavaScript.
const unchecked = (value: unknown) => value as Schema;

describe('a schema is refused', () => {
  it.each([
    [string('', { maxLength: 9 }), /^spec\.x: has no description/, 'kubectl explain would be empty'],
    [
      integer(unchecked({ minimum: 1 }) as never),
      /^spec\.x: has no description/,
      'the options take the place of a forgotten description',
    ],
    [object({ z: small }), /^spec\.x: has no description/, 'only a root needs none'],
    [array(d, object({ z: small }), { maxItems: 3 }), /^spec\.x\[\]: has no description/, 'items need one too'],
    [string(d), /has no maxLength/, 'rules on it would be too expensive'],
    [string(d, { pattern: '^a+$' }), /has no maxLength/, 'the pattern has no longest match'],
    [array(d, small), /has no maxItems/, 'likewise'],
    [map(d, small), /has no maxProperties/, 'likewise'],
    [string(d, { maxLength: 9, pattern: '(?=a)' }), /pattern .* no lookahead/, 'Go can not run it'],
    [string(d, { maxLength: 9, pattern: '^(a{31}b?){33}$' }), /pattern .* nested repetitions multiplied/, 'nor this'],
    [string(d, { minLength: 5, maxLength: 4 }), /minLength 5 is above maxLength 4/, 'nothing fits'],
    [integer(d, { minimum: 5, maximum: 4 }), /minimum 5 is above maximum 4/, 'nothing fits'],
    [integer(d, { minimum: 0.5 }), /must be a whole number/, 'the API server says so on every value'],
    [integer(d, { multipleOf: 0 }), /multipleOf must be above 0/, 'nothing fits'],
    [string(d, { maxLength: -1 }), /whole number from 0 on/, 'no length is negative'],
    [oneOf(d, ['a', 'a']), /offers "a" twice/, 'duplicate enum'],
    [oneOf(d, ['a b']), /offers "a b"/, 'values are words'],
    [nullable(oneOf(d, ['a'])), /choice that may be null/, 'Kubernetes never accepts null for an enum'],
    [
      defaulted(oneOf(d, ['a']), unchecked('b') as never),
      /default that it does not allow itself: default: Unsupported/,
      'invalid default',
    ],
    [
      defaulted(ruled({}), 0),
      /default that it does not allow itself: default: Invalid value: 0: m/,
      'a rule forbids it',
    ],
    [
      defaulted(object({ z: small }, { description: d }), unchecked({ z: 'a', x: 1 }) as never),
      /default\.x: unknown field/,
      'pruned defaults only',
    ],
    [defaulted(set(d, small, { maxItems: 3 }), ['a', 'a']), /Duplicate value/, 'a set'],
    [defaulted(nullable(small), null), /default null/, 'Kubernetes reads it as no default'],
    [
      array(d, object({ z: defaulted(small, 'a') }, { description: d }), { maxItems: 3 }),
      /spec\.x\[\]\.z: has a default inside of the list spec\.x/,
      'GitOps drift',
    ],
    [
      array(d, unchecked(optional(small)), { maxItems: 3 }),
      /neither optional nor defaulted/,
      'an absent item is no item',
    ],
    [array(d, nullable(small), { maxItems: 3 }), /items that may be null/, 'leave them out'],
    [map(d, nullable(small), { maxProperties: 3 }), /values that may be null/, 'leave them out'],
    [set(d, unchecked(item) as never, { maxItems: 3 }), /set of other than scalars/, 'objects need keys'],
    [listMap(d, ['z'] as never, item, { maxItems: 3 }), /key "z", which is not a field/, 'keys are fields'],
    [
      listMap(d, ['m'], item, { maxItems: 3 }),
      /key "m", which must be a required field/,
      'otherwise two items could lack it',
    ],
    [listMap(d, ['id', 'id'], item, { maxItems: 3 }), /names the key "id" twice/, 'once is enough'],
    [object({}, { description: d }), /object without fields/, 'the API server would prune everything in it'],
    [object({ bad_name: small }, { description: d }), /"bad_name" should be in camelCase, as "badName"/, 'casing'],
    [object({ on: small }, { description: d }), /"on" is a truth value or null to kubectl/, 'true: small'],
    [object({ y: small }, { description: d }), /"y" is a truth value/, 'true: small'],
    [object({ null: small }, { description: d }), /"null" is a truth value or null/, 'kubectl reads no such key'],
    [object({ Size: small }, { description: d }), /as "size"/, 'casing'],
    [ended({ instead: ' ' }), /deprecated without saying what to use/, 'developers need the alternative'],
    [ended({ since: '2026-02-30' }), /since is "2026-02-30": write a day/, 'the calendar has no such day'],
    [ended({ sunset: 'v0.3.0' }), /sunset is "v0.3.0": write a day/, 'a version has no date'],
    [ended({ sunset: '2026-11-28' }), /its sunset before 2026-11-29/, 'it ends before anybody knows'],
    [deprecated(small, end), /deprecated and required/, 'developers could not stop writing it'],
    [ruled({ rule: 'self > ' }), /Unexpected token/, 'no expression'],
    [ruled({ rule: "self > 'a'" }), /no such overload: int > string/, 'types'],
    [ruled({ rule: 'self + 1' }), /must be of type bool, not int/, 'a rule is true or false'],
    [
      ruled({ rule: 'self.foo()' }),
      /function "foo" with 0 arguments is not supported/,
      'an unknown function is never skipped',
    ],
    [ruled({ rule: 'foo > 1' }), /Unknown variable: foo/, 'only self and oldSelf'],
    [ruled({ message: ' ' }), /has no message/, 'what is expected?'],
    [ruled({ message: 'a\nb' }), /line breaks/, 'the API server refuses them'],
    [ruled({ fieldPath: '.z' }), /fieldPath "\.z", which is not a field/, 'an integer has no fields'],
    [ruled({ reason: 'Because' as never }), /reason "Because"/, 'there are only four reasons'],
    [ruled({ optionalOldSelf: true }), /optionalOldSelf without using oldSelf/, 'the API server refuses it'],
    [
      ruled({ messageExpression: "'at most ' + string(self)" }),
      /messageExpression that is too expensive/,
      'a text of any length',
    ],
    [ruled({ messageExpression: '1' }), /must be of type string, not int/, 'a message is text'],
    [
      array(d, ruled({ rule: 'self >= oldSelf' }), { maxItems: 3 }),
      /oldSelf inside of the list spec\.x/,
      'the old item is unknown',
    ],
    [
      set(d, string(d, { maxLength: 9, rules: [{ rule: 'self == oldSelf', message: 'm' }] }), { maxItems: 3 }),
      /oldSelf inside of the list/,
      'likewise',
    ],
  ] as [Schema, RegExp, string][])('%#: %j', (field, message) => {
    expect(messagesOf(field).join('\n')).toMatch(message);
  });

  it.each([
    ['self.siez > 1', /No such key: siez/],
    ['has(self.siez)', /No such key: siez/],
    ['self.?siez.hasValue()', /No such key: siez/],
    ["self['size'] > 1", /read with a dot/],
    ['self.all(k, true)', /cannot be range of a comprehension/],
    ["self.name.matches('(a)\\\\1')", /no backreferences/],
    ["self.name.matches('((a{10}){10}){11}')", /nested repetitions multiplied/],
    ["self.name.startWith('a')", /did you mean "startsWith"/],
    ["duration('1 hour') > duration('1s')", /invalid duration/],
    ['self.namespace == self.name', /No such key: namespace/],
    ["'%x'.format([self.size]) == ''", /use %s or %d/],
    ['self.many.all(a, self.many.all(b, a == b))', /too expensive for the API server, [\d.]+ times over its budget/],
  ])('for the rule %s', (rule, message) => {
    const many = array(d, string(d, { maxLength: 100 }), { maxItems: 1000 });
    const schema = object(
      { size: integer(d), name: small, namespace: small, many },
      { rules: [{ rule, message: 'm' }] },
    );
    expect(
      problems(schema)
        .map((issue) => issue.message)
        .join('\n'),
    ).toMatch(message);
  });

  it('if its root is no object or has a default', () => {
    expect(problems(small, 'spec')[0]?.message).toMatch(/must be an object/);
    expect(problems(defaulted(object({ x: optional(small) }), {}), 'spec')[0]?.message).toMatch(
      /neither optional nor defaulted/,
    );
  });

  it('with one error that lists all problems', () => {
    const schema = object({ x: string(d), z: integer('') });
    expect(() => toStructural(schema)).toThrow(UserError);
    expect(() => toStructural(schema)).toThrow(
      /2 things are wrong:\n {2}x: has no maxLength.*\n {2}z: has no description/,
    );
  });
});

describe('a schema is fine', () => {
  it.each([
    [string(d, { format: 'date' }), 'a format can bound a text'],
    [string(d, { pattern: '^[a-z]{1,9}(-[0-9]{2})?$' }), 'a pattern without unlimited repetition can too'],
    [
      map(d, object({ z: defaulted(boolean(d), true) }, { description: d }), { maxProperties: 3 }),
      'defaults in map values cause no drift',
    ],
    [
      listMap(d, ['id'], object({ id: small, m: ruled({ rule: 'self >= oldSelf' }) }, { description: d }), {
        maxItems: 3,
      }),
      'keys find the old item',
    ],
    [
      ruled({ messageExpression: "'%d is not above %s'.format([self, 'zero'])" }),
      'this is how a message gets a number',
    ],
    [
      object({ storageGB: integer(d), jdbcURL: optional(small), v2: optional(small) }, { description: d }),
      'capitals within a name',
    ],
  ] as [Schema, string][])('%#: %s', (field) => {
    expect(messagesOf(field)).toEqual([]);
  });
});
