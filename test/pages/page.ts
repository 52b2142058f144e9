/** A page of the repository as its tests read it: code blocks, links, tables and the commands that it promises. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const root = resolve(import.meta.dirname, '../..');

/** Every page, relative to the repository. */
export const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'examples/app/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

export function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The code blocks of one language; of none with ''. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([^]*?)^```/gm)]
    .filter(([, name]) => name === language)
    .map(([, , block = '']) => block);
}

/** The lines of all `sh` blocks, without comments. */
export function commands(text: string): string[] {
  return blocks(text, 'sh')
    .flatMap((block) => block.trim().split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The part under a heading, up to the next one of the same level or above. */
export function section(text: string, heading: string): string {
  const level = heading.indexOf(' ');
  const [, rest = ''] = `\n${text}`.split(`\n${heading}\n`);
  return rest.split(new RegExp(`^#{1,${level}} `, 'm'))[0] ?? '';
}

/** The cells of every table row, without its header. */
export function rows(text: string): string[][] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+\|$/.test(line);
}

/**
 * A pattern for output of which a page shows a part: `…` on a line of its own, also as a comment, stands for any lines, and within a line
 * for any text.
 */
export function excerpt(block: string): RegExp {
  const lines = block.trimEnd().split('\n');
  const patterns = lines.map((line) =>
    /^\s*(?:# )?…$/.test(line) ? '(?:.*\\n)*?' : `${line.split('…').map(literal).join('.*')}\\n`,
  );
  return new RegExp(`^${patterns.join('')}`, 'm');
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Runs the program that `npx planesmith` runs; rejects if it exits with anything but 0. */
export async function planesmith(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' };
  return promisify(execFile)(join(root, 'node_modules/.bin/planesmith'), args, { cwd: root, env });
}
