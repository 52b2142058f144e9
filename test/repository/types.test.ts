/** The compiler over everything, type tests included. */
import { execFile } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, copyRepository } from './copy.ts';

const root = resolve(import.meta.dirname, '../..');
const compiler = resolve(root, 'node_modules/typescript/bin/tsc');

async function errorsOf(project: string): Promise<string> {
  const args = [compiler, '--project', project, '--singleThreaded', '--pretty', 'false'];
  return (await promisify(execFile)(process.execPath, args).catch((error) => error)).stdout as string;
}

it('everything compiles, and nothing does that a type test says must not', async () => {
  expect(await errorsOf(root)).toBe('');
}, 120_000);

describe('a directive that expects an error', () => {
  const directive = /^(\s*\/\/ )@ts-expect-error/gm;
  /** A name, an export or a module that there is not: a type test whose subject was renamed would pass for this reason alone. */
  const missing = /: error TS(2304|2305|2307|2503|2552|2614|2694|2724): /;
  let copy: Copy;
  beforeAll(async () => {
    copy = await copyRepository('types');
  }, 60_000);
  afterAll(() => copy.remove());

  /** The compiler's lines about the files once their directives are mere comments. */
  async function behind(files: readonly string[]): Promise<readonly string[]> {
    for (const file of files) {
      const path = join(copy.folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(directive, '$1expected:'));
    }
    const project = join(copy.folder, 'directives.json');
    writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: files, exclude: [] }));
    return (await errorsOf(project)).split('\n').filter((line) => / error TS/.test(line));
  }

  it('hides no missing name', async () => {
    const files = globSync('{apis,compositions,functions,examples,engine/src,test}/**/*.ts', {
      cwd: copy.folder,
    }).filter((file) => readFileSync(join(copy.folder, file), 'utf8').search(directive) >= 0);
    const errors = await behind(files);
    expect(errors.length).toBeGreaterThan(40);
    expect(errors.filter((line) => missing.test(line))).toEqual([]);
  }, 120_000);

  it.each([
    { line: 'nothing();', reason: 'a function' },
    { line: "import('planesmith/nothing');", reason: 'a module' },
    { line: "export type { Nothing } from 'planesmith';", reason: 'a type' },
  ])(
    'is found if it hides $reason that is missing',
    async ({ line }) => {
      writeFileSync(join(copy.folder, 'planted.ts'), `// @ts-expect-error planted\n${line}\nexport {};\n`);
      expect((await behind(['planted.ts'])).filter((error) => missing.test(error))).toHaveLength(1);
    },
    60_000,
  );
});
