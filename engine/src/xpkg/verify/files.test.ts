import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'widget-files-'));
const before = process.cwd();
beforeAll(() => {
  mkdirSync(join(folder, 'inner'));
  writeFileSync(join(folder, 'inner/widget.txt'), 'a widget');
  symlinkSync('inner', join(folder, 'link'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe('the files of a folder', () => {
  it.each([
    { reason: 'by its whole path', name: folder },
    { reason: 'with a slash at the end', name: `${folder}/` },
    { reason: 'as the current folder', name: '.' },
    { reason: 'as the current folder with a slash', name: './' },
    { reason: 'from inside', name: 'inner/..' },
    { reason: 'from beside', name: `../${basename(folder)}` },
  ])('have the same paths if it is named $reason', async ({ name }) => {
    const files = await folderFiles(name);
    expect(files.paths).toEqual(['inner/widget.txt']);
    expect(files.others).toEqual(['link']);
    expect(await files.size('inner/widget.txt')).toBe(8);
  });
});
