/** The compiler over everything, type tests included. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('everything compiles, and nothing does that a type test says must not', async () => {
  const compiler = resolve(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [
    compiler,
    '--project',
    root,
    '--singleThreaded',
  ]).catch((error) => error);
  expect(stdout).toBe('');
}, 120_000);
