import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml, toYamlStream } from './write.ts';

describe('a YAML document', () => {
  it('reads as kubectl would write it', () => {
    const widget = {
      apiVersion: 'example.org/v1',
      kind: 'Widget',
      metadata: { name: 'orders', labels: {}, annotations: undefined },
      spec: {
        description: 'A widget: first line.\n\n  Second line.\n',
        sizes: ['small', '10', 10, null, true, 'yes'],
        parts: [
          { name: 'wheel', count: 4 },
          { name: 'axle', nested: [[1, 2], []] },
        ],
        rule: "self.size != '' || self.count >= 1",
      },
    };
    expect(toYaml(widget)).toBe(`apiVersion: example.org/v1
kind: Widget
metadata:
  name: orders
  labels: {}
spec:
  description: |
    A widget: first line.

      Second line.
  sizes:
  - small
  - "10"
  - 10
  - null
  - true
  - "yes"
  parts:
  - name: wheel
    count: 4
  - name: axle
    nested:
    - - 1
      - 2
    - []
  rule: "self.size != '' || self.count >= 1"
`);
  });

  const texts = [
    { text: 'no', reason: 'is a boolean in YAML 1.1' },
    { text: '0x1F', reason: 'is a number' },
    { text: '1e3', reason: 'is a float' },
    { text: 'E0', reason: 'is a float without digits for some readers' },
    { text: '12:30:45', reason: 'is a base-60 number in YAML 1.1' },
    { text: '2026-11-21', reason: 'is a date in YAML 1.1' },
    { text: '~', reason: 'is null' },
    { text: '<<', reason: 'is a merge key' },
    { text: 'a: b', reason: 'looks like a mapping' },
    { text: 'a #b', reason: 'looks like a comment' },
    { text: 'ends with colon:', reason: 'looks like a key' },
    { text: ' blank around ', reason: 'has blanks at its ends' },
    { text: '\n---\nkind: Widget\n', reason: 'holds a separator' },
    { text: 'a\n---\nb', reason: 'holds a separator between lines' },
    { text: '  indented\nblock', reason: 'begins with blanks' },
    { text: 'two\n\n', reason: 'ends with two line ends' },
    { text: 'tab\tand\r\nreturn', reason: 'has control characters' },
    { text: 'next\u0085line\u2028and\ufeffmark', reason: 'has line ends of Unicode' },
    { text: 'first\n::stop-commands::x', reason: 'has a command to GitHub’s runner' },
    { text: 'first\n \u3000::add-mask::a\n', reason: 'has one after blanks' },
    { text: 'a ##[add-mask]b ###[group]', reason: 'has older commands' },
    { text: 'first\nmore ##[error]b', reason: 'has one in a second line' },
    { text: '::error::a', reason: 'is a command' },
    { text: '', reason: 'is empty' },
  ];
  it.each(texts)('keeps a text that $reason', ({ text }) => {
    const object = { [text || 'key']: text, list: [text, { text }] };
    for (const version of ['1.1', '1.2'] as const) expect(parse(toYaml(object), { version })).toEqual(object);
  });

  it('has a sign of replacement for half a character, as the JSON of Kubernetes has', () => {
    expect(toYaml({ a: 'x\ud800' })).toBe('a: "x\ufffd"\n');
  });

  it('announces a key in which a reader would not look for the colon', () => {
    expect(toYaml({ ['k'.repeat(1001)]: [1] })).toBe(`? ${'k'.repeat(1001)}\n:\n- 1\n`);
  });

  it('has the same values for readers of YAML 1.1 and 1.2', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[a-zA-Z0-9 :#'"\n\t.,=|>&*!%@`~^{}[\]-]{0,20}$/),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
        fc.constantFrom(null, true, false),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(text, tree, { noNullPrototype: true, maxKeys: 5 }), (object) => {
        const written = toYaml({ first: 'field', ...object });
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(written, { version, uniqueKeys: false })).toEqual({ first: 'field', ...object });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has no line that ends a document in a stream', () => {
    const document = toYaml({ kind: 'Gadget', '---': '---\n---', text: 'a\n---\nb\n', list: ['---', '...'] });
    expect(document.split('\n').filter((line) => /^(---|\.\.\.)/.test(line))).toEqual([]);
  });

  it('has no line that GitHub’s runner obeys, if a step prints it', () => {
    for (const { text } of texts) {
      const lines = toYamlStream([{ [text]: text, list: [text, [text], { [text]: text }] }]).split('\n');
      expect(lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['))).toEqual([]);
    }
  });

  it('is separated from the next in a stream', () => {
    expect(toYamlStream([{ kind: 'Widget' }, { kind: 'Gadget' }])).toBe('---\nkind: Widget\n---\nkind: Gadget\n');
  });

  it('refuses values that are not JSON', () => {
    expect(() => toYaml({ size: Number.NaN })).toThrow('cannot be written as YAML');
    expect(() => toYaml({ size: 1n })).toThrow('cannot be written as YAML');
  });
});
