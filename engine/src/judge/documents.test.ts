import { describe, expect, it } from 'vitest';
import { readDocuments } from './documents.ts';

const valueOf = (text: string) => readDocuments('it.yaml', text).documents[0]?.value;

describe('readDocuments', () => {
  it.each([
    { text: 'a: yes', value: { a: true }, reason: 'YAML 1.1 has more words for booleans' },
    { text: 'a: off', value: { a: false }, reason: 'YAML 1.1 has more words for booleans' },
    { text: 'a: 010', value: { a: 8 }, reason: 'a leading zero is octal' },
    { text: 'a: 09', value: { a: 9 }, reason: '9 is not an octal digit' },
    { text: 'a: 1_000', value: { a: 1000 }, reason: 'digits may be grouped' },
    { text: 'a: 2030-01-31', value: { a: '2030-01-31' }, reason: 'dates stay text' },
    { text: 'a: 1:30', value: { a: '1:30' }, reason: 'times stay text' },
    { text: 'a: ~', value: { a: null }, reason: 'null has a sign' },
    { text: 'a: &x {b: 1}\nc: *x', value: { a: { b: 1 }, c: { b: 1 } }, reason: 'anchors are fine' },
    { text: 'a: &x {b: 1}\nc: {<<: *x, d: 2}', value: { a: { b: 1 }, c: { b: 1, d: 2 } }, reason: 'so are merges' },
    {
      text: 'a: &x {b: 1}\nc: {<<: [{b: 2}, *x], d: 3}',
      value: { a: { b: 1 }, c: { b: 2, d: 3 } },
      reason: 'the first of several merges wins',
    },
    {
      text: 'a: &x [&z 1]\nb: &z 2\nc: *x\nd: *z',
      value: { a: [1], b: 2, c: [1], d: 2 },
      reason: 'an anchor can move',
    },
    { text: '"<<": 1', value: { '<<': 1 }, reason: 'a quoted key is no merge' },
    { text: '{"a": [1, "x"]}', value: { a: [1, 'x'] }, reason: 'JSON is YAML' },
  ])('reads $text as Kubernetes does: $reason', ({ text, value }) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('numbers the documents of a file without empty ones', () => {
    const { documents } = readDocuments('it.yaml', '---\n# nothing\n---\na: 1\n---\n---\nb: 2\n');
    expect(documents.map(({ document, value }) => [document, value])).toEqual([
      [1, { a: 1 }],
      [2, { b: 2 }],
    ]);
  });

  const placed = [
    '# a comment',
    'kind: Widget',
    'metadata: { name: big, labels: { a.b/c: d } }',
    'spec:',
    '  stickers:',
    '    - text: one',
    '    - text: two',
    '  same: &anchor',
    '    deep: 1',
    '  again: *anchor',
  ].join('\n');

  it.each([
    { path: 'kind', line: 2, column: 1, reason: 'the place of a field is that of its name' },
    { path: 'metadata.labels[a.b/c]', line: 3, column: 34, reason: 'a key in brackets may have dots' },
    { path: 'spec.stickers[1].text', line: 7, column: 7, reason: 'items are counted' },
    {
      path: 'spec.stickers[7].text',
      line: 5,
      column: 3,
      reason: 'a missing field has the place of the nearest field around it',
    },
    {
      path: 'spec.nothing.at.all',
      line: 4,
      column: 1,
      reason: 'a missing field has the place of the nearest field around it',
    },
    { path: 'spec.again.deep', line: 9, column: 5, reason: 'a field of an alias has its place at the anchor' },
    { path: '', line: 2, column: 1, reason: 'the document has the place of its first field' },
  ])('finds $path at $line:$column: $reason', ({ path, line, column }) => {
    expect(readDocuments('it.yaml', placed).documents[0]?.place(path)).toEqual({ line, column });
  });

  it.each([
    { text: 'a: 1\nb: [1, 2\n', line: 3, reason: 'an open bracket' },
    { text: 'a:\n  b: 1\n c: 2\n', line: 3, reason: 'indentation' },
    { text: 'a: b: c\n', line: 1, reason: 'two colons' },
    { text: '\ta: 1\n', line: 1, reason: 'a tab' },
    { text: 'a:\n  b: c\n\td: 1\n', line: 3, reason: 'a tab after a value' },
    { text: 'a: 1\nb: words\n\n\tgo: 1\n', line: 4, reason: 'a tab after an empty line' },
    { text: 'a: 1\na: 2\n', line: 2, reason: 'one key twice' },
    { text: 'a: 1\nb: *nobody\n', line: 2, reason: 'an alias without its anchor' },
    { text: 'a: &x [b]\n<<: *x\n', line: 2, reason: 'a merge of a list of texts' },
    { text: 'a:\n  <<:\n  b: 1\n', line: 2, reason: 'a merge of nothing' },
    { text: 'a: 1\n<<: words\n', line: 2, reason: 'a merge of a text' },
    { text: 'a: &x [{b: 1}]\nc: {<<: *x}\n', line: 2, reason: 'a merge of an alias of a list' },
    { text: 'a: &x\n  - b\n  - *x\n', line: 3, reason: 'an anchor inside itself' },
    { text: 'a: &x\n  b: {<<: *x}\n', line: 2, reason: 'an anchor merged into itself' },
    { text: 'a: 1\n? [b]\n: 2\n', line: 2, reason: 'a list as a key' },
    {
      text: `a0: &a0 [x, x]\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`,
      line: 3,
      reason: 'aliases of aliases that would fill the memory',
    },
  ])('gives the line of invalid YAML: $reason', ({ text, line }) => {
    const { documents, issues } = readDocuments('it.yaml', text);
    expect(documents).toEqual([]);
    expect(issues).toEqual([
      { file: 'it.yaml', document: 1, line, column: expect.any(Number), message: expect.stringMatching(/^[^\n]+$/) },
    ]);
  });

  it('reads the documents around one that is broken', () => {
    const { documents, issues } = readDocuments('it.yaml', 'a: 1\n---\nb: [\n---\nc: 3\n');
    expect(documents.map(({ document }) => document)).toEqual([1, 3]);
    expect(issues.map(({ document, line }) => [document, line])).toEqual([[2, 4]]);
  });

  // Reading in quadratic time took longer than this on any of them.
  const timeout = 60_000;
  const repeated = (times: number, line: (i: number) => string) => Array.from({ length: times }, (_, i) => line(i));
  const large = [
    { text: repeated(60_000, (i) => `key${i}: 1\n`).join(''), reason: 'keys of a map' },
    { text: `{${repeated(60_000, (i) => `key${i}: 1`).join(', ')}}`, reason: 'keys of a map in braces' },
    { text: `a: &a [1]\nb:\n${repeated(40_000, () => '- *a\n').join('')}`, reason: 'uses of one anchor' },
    { text: repeated(10_000, (i) => `- &a${i} 1\n- *a${i}\n`).join(''), reason: 'anchors, each used once' },
  ];

  it.each(large)('reads a large document in a time that grows with its size: $reason', { timeout }, ({ text }) => {
    const { documents, issues } = readDocuments('it.yaml', text);
    expect(issues).toEqual([]);
    expect(documents).toHaveLength(1);
  });

  it.each([
    {
      text: `a0: &a0 [x]\n${repeated(4_000, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`,
      message: 'document contains excessive aliasing',
    },
    {
      text: `a0: &a0 {x: 1}\n${repeated(4_000, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}\n`).join('')}`,
      message: 'document contains excessive aliasing',
    },
    { text: '['.repeat(100_000), message: 'this is nested too deeply' },
    {
      text: `a0: &a0 [x]\n${repeated(90, (i) => `a${i + 1}: &a${i + 1} ${'['.repeat(100)}*a${i}${']'.repeat(100)}\n`).join('')}`,
      message: 'this is nested too deeply',
    },
    {
      text: `a0: &a0 {x: 1}\n${repeated(90, (i) => `a${i + 1}: &a${i + 1} ${'{<<: '.repeat(100)}*a${i}${'}'.repeat(100)}\n`).join('')}`,
      message: 'this is nested too deeply',
    },
  ])('refuses what would fill the memory or the stack, in one sentence: $message', { timeout }, ({ text, message }) => {
    expect(readDocuments('it.yaml', text).issues).toMatchObject([{ message }]);
  });

  it('finds the places of many fields of a large document', { timeout }, () => {
    const text = repeated(10_000, (i) => `key${i}: [*a]\n`)
      .join('')
      .replace('*a', '&a 1');
    const [document] = readDocuments('it.yaml', text).documents;
    const last = repeated(10_000, (i) => `key${i}[0]`)
      .map((path) => document!.place(path))
      .at(-1);
    expect(last).toEqual({ line: 10_000, column: 11 });
  });
});
