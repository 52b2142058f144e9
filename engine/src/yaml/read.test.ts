import { describe, expect, it } from 'vitest';
import { readYaml } from './read.ts';

const read = (text: string) =>
  readYaml(text).documents.map((document) => ('value' in document ? document.value : document.problem));

describe('a YAML text', () => {
  it.each([
    ['a number', `.1${'_1'.repeat(3_900_000)}`],
    ['binary', `!!binary ${'YWFh'.repeat(1_950_000)}`],
  ])('may have %s of millions of characters', (_, text) => {
    expect(['number', 'string']).toContain(typeof read(`a: ${text}`).map((value) => (value as { a: unknown }).a)[0]);
  });

  it.each([
    ['YQ', 'contains invalid base64 data'],
    ['YQ=', 'contains invalid base64 data'],
    ['YWE==', 'contains invalid base64 data'],
    ['YWFh====', 'contains invalid base64 data'],
  ])('has no binary value %s', (text, problem) => {
    expect(read(`a: !!binary ${text}`)).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['.1__0', '.1_', '._1', '.1_e1', '.1e1_', '.1e_1'])('has the text %s, which is almost a number', (text) => {
    expect(read(`a: ${text}`)).toEqual([{ a: text }]);
  });

  it.each([
    {
      text: 'a: [e1, e2, .e5, ., ._5, 1e400, 0x10000000000000000]',
      value: { a: 'e1 e2 .e5 . ._5 1e400 0x10000000000000000'.split(' ') },
    },
    { text: 'a: [0o400, 0b11, 0b-1, 1_0, .5_0, 08, 1e3, -0]', value: { a: [256, 3, -1, 10, 0.5, 8, 1000, 0] } },
    {
      text: '{0x10: a, 1.50: b, 1000000.0: c, yes: d, 2001-01-01: e}',
      value: { 16: 'a', 1.5: 'b', '1e+06': 'c', true: 'd', '2001-01-01': 'e' },
    },
    { text: 'a: [! 10, !!str 10, !!float 10, !!binary YQ==, !other 10]', value: { a: ['10', '10', 10, 'a', '10'] } },
    { text: 'a: "x"#c\n', value: { a: 'x' } },
    { text: '{"a": "\\/", "b": "\\ud800"}', value: { a: '/', b: '\ufffd' } },
    { text: '"__proto__": 1', value: Object.fromEntries([['__proto__', 1]]) },
  ])('has the values that kubectl gives it: $text', ({ text, value }) => {
    expect(read(text)).toEqual([value]);
  });

  it.each([
    {
      text: 'a: 1\n---\n\ufeffb: 2\n',
      values: [{ a: 1 }, { b: 2 }],
      reason: 'a byte order mark is before any document',
    },
    { text: '{"a": 1} {"b": 2}\n', values: [{ a: 1 }, { b: 2 }], reason: 'JSON values need no line between them' },
    { text: '{"a": 1}\n---\nb: 2\n', values: [{ a: 1 }, { b: 2 }], reason: 'YAML follows one JSON value' },
    { text: 'a: 1\r\n---\r\nb: |\r\n  c\r\n', values: [{ a: 1 }, { b: 'c\n' }], reason: 'lines end as on Windows' },
  ])('is cut into documents as kubectl does: $reason', ({ text, values }) => {
    expect(read(text)).toEqual(values);
  });

  it.each([
    { text: '.inf: .inf', says: 'Infinity is no value in Kubernetes' },
    { text: '~: 1', says: 'unsupported map key: put it in quotes' },
    { text: 'a: !!int x', says: 'cannot decode "x" as a !!int: take out the tag' },
    { text: '%YAML 1.1\n---\na: 1', says: 'kubectl reads no directive: take it out' },
    { text: 'a: 1\n--- b: 2\n', says: 'only a comment can follow the --- that begins a document, but "b: 2" does' },
    {
      text: 'a: 1\n...\nb: 2\n',
      says: 'kubectl ignores what follows the end of a document: begin another with a line ---',
    },
    { text: '{a: 1} b', says: 'kubectl ignores what follows the end of a value: take it out' },
    { text: 'a: \u001b[31m', says: 'the character U+001B cannot be in a YAML file' },
    { text: 'a: "\\ud800"', says: '\\ud800 is no character' },
    { text: 'a: 1\n"a": 2', says: 'the key "a" occurs twice in this map' },
    { text: 'a:\n\tb: 1', says: 'a tab cannot indent: write spaces' },
    { text: 'a: @b', says: 'a text cannot begin with @: put it in quotes' },
  ])('is refused in one sentence: $says', ({ text, says }) => {
    expect(read(text).find((value) => typeof value === 'string')).toBe(says);
  });

  it.each([
    { text: JSON.stringify({ a: 'x'.repeat(10_000_000) }), reason: 'one long text in JSON' },
    { text: `a: "${'\\n'.repeat(1_000_000)}"`, reason: 'escapes' },
    { text: `a: ${'x '.repeat(1_000_000)}`, reason: 'words' },
    { text: `${'k'.repeat(1_000_000)}: 1`, reason: 'a key that never ends' },
    { text: `[${'"a" : '.repeat(100_000)}`, reason: 'keys on one line' },
    { text: '- '.repeat(500_000), reason: 'lists in lists' },
    { text: '---\n'.repeat(300_000), reason: 'empty documents' },
    { text: `a: |\n${'\n'.repeat(1_000_000)}`, reason: 'empty lines' },
  ])('is read or refused in a time that grows with its size: $reason', ({ text }) => {
    expect(readYaml(text).documents.length).toBeLessThan(2);
  });
});
