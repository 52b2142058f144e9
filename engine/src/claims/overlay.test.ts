import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readDocuments } from './documents.ts';
import { overlay } from './overlay.ts';

const file = (name: string, text: string) => ({ file: name, text, named: true });
const claim = file(
  'a.yaml',
  'kind: Widget\nmetadata: { name: a }\nspec: { size: small, tags: [a, b], deep: { p: 1, q: 2 } }\n',
);
const specOf = (values: string, base = claim) => {
  const [only] = overlay([base], file('values.yaml', values));
  return (parseAllDocuments(only?.text ?? '')[0] as { toJS(): { spec: unknown } }).toJS().spec;
};

describe('values of an environment', () => {
  test.each([
    {
      values: 'Widget/a: { size: large }',
      spec: { size: 'large', tags: ['a', 'b'], deep: { p: 1, q: 2 } },
      reason: 'a value takes the place of another',
    },
    {
      values: 'Widget/a: { tags: [z] }',
      spec: { size: 'small', tags: ['z'], deep: { p: 1, q: 2 } },
      reason: 'a list is one value',
    },
    {
      values: 'Widget/a: { deep: { q: 3 } }',
      spec: { size: 'small', tags: ['a', 'b'], deep: { p: 1, q: 3 } },
      reason: 'maps are merged',
    },
    {
      values: 'Widget/a: { tags: null }',
      spec: { size: 'small', deep: { p: 1, q: 2 } },
      reason: 'null takes a field out',
    },
    {
      values: 'Widget/a: { more: { x: 1 } }',
      spec: { size: 'small', tags: ['a', 'b'], deep: { p: 1, q: 2 }, more: { x: 1 } },
      reason: 'a field may be new',
    },
  ])('$values: $reason', ({ values, spec }) => {
    expect(specOf(values)).toEqual(spec);
  });

  test('make a spec where a claim has none', () => {
    expect(specOf('Widget/a: { size: large }', file('a.yaml', 'kind: Widget\nmetadata: { name: a }\n'))).toEqual({
      size: 'large',
    });
  });

  test('may be words that YAML takes for something else', () => {
    const [only] = overlay([claim], file('values.yaml', "Widget/a: { tags: ['y', 'on', '010'] }"));
    expect(readDocuments('a.yaml', only?.text ?? '').documents[0]?.value).toMatchObject({
      spec: { tags: ['y', 'on', '010'] },
    });
  });

  test('leave alone what they do not name, to the byte', () => {
    expect(overlay([claim], file('values.yaml', '# nothing\n'))).toEqual([claim]);
  });

  test.each([
    { values: 'Widget/b: {}', says: 'values.yaml: there is no claim Widget/b' },
    { values: '- a', says: 'values.yaml: one map is expected' },
    { values: 'Widget/a: large', says: 'values.yaml: Widget/a is no map' },
    { values: 'Widget/a: {', says: /^values\.yaml:\d+:\d+: / },
  ])('that make no sense are refused: $values', ({ values, says }) => {
    expect(() => specOf(values)).toThrow(says);
  });
});
