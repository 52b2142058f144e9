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
  made: defaulted(part, { name: 'p' }),
  parts: optional(map('Parts.', part, { maxProperties: 3 })),
  tags: optional(array('Tags.', string('Tag.', { maxLength: 9 }), { maxItems: 3 })),
});
const absent = { size: 3, hint: 'none', made: { name: 'p', on: true } };

describe('defaulting', () => {
  it.each([
    ['fills in what is absent', {}, absent],
    ['leaves what is there', { size: 5 }, { ...absent, size: 5 }],
    ['leaves what is there though it is wrong', { size: 'five' }, { ...absent, size: 'five' }],
    ['takes null for absent where null is not allowed', { size: null }, absent],
    ['drops null where there is no default either', { note: null }, absent],
    ['keeps null where it is allowed', { hint: null }, { ...absent, hint: null }],
    ['does not make a parent for a nested default', { part: null }, absent],
    ['fills in below a parent that is there', { part: {} }, { ...absent, part: { on: true } }],
    ['fills in below the values of a map', { parts: { a: {} } }, { ...absent, parts: { a: { on: true } } }],
    ['drops null values of a map', { parts: { a: null } }, { ...absent, parts: {} }],
    ['fills in below a default', { made: {} }, { ...absent, made: { on: true } }],
    ['keeps fields it does not know', { zise: 1 }, { ...absent, zise: 1 }],
    ['keeps a list', { tags: ['a', null] }, { ...absent, tags: ['a', null] }],
    ['keeps a value of the wrong shape', { part: [1], parts: 'x' }, { ...absent, part: [1], parts: 'x' }],
  ])('%s', (_, value, expected) => {
    expect(applyDefaults(widget, value)).toEqual(expected);
  });

  it('leaves its argument alone', () => {
    const value = Object.freeze({ part: Object.freeze({}) });
    applyDefaults(widget, value);
    expect(value).toEqual({ part: {} });
  });

  it('is not fooled by the names of object methods', () => {
    expect(applyDefaults(widget, { toString: 1 })).toEqual({ ...absent, toString: 1 });
  });
});
