/** The compiler over the type tests. `npm run check` has it over everything. */
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, copyRepository } from './copy.ts';

const root = resolve(import.meta.dirname, '../..');
const compiler = resolve(root, 'node_modules/typescript/bin/tsc');
const directive = /^(\s*\/\/ )@ts-expect-error/;
/** A name, an export or a module that there is not: a type test whose subject was renamed would pass for this reason alone. */
const missing = new Set(['TS2304', 'TS2305', 'TS2307', 'TS2503', 'TS2552', 'TS2614', 'TS2694', 'TS2724']);

/** It generates what it compiles, directives included. */
const compilesItself = 'engine/src/models/generate/compiles.test.ts';

let copy: Copy;
beforeAll(async () => {
  copy = await copyRepository('types');
});
afterAll(() => copy.remove());

interface CompilerError {
  /** The file and the line. */
  readonly place: string;
  readonly code: string;
  readonly text: string;
}

/** The lines in which the directives of a file expect an error. */
function expectedIn(file: string): readonly string[] {
  const lines = readFileSync(join(copy.folder, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (!directive.test(line)) return [];
    const below = lines.findIndex((text, at) => at > index && !/^\s*(\/\/|$)/.test(text));
    return [`${file}:${below + 1}`];
  });
}

/** The compiler's errors in the files once their directives are mere comments. */
async function errorsIn(files: readonly string[]): Promise<readonly CompilerError[]> {
  for (const file of files) {
    const path = join(copy.folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(new RegExp(directive, 'gm'), '$1expected:'));
  }
  const project = join(copy.folder, 'directives.json');
  writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: files, exclude: [] }));
  const args = [compiler, '--project', project, '--singleThreaded', '--pretty', 'false'];
  const options = { cwd: copy.folder };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error) => error);
  return [...(stdout as string).matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+): .*$/gm)].map(
    ([text, file, line, code]) => ({ place: `${file}:${line}`, code: code ?? '', text }),
  );
}

it('what a type test says must not compile does not, and all else does', async () => {
  const files = globSync('{apis,compositions,functions,examples,engine/src,test}/**/*.ts', { cwd: copy.folder }).filter(
    (file) =>
      file !== compilesItself && /@ts-expect-error|expectTypeOf/.test(readFileSync(join(copy.folder, file), 'utf8')),
  );
  const expected = new Set(files.flatMap(expectedIn));
  expect(expected.size).toBeGreaterThan(40);
  const errors = await errorsIn(files);
  expect(new Set(errors.map(({ place }) => place))).toEqual(expected);
  expect(errors.filter(({ code }) => missing.has(code))).toEqual([]);
});

describe('planted', () => {
  const rows = [
    { file: 'planted/function.ts', line: 'nothing();', reason: 'a function' },
    { file: 'planted/module.ts', line: "import('planesmith/nothing');", reason: 'a module' },
    { file: 'planted/type.ts', line: "export type { Nothing } from 'planesmith';", reason: 'a type' },
  ];
  const held = 'planted/held.ts';
  let errors: readonly CompilerError[];
  beforeAll(async () => {
    mkdirSync(join(copy.folder, 'planted'));
    for (const { file, line } of rows)
      writeFileSync(join(copy.folder, file), `// @ts-expect-error planted\n${line}\nexport {};\n`);
    writeFileSync(join(copy.folder, held), 'export const text: string = 1;\n// @ts-expect-error planted\nexport {};\n');
    expect(expectedIn(held)).toEqual([`${held}:3`]);
    // All at once, since each run of the compiler reads its libraries again.
    errors = await errorsIn([...rows.map(({ file }) => file), held]);
  });
  const errorsOf = (name: string) => errors.filter(({ place }) => place.startsWith(`${name}:`));

  it.each(rows)('a directive that hides $reason that is missing is found', ({ file }) => {
    const found = errorsOf(file).filter(({ code }) => missing.has(code));
    expect(found.map(({ place }) => place)).toEqual([`${file}:2`]);
  });

  it('a type test that holds no longer is found', () => {
    expect(errorsOf(held).map(({ place }) => place)).toEqual([`${held}:1`]);
  });
});
