/** dist/docs in a browser, opened from a folder: on a phone and a wide screen, light and dark. Pictures are in test/real/site-pictures. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site } from '../site.ts';

const browser = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** What a page looks like to the browser. */
interface Seen {
  /** By how many pixels the page is wider than the window. */
  readonly overflow: number;
  readonly stylesheets: number;
  /** The least contrast of a text and its background, as WCAG 2.2 computes it, and that text. */
  readonly contrast: readonly [ratio: number, text: string];
  readonly dark: boolean;
}

/** Runs in the page. */
const look = `<script>addEventListener('load', () => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => numbers(colour).slice(0, 3)
    .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const backgroundOf = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return numbers(colour)[3] === 0 && element.parentElement ? backgroundOf(element.parentElement) : colour;
  };
  const contrastOf = (element) => {
    const [low, high] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))].sort((a, b) => a - b);
    return [(high + 0.05) / (low + 0.05), element.textContent.slice(0, 40)];
  };
  const texts = [...document.querySelectorAll('a, p, li, th, td, code, h1, h2, h3')];
  const seen = {
    overflow: document.documentElement.scrollWidth - innerWidth,
    stylesheets: [...document.styleSheets].length,
    contrast: texts.map(contrastOf).sort(([a], [b]) => a - b)[0],
    dark: luminance(backgroundOf(document.body)) < 0.2,
  };
  document.title = JSON.stringify(seen);
})</script>`;

/** One page of each form. */
const pages = ['index.html', 'api-database.html', 'conditions.html', 'environment.html'];

describe('the site', () => {
  const pictures = join(import.meta.dirname, 'site-pictures');
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'planesmith-site-'));
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures);
    const files = await site();
    for (const [path, text] of files) {
      writeFileSync(join(folder, path), text);
      if (path.endsWith('.html'))
        writeFileSync(join(folder, `looked-${path}`), text.replace('</head>', `${look}</head>`));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (page: string, width: number, dark: boolean, ...options: string[]) => {
    const settings = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--virtual-time-budget=3000',
    ];
    const scheme = `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`;
    const window = [`--window-size=${width},1400`, `--user-data-dir=${join(folder, 'profile')}`];
    const address = `file://${join(folder, page)}`;
    const { stdout } = await promisify(execFile)(browser!, [...settings, scheme, ...window, ...options, address]);
    return stdout;
  };

  test.for([
    { where: 'a phone', width: 390, dark: false },
    { where: 'a phone', width: 390, dark: true },
    { where: 'a wide screen', width: 1280, dark: false },
    { where: 'a wide screen', width: 1280, dark: true },
  ])(
    'is read on $where ($width pixels, dark: $dark): nothing is cut off, and every text stands out',
    async ({ width, dark }, { skip }) => {
      skip(browser === undefined, 'there is no chromium on this machine');
      for (const page of pages) {
        const dom = await run(`looked-${page}`, width, dark, '--dump-dom');
        const [, title = ''] = /<title>([^<]*)<\/title>/.exec(dom) ?? [];
        const { contrast, ...seen } = JSON.parse(title.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Seen;
        expect(seen, page).toEqual({ overflow: 0, stylesheets: 1, dark });
        expect(contrast[0], `${page}: ${contrast[1]}`).toBeGreaterThan(4.5);
      }
      for (const page of pages.slice(0, 2)) {
        const picture = join(pictures, `${page}-${width}-${dark ? 'dark' : 'light'}.png`);
        await run(page, width, dark, `--screenshot=${picture}`);
        expect(existsSync(picture)).toBe(true);
      }
    },
  );
});
