import { expect, test } from 'vitest';
import { array, object, optional, string } from './index.ts';
import type { Node } from './node.ts';
import { unchangedField, unchangedPaths } from './unchanged.ts';

test.each<{ rule: string; field: string | undefined; reason: string }>([
  { rule: 'self == oldSelf', field: '', reason: 'the value itself' },
  { rule: ' oldSelf==self\n', field: '', reason: 'either side may come first, and spaces mean nothing' },
  { rule: 'self.name == oldSelf.name', field: 'name', reason: 'a field of it' },
  {
    rule: 'has(self.owner) == has(oldSelf.owner) && (!has(self.owner) || self.owner == oldSelf.owner)',
    field: 'owner',
    reason: 'a field that may be absent',
  },
  {
    rule: 'has(self.owner) == has(oldSelf.owner) && (!has(self.name) || self.name == oldSelf.name)',
    field: undefined,
    reason: 'two fields, of which each can change',
  },
  { rule: 'self.name == oldSelf.title', field: undefined, reason: 'two fields' },
  { rule: 'self >= oldSelf', field: undefined, reason: 'it may grow' },
  { rule: "self == oldSelf || oldSelf != 'Active'", field: undefined, reason: 'it depends on the value' },
])('$rule keeps $field: $reason', ({ rule, field }) => {
  expect(unchangedField(rule)).toBe(field);
});

test('the paths of a schema are those of its rules, but not below the items of a list', () => {
  const kept = (message: string) => ({ maxLength: 5, rules: [{ rule: 'self == oldSelf', message }] });
  const schema = object(
    {
      region: string('Where.', kept('it stays')),
      owner: optional(string('Whose.', { maxLength: 5 })),
      posts: array('Posts.', object({ name: string('Which.', kept('it stays')) }), { maxItems: 2 }),
    },
    {
      description: 'A fence.',
      rules: [
        {
          rule: 'has(self.owner) == has(oldSelf.owner) && (!has(self.owner) || self.owner == oldSelf.owner)',
          message: 'it stays',
        },
      ],
    },
  );
  expect(unchangedPaths(schema as Node, 'spec')).toEqual(['spec.owner', 'spec.region']);
});
