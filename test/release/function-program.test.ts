/** The program of the function's image, as it is bundled, with functions that cannot be loaded. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleFunction } from 'planesmith/xpkg';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-program-'));
  mkdirSync(join(folder, 'functions'));
  cpSync(join(root, 'functions/main.ts'), join(folder, 'functions/main.ts'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "toys", "version": "1.0.0", "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  { index: "throw new Error('no region');", says: 'cannot load the functions: no region', reason: 'an error' },
  { index: "throw 'no region';", says: 'cannot load the functions: no region', reason: 'a text' },
  { index: 'export const other = {};', says: 'there is no export `functions`', reason: 'no functions' },
])('says in one line of the log that loading failed with $reason, without a stack', async ({ index, says }) => {
  writeFileSync(join(folder, 'functions/index.ts'), index);
  const { code } = await bundleFunction({ entry: 'functions/main.ts', root: folder });
  const program = join(folder, 'function.mjs');
  writeFileSync(program, code);
  const args = [program, '--insecure', '--address=127.0.0.1:0'];
  const { status, output } = await new Promise<{ status: unknown; output: string }>((done) => {
    execFile(process.execPath, args, (error, stdout, stderr) => done({ status: error?.code, output: stdout + stderr }));
  });
  expect({ status, lines: output.trimEnd().split('\n').length }).toEqual({ status: 2, lines: 1 });
  expect(JSON.parse(output)).toMatchObject({ severity: 'ERROR', message: expect.stringContaining(says) });
});
