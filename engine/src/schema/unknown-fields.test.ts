import { describe, expect, it } from 'vitest';
import { array, map, object, optional, string } from './index.ts';
import { unknownFields } from './unknown-fields.ts';

const text = string('T.', { maxLength: 9 });
const widget = object({
  name: text,
  parts: optional(array('Parts.', object({ id: text }, { description: 'P.' }), { maxItems: 3 })),
  labels: optional(map('Labels.', text, { maxProperties: 3 })),
});

describe('unknown fields', () => {
  it.each([
    ['are found in an object', { name: 'a', nmae: 'b' }, ['nmae']],
    ['are found in lists', { parts: [{ id: 'a' }, { id: 'b', x: 1 }] }, ['parts[1].x']],
    ['are not the keys of a map', { labels: { any: 'a' } }, []],
    ['are all members if the schema expects text', { name: { a: 1 } }, ['name.a']],
    ['are in the order of the value', { z: 1, b: 1 }, ['z', 'b']],
    ['are reported without their own members', { z: { a: 1 } }, ['z']],
  ])('%s', (_, value, expected) => {
    expect(unknownFields(widget, value, '').map(({ path }) => path)).toEqual(expected);
  });

  it('have paths below the path of the value', () => {
    expect(unknownFields(widget, { x: 1 }, 'spec').map(({ path }) => path)).toEqual(['spec.x']);
  });
});
