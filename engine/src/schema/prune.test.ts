import { describe, expect, it } from 'vitest';
import { array, map, object, optional, prune, string } from './index.ts';

const text = string('T.', { maxLength: 9 });
const widget = object({
  name: text,
  parts: optional(array('Parts.', object({ id: text }, { description: 'P.' }), { maxItems: 3 })),
  labels: optional(map('Labels.', text, { maxProperties: 3 })),
});

describe('pruning', () => {
  it.each([
    ['removes unknown fields', { name: 'a', nmae: 'b' }, { name: 'a' }, ['nmae']],
    [
      'looks into lists',
      { parts: [{ id: 'a' }, { id: 'b', x: 1 }] },
      { parts: [{ id: 'a' }, { id: 'b' }] },
      ['parts[1].x'],
    ],
    ['keeps every key of a map', { labels: { any: 'a' } }, { labels: { any: 'a' } }, []],
    ['empties an object if the schema expects text', { name: { a: 1 } }, { name: {} }, ['name.a']],
    ['reports in alphabetical order', { z: 1, b: 1 }, {}, ['b', 'z']],
  ])('%s', (_, value, pruned, removed) => {
    expect(prune<object>(widget, value)).toEqual({ value: pruned, removed });
  });

  it('reports paths below the path of the value', () => {
    expect(prune(widget, { x: 1 }, 'spec').removed).toEqual(['spec.x']);
  });
});
