/** docs/decisions: each page is listed, short, and says when to think again. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'docs/decisions');
const pages = readdirSync(folder).filter((file) => file !== 'README.md');
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('the decisions', () => {
  it('are listed in README.md, each once', () => {
    const listed = [...textOf('README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file);
    expect(listed.toSorted()).toEqual(pages.toSorted());
  });

  it.each(pages)('%s has its four parts on one page', (page) => {
    const lines = textOf(page).trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('## '))).toEqual([
      '## Context',
      '## Decision',
      '## Measured reason',
      '## Reconsider when',
    ]);
    expect(lines.length).toBeLessThanOrEqual(60);
  });

  it('name folders and files that there are', () => {
    const paths = pages.flatMap((page) => textOf(page).match(/\b(?:engine|test|functions)\/[\w/.-]*\w/g) ?? []);
    expect(paths.length).toBeGreaterThan(10);
    const known = new Set(
      readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !path.includes('node_modules')),
    );
    expect(paths.filter((path) => !known.has(path))).toEqual([]);
  });
});
