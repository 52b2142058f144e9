import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { diffBetween, editsBetween } from './line-diff.ts';
import { edited } from './line-edits.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '---', '@@'), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

describe('the edits between two texts', () => {
  it('make the one of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(edited(before, editsBetween(before, after))).toBe(after);
      }),
    );
  });

  it('are in order, apart from each other, and none if nothing differs', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edits = editsBetween(before, after);
        const bounds = edits.flatMap(({ from, to }) => [from, to]);
        expect(bounds).toEqual(bounds.toSorted((one, other) => one - other));
        expect(edits.slice(1).every(({ from }, index) => from > edits[index]!.to)).toBe(true);
        expect(edits.length === 0).toBe(before === after);
      }),
    );
  });

  it('change one line if one line differs, also between many', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `line ${at}\n`);
    const after = lines.with(700, 'other\n').toSpliced(2000, 1).join('');
    expect(editsBetween(lines.join(''), after)).toEqual([
      { from: 700, to: 701, lines: ['other'] },
      { from: 2000, to: 2001, lines: [] },
    ]);
  });

  it('replace all at once if more differs than a person would read', () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, at) => `${word} ${at}\n`).join('');
    expect(editsBetween(many('old'), many('new'))).toMatchObject([{ from: 0, to: 3000 }]);
  });
});

describe('the diff between two texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-diff-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.txt');
  const apply = (diff: string) =>
    execFileSync('git', ['apply', '-'], {
      cwd: folder,
      input: diff,
      env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
    });

  it.each([
    { reason: 'a new file', before: undefined, after: 'a\nb\n' },
    { reason: 'a new file with one line', before: undefined, after: 'a\n' },
    { reason: 'two places far from each other', before: 'a\n'.repeat(20), after: `b\n${'a\n'.repeat(18)}c\n` },
    { reason: 'a last line without its end', before: 'a\nb', after: 'a\nb\n' },
    { reason: 'a last line that loses its end', before: 'a\nb\n', after: 'a\nc' },
    { reason: 'two texts without a last end', before: 'a\nb', after: 'c\nb' },
    { reason: 'a file that was empty', before: '', after: 'a\n' },
  ])('is taken by git apply: $reason', ({ before, after }) => {
    rmSync(file, { force: true });
    if (before !== undefined) writeFileSync(file, before);
    apply(diffBetween('./a.txt', before, after));
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(after);
  });

  it('is empty if nothing differs', () => {
    expect(diffBetween('a.txt', 'a\n', 'a\n')).toBe('');
  });
});
