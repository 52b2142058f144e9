/** What pages name is there: files, headings and npm scripts. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { pages, root, textOf } from './page.ts';

/** Files of instructions, which a reader writes: APIs that do not exist here, and steps that no API has yet. */
const imagined = /fence|\bnote\b|^examples\/greeting\.yaml$|^compositions\/database\.ts$/;

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  it('links to files and headings that are there', () => {
    // A pattern in code looks like a link.
    const links = [...text.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(
      ([, link = '']) => link,
    );
    expect(links.filter((link) => !isThere(page, link))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:apis|compositions|functions|examples|engine|test|docs)\/[\w/.-]*)`/g)];
    const paths = named.map(([, path = '']) => path).filter((path) => !imagined.test(path));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names npm scripts that are there', () => {
    const scripts = [...text.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

it('docs/README.md lists every page beside it', () => {
  const text = textOf('docs/README.md');
  const listed = pages.filter((page) => text.includes(`](${page.replace('docs/', '')})`));
  const inDocs = pages.filter((page) => /^docs\/[^/]+$/.test(page) && page !== 'docs/README.md');
  expect(listed.filter((page) => /^docs\/[^/]+$/.test(page)).toSorted()).toEqual(inDocs.toSorted());
});

function isThere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || anchors(textOf(target)).includes(heading);
}

/** Headings as forges link to them. */
function anchors(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return headings.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
