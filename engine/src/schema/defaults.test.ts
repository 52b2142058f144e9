import { describe, expect, it } from 'vitest';
import { applyDefaults, array, boolean, defaulted, integer, map, nullable, object, optional, string } from './index.ts';

const part = object(
  { on: defaulted(boolean('On.'), true), name: optional(string('N.', { maxLength: 9 })) },
  { description: 'P.' },
);
const widget = object({
  size: defaulted(integer('Size.'), 3),
  note: optional(string('Note.', { maxLength: 9 })),
  hint: defaulted(nullable(string('Hint.', { maxLength: 9 })), 'none'),
  part: optional(part),
  preset: defaulted(part, { name: 'p' }),
  parts: optional(map('Parts.', part, { maxProperties: 3 })),
  tags: optional(array('Tags.', string('Tag.', { maxLength: 9 }), { maxItems: 3 })),
});
const absent = { size: 3, hint: 'none', preset: { name: 'p', on: true } };

describe('defaulting', () => {
  it.each([
    ['fills in absent fields', {}, absent],
    ['leaves present fields', { size: 5 }, { ...absent, size: 5 }],
    ['leaves present fields even if they are invalid', { size: 'five' }, { ...absent, size: 'five' }],
    ['treats null as absent if null is not allowed', { size: null }, absent],
    ['drops null if it is not allowed and there is no default', { note: null }, absent],
    ['keeps null if it is allowed', { hint: null }, { ...absent, hint: null }],
    ['does not create a parent for a nested default', { part: null }, absent],
    ['fills in below a present parent', { part: {} }, { ...absent, part: { on: true } }],
    ['fills in below the values of a map', { parts: { a: {} } }, { ...absent, parts: { a: { on: true } } }],
    ['drops null values of a map', { parts: { a: null } }, { ...absent, parts: {} }],
    ['fills in below a default', { preset: {} }, { ...absent, preset: { on: true } }],
    ['keeps fields it does not know', { zise: 1 }, { ...absent, zise: 1 }],
    ['keeps a list', { tags: ['a', null] }, { ...absent, tags: ['a', null] }],
    ['keeps a value of the wrong shape', { part: [1], parts: 'x' }, { ...absent, part: [1], parts: 'x' }],
  ])('%s', (_, value, expected) => {
    expect(applyDefaults(widget, value)).toEqual(expected);
  });

  it('does not change its argument', () => {
    const value = Object.freeze({ part: Object.freeze({}) });
    applyDefaults(widget, value);
    expect(value).toEqual({ part: {} });
  });

  it('treats the names of object methods as field names', () => {
    expect(applyDefaults(widget, { toString: 1 })).toEqual({ ...absent, toString: 1 });
  });
});
