import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readDocuments } from '../judge/documents.ts';
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

  test('make a spec if a claim has none', () => {
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

  test.each([
    { path: 'spec.size', place: { file: 'values.yaml', line: 3, column: 3 }, reason: 'the values say it' },
    { path: 'spec.tags[0]', place: { file: 'values.yaml', line: 5, column: 5 }, reason: 'a list is one value' },
    { path: 'spec.more.x', place: { file: 'values.yaml', line: 8, column: 5 }, reason: 'they add it' },
    { path: 'spec.more.z', place: { file: 'values.yaml', line: 7, column: 3 }, reason: 'it lacks in what they add' },
    { path: 'spec.gone', place: { file: 'values.yaml', line: 9, column: 3 }, reason: 'they take it out' },
    { path: 'spec.deep.q', place: { file: 'values.yaml', line: 6, column: 11 }, reason: 'they say one field of two' },
    { path: 'spec.deep.p', place: { line: 8, column: 5 }, reason: 'they leave it alone' },
    { path: 'spec.deep', place: { line: 7, column: 3 }, reason: 'both say some of it' },
    { path: 'spec.deep.r', place: { line: 7, column: 3 }, reason: 'neither file has it, and this field is around it' },
    { path: 'spec.absent', place: { line: 4, column: 1 }, reason: 'neither file has it' },
    { path: 'metadata.name', place: { line: 3, column: 13 }, reason: 'values are of specs' },
  ])('keep their own place, as other fields do: $path, because $reason', ({ path, place }) => {
    const base = `# A claim.
kind: Widget
metadata: { name: a.b }
spec:
  size: small
  gone: 1
  deep:
    p: 1
    q: 2
`;
    const values = `# Values.
Widget/a.b:
  size: huge
  tags:
  - a
  deep: { q: 3 }
  more:
    x: 1
  gone: null
`;
    const [only] = overlay([file('a.yaml', base)], file('values.yaml', values));
    const document = only?.read?.documents[0];
    expect(document).toMatchObject({ file: 'a.yaml', values: 'values.yaml' });
    expect(document?.place(path)).toEqual(place);
  });

  test('keep what cannot be read beside what they are merged into, and name no claim that may be in it', () => {
    const base = file('a.yaml', `${claim.text}---\n{\n`);
    const [only] = overlay([base], file('values.yaml', 'Widget/a: { size: large }\nWidget/b: {}\n'));
    expect(only?.read?.documents).toHaveLength(1);
    expect(only?.read?.issues).toMatchObject([{ file: 'a.yaml', document: 2 }]);
  });

  test('of two files are merged in their order, and each keeps its place', () => {
    const base = file('base.yaml', 'Widget/a: { size: large, deep: { q: 3, r: 4 } }');
    const other = file('other.yaml', 'Widget/a: {}\nWidget/b: {}\n');
    const prod = file('prod.yaml', 'Widget/a: { size: huge, tags: null, deep: { q: 5 } }');
    expect(() => overlay([claim], base, other, prod)).toThrow('other.yaml: there is no claim Widget/b');
    const [only] = overlay([claim], base, prod);
    const document = only?.read?.documents[0];
    expect(document?.value).toMatchObject({ spec: { size: 'huge', deep: { p: 1, q: 5, r: 4 } } });
    expect(readDocuments('a.yaml', only?.text ?? '').documents[0]?.value).toEqual(document?.value);
    expect(document?.values).toBe('base.yaml, prod.yaml');
    const filesOf = ['spec.size', 'spec.deep.r', 'spec.deep.p', 'spec.tags'].map((path) => document?.place(path).file);
    expect(filesOf).toEqual(['prod.yaml', 'base.yaml', undefined, 'prod.yaml']);
  });

  // What the code of Helm 3.19.0 gives, with the spec as the values of the chart.
  test.each([
    {
      values: ['{ deep: null }', '{ deep: { q: 3 } }'],
      deep: { p: 1, q: 3 },
      reason: 'a later map takes the place of the null, and the fields of the claim stay',
    },
    { values: ['{ deep: { q: 3 } }', '{ deep: null }'], deep: undefined, reason: 'a later null takes out all' },
    {
      values: ['{ deep: { q: null } }', '{ deep: { r: 3 } }'],
      deep: { p: 1, r: 3 },
      reason: 'a null in a map that is merged stays',
    },
    { values: ['{ deep: { q: null } }', '{ deep: { q: 3 } }'], deep: { p: 1, q: 3 }, reason: 'at any depth' },
    {
      values: ['{ deep: [1] }', '{ deep: { q: 3 } }'],
      deep: { p: 1, q: 3 },
      reason: 'what a later file replaces hides nothing of the claim',
    },
    { values: ['{ deep: { q: 3 } }', '{ deep: 5 }'], deep: 5, reason: 'the last one wins' },
    { values: ['{ deep: null }', '{ size: large }'], deep: undefined, reason: 'a null stays if nothing follows' },
  ])('of several files are merged as Helm does: $values, since $reason', ({ values, deep }) => {
    const files = values.map((text, index) => file(`${index}.yaml`, `Widget/a: ${text}\n`));
    const [only] = overlay([claim], ...files);
    const value = only?.read?.documents[0]?.value as { readonly spec: { readonly deep?: unknown } } | undefined;
    expect(value).toBeDefined();
    expect(value?.spec.deep).toEqual(deep);
  });

  test('keep their place if a map takes the place of a null', () => {
    const [only] = overlay(
      [claim],
      file('base.yaml', 'Widget/a: { deep: null, more: 1 }'),
      file('prod.yaml', 'Widget/a: { deep: { q: 5 }, more: { x: 1 } }'),
    );
    const place = only?.read?.documents[0]?.place;
    const filesOf = ['spec.deep.q', 'spec.deep.p', 'spec.more.x', 'spec.more'].map((path) => place?.(path).file);
    expect(filesOf).toEqual(['prod.yaml', undefined, 'prod.yaml', 'prod.yaml']);
  });

  test('reach the claims in a List, and leave its other items alone', () => {
    const items = `- ${claim.text.trim().replaceAll('\n', '\n  ')}\n- kind: Secret\n  stringData: { pin: '0123', y: e1 }\n`;
    const list = file('a.yaml', `apiVersion: v1\nkind: List\nitems:\n${items}`);
    const [only] = overlay([list], file('values.yaml', 'Widget/a: { size: large }'));
    expect(readDocuments('a.yaml', only?.text ?? '').documents.map(({ value }) => value)).toEqual([
      expect.objectContaining({ spec: { size: 'large', tags: ['a', 'b'], deep: { p: 1, q: 2 } } }),
      { kind: 'Secret', stringData: { pin: '0123', true: 'e1' } },
    ]);
    expect(only?.read?.documents[0]?.place('spec.deep.p').line).toBe(6);
  });

  test('leave every scalar what it is for kubectl', () => {
    const words = [
      'e1',
      '1_000',
      '0o17',
      '.5',
      '1:30',
      '=',
      '<<',
      '~',
      'NO',
      '2001-01-01',
      '0b1',
      ' ',
      '\u0085',
      "'",
      '- a',
    ];
    const base = file('a.yaml', `${JSON.stringify({ kind: 'Widget', metadata: { name: 'a' }, spec: { words } })}\n`);
    expect(specOf('Widget/a: { more: 1.0e3 }', base)).toEqual({ words, more: 1000 });
  });

  test.each([
    { base: 'spec: { size: 9007199254740993 }', values: 'Widget/a: {}', reason: 'in a claim' },
    { base: '{"spec": {"size": -9007199254740993}}', values: 'Widget/a: {}', reason: 'in JSON' },
    { base: 'spec: { size: 18446744073709551615 }', values: 'Widget/a: {}', reason: 'without a sign' },
  ])('are not merged where an integer would be another one once it is written: $reason', ({ base, values }) => {
    const text = base.startsWith('{')
      ? base.replace('{', '{"kind": "Widget", "metadata": {"name": "a"}, ')
      : `kind: Widget\nmetadata: { name: a }\n${base}\n`;
    const [only] = overlay([file('a.yaml', text)], file('values.yaml', values));
    expect(only?.read?.issues).toMatchObject([{ document: 1, message: expect.stringContaining('more digits') }]);
  });

  test('leave alone what they do not name, to the byte', () => {
    expect(overlay([claim], file('values.yaml', '# nothing\n'))).toEqual([claim]);
  });

  test.each([
    { values: 'Widget/b: {}', says: 'values.yaml: there is no claim Widget/b' },
    { values: '- a', says: 'values.yaml: expected one map' },
    { values: 'Widget/a: { n: 9007199254740993 }', says: 'values.yaml:1:16: this integer has more digits' },
    { values: 'Widget/a: large', says: 'values.yaml: Widget/a is not a map' },
    { values: 'Widget/a: {', says: /^values\.yaml:\d+:\d+: / },
  ])('that make no sense are refused: $values', ({ values, says }) => {
    expect(() => specOf(values)).toThrow(says);
  });
});
