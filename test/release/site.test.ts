/** dist/docs: pages that any browser reads from a folder, with nothing in them but this platform's own text. */
import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import platform from '../../planesmith.config.ts';
import { site } from '../site.ts';

interface Page {
  readonly mistakes: readonly string[];
  readonly elements: readonly DefaultTreeAdapterTypes.Element[];
}

let files: ReadonlyMap<string, string>;
let pages: ReadonlyMap<string, Page>;
beforeAll(async () => {
  files = await site();
  pages = new Map([...files].filter(([path]) => path.endsWith('.html')).map(([path, text]) => [path, read(text)]));
});

function read(text: string): Page {
  const mistakes: string[] = [];
  const tree = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }: ParserError) => mistakes.push(`${startLine}: ${code}`),
  });
  return { mistakes, elements: elementsOf(tree) };
}

function elementsOf(node: DefaultTreeAdapterTypes.ParentNode): DefaultTreeAdapterTypes.Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...elementsOf(child)] : []));
}

const attribute = (element: DefaultTreeAdapterTypes.Element, name: string) =>
  element.attrs.find((one) => one.name === name)?.value;
const named = (page: Page, ...names: string[]) => page.elements.filter(({ tagName }) => names.includes(tagName));
const idsOf = (page: Page) => page.elements.flatMap((element) => attribute(element, 'id') ?? []);
/** What is wrong on any page, with its path. */
const onEach = (wrong: (page: Page, path: string) => readonly unknown[]) =>
  [...pages].flatMap(([path, page]) => wrong(page, path).map((what) => `${path}: ${String(what)}`));

describe('the site', () => {
  it('has a page for each API, one on conditions, one on the environment, and a start', () => {
    const kinds = Object.values(platform.apis).map(({ kind }) => kind);
    const titles = [...pages.values()].flatMap((page) => named(page, 'title').map(textOf));
    const names = titles.map((title) => title.split(' · ')[0]);
    expect(names.toSorted()).toEqual([...kinds, 'Conditions', 'Environment', 'Start'].toSorted());
    expect([...pages.keys()]).toContain('index.html');
  });

  it('is HTML without a mistake', () => {
    expect(onEach(({ mistakes }) => mistakes)).toEqual([]);
    expect(read('<p>a<b>c</p>').mistakes.length).toBeGreaterThan(0);
  });

  it('leads everywhere it says', () => {
    const broken = onEach((page, path) =>
      named(page, 'a', 'link').flatMap((element) => {
        const href = attribute(element, 'href') ?? '';
        const [file = '', id] = href.split('#');
        const target = file === '' ? path : file;
        const isThere = files.has(target) && (id === undefined || idsOf(pages.get(target)!).includes(id));
        return isThere ? [] : [href];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('fetches nothing from elsewhere, and runs nothing', () => {
    const all = [...files.values()].join('\n');
    expect(
      all.match(/\b(?:src|srcset|style|on\w+)=|<(?:script|iframe|img|object|embed|base)\b|@import|url\(/gi) ?? [],
    ).toEqual([]);
    expect(onEach((page) => named(page, 'link').map((element) => attribute(element, 'href')))).toEqual(
      [...pages.keys()].map((path) => `${path}: style.css`),
    );
  });

  it('gives no id twice on a page', () => {
    expect(onEach((page) => idsOf(page).filter((id, index, ids) => ids.indexOf(id) !== index))).toEqual([]);
  });

  it('has one title on each page, no level of headings left out, and a language', () => {
    const wrong = onEach((page) => {
      const levels = named(page, 'h1', 'h2', 'h3', 'h4').map(({ tagName }) => Number(tagName[1]));
      const jumps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
      const isSound = levels.filter((level) => level === 1).length === 1 && jumps.length === 0;
      return isSound && named(page, 'html').every((html) => attribute(html, 'lang') === 'en') ? [] : [levels.join(' ')];
    });
    expect(wrong).toEqual([]);
  });

  it('lets the keyboard reach what scrolls, and says what it is', () => {
    const wrong = onEach((page) =>
      page.elements.filter((element) => {
        const scrolls = element.tagName === 'pre' || attribute(element, 'class') === 'table';
        const isNamed = element.tagName === 'pre' || attribute(element, 'aria-label') !== undefined;
        return scrolls && !(attribute(element, 'tabindex') === '0' && isNamed);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has the same bytes each time', async () => {
    expect([...(await site())]).toEqual([...files]);
  });

  it.each(Object.values(platform.apis))(
    'says of every key in the Secret of a $kind what it means',
    ({ kind, secret }) => {
      const page = [...pages.values()].find((one) =>
        named(one, 'title').some((title) => textOf(title).startsWith(`${kind} ·`)),
      )!;
      const rows = named(page, 'tr').map((row) =>
        elementsOf(row)
          .filter(({ tagName }) => /^t[hd]$/.test(tagName))
          .map(textOf),
      );
      const meanings = Object.entries(secret).map(([key, meaning]) => [key, meaning.replaceAll('`', '')]);
      expect(rows).toEqual(expect.arrayContaining(meanings));
    },
  );
});

function textOf(node: DefaultTreeAdapterTypes.ParentNode): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'childNodes' in child ? textOf(child) : ''))
    .join('');
}
