/** YAML is read as kubectl reads it, and what is written is read as the same values. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readYaml } from 'planesmith/testing';
import { toYaml } from 'planesmith/xpkg';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { differenceFrom } from '../real/yaml/compare.ts';
import { recordedAnswers } from '../real/yaml/recorded.ts';

const recorded = recordedAnswers();

describe('a hostile YAML text', () => {
  it('is read as kubectl reads it, or refused for a reason that is known', () => {
    expect(recorded.flatMap(({ bytes, answer }) => differenceFrom(answer, bytes) ?? [])).toEqual([]);
    expect(recorded.length).toBeGreaterThan(1000);
    // Most texts have a value, and many are refused by kubectl itself: neither is a table of one kind.
    expect(recorded.filter(({ answer }) => answer.error === undefined).length).toBeGreaterThan(500);
    expect(recorded.filter(({ answer }) => answer.error !== undefined).length).toBeGreaterThan(200);
  });

  it.each([
    { text: 'a: e1\n', answer: { values: [{ a: Infinity }] }, reason: 'another value' },
    { text: 'a: 1\n', answer: { values: [], error: 'no' }, reason: 'a text that kubectl refuses' },
    { text: 'a: [\n', answer: { values: [{ a: [] }] }, reason: 'a text that only we refuse' },
  ])('is reported if it is read differently: $reason', ({ text, answer }) => {
    expect(differenceFrom(answer, Buffer.from(text))).toContain(JSON.stringify(text));
  });

  it('has the same value for readers of YAML 1.1 and 1.2 once we have written it', () => {
    const documents = recorded.flatMap(({ bytes }) => readYaml(bytes.toString()).documents);
    const values = documents.flatMap((document) => ('value' in document ? [{ value: document.value }] : []));
    expect(values.length).toBeGreaterThan(500);
    for (const value of values) {
      const written = toYaml(value);
      expect(readYaml(written).documents).toMatchObject([{ value }]);
      for (const version of ['1.1', '1.2'] as const) expect(parse(written, { version })).toEqual(value);
    }
  });
});

describe('a file of this repository', () => {
  const root = resolve(import.meta.dirname, '../..');
  const files = globSync(['test/golden/**/*.yaml', 'examples/**/*.yaml'], { cwd: root });

  it('means the same to kubectl and to any other reader of YAML', () => {
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      const values = readYaml(text).documents.map((document) =>
        'value' in document ? document.value : document.problem,
      );
      const others = parseAllDocuments(text, { version: '1.2' }) as { toJS: () => unknown }[];
      expect(
        others.map((document) => document.toJS()).filter((value) => value !== null),
        file,
      ).toEqual(values);
    }
  });
});
