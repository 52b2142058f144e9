import { describe, expect, it } from 'vitest';
import { array, deprecated, deprecatedFields, listMap, map, object, optional, string } from './index.ts';

const text = string('T.', { maxLength: 9 });
const old = optional(deprecated(text, { instead: 'name', since: '2026-11-29', sunset: '2027-11-29' }));
const item = object({ name: text, old }, { description: 'I.' });
const schema = object({
  old,
  list: listMap('L.', ['name'], item, { maxItems: 9 }),
  byName: map('M.', item, { maxProperties: 9 }),
  texts: array('A.', text, { maxItems: 9 }),
});

describe('the deprecated fields of a value', () => {
  it.each([
    { reason: 'nothing was written', value: {}, paths: [] },
    { reason: 'null was written', value: { old: null }, paths: ['spec.old'] },
    { reason: 'one is an item of a list', value: { list: [{ name: 'a' }, { old: 'b' }] }, paths: ['spec.list[1].old'] },
    { reason: 'one is a value of a map', value: { byName: { 'a.b': { old: 'c' } } }, paths: ['spec.byName[a.b].old'] },
    { reason: 'the value does not fit the schema', value: { list: { old: 1 }, byName: [{ old: 2 }] }, paths: [] },
    { reason: 'no field is inherited', value: { list: [{ constructor: 1 }], byName: { old: 'x' } }, paths: [] },
  ])('are found if $reason', ({ value, paths }) => {
    expect(deprecatedFields(schema, value, 'spec').map(({ path }) => path)).toEqual(paths);
  });

  it('are at most a hundred', () => {
    const list = Array.from({ length: 500 }, () => ({ old: 'x' }));
    expect(deprecatedFields(schema, { list })).toHaveLength(100);
  });
});
