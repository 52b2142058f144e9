/** The page on app repositories shows what is there, and the shop has the workflow that `init` writes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import platform from '../../planesmith.config.ts';
import { blocks, excerpt, planesmith, root, textOf } from './page.ts';

interface Workflow {
  readonly jobs: { claims: { strategy: { matrix: { include: readonly Record<string, string>[] } } } };
}

const kitName = platform.kit?.name ?? '';
const page = textOf('docs/app-repositories.md');
const ofShop = textOf('examples/app/.github/workflows/claims.yaml');
const { include } = (parse(ofShop) as Workflow).jobs.claims.strategy.matrix;
const withoutEnvironments = (text: string) => text.replace(/(?<=^ {8}include:\n(?: *#.*\n)*)(?: {10}.*\n)*/m, '');

test('it shows the setting, and the claim that follows from it', async () => {
  expect(blocks(page, 'ts')).toEqual([`schemas: '${platform.schemas}',\n`]);
  expect((await planesmith('claim', 'Database', 'orders')).stdout).toMatch(excerpt(blocks(page, 'yaml')[0] ?? ''));
});

test('the shop has the workflow that a new platform gets, with its own environments', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-pages-'));
  const names = ['--name', 'platform', '--group', 'platform.acme.example', '--registry', 'registry.acme.example/a'];
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/planesmith'), ['init', 'new', ...names], { cwd: folder });
    const begun = await readFile(join(folder, 'new/examples/app-repository/.github/workflows/claims.yaml'), 'utf8');
    expect(withoutEnvironments(ofShop.replace(kitName, '@platform/platform'))).toBe(withoutEnvironments(begun));
    expect(withoutEnvironments(begun)).not.toContain('environment: local');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the workflow of the shop has each environment for which there are values', async () => {
  const names = include.map(({ environment }) => `values.${environment}.yaml`);
  const files = await readdir(join(root, 'examples/app'));
  expect(files.filter((name) => name.startsWith('values.'))).toEqual(names.toSorted());
});

test.each(include)('the shop’s claims pass its workflow in $environment', async ({ environment, target }) => {
  const claims = ['examples/app/claims', '--values', `examples/app/values.${environment}.yaml`];
  const facts = ['--environment', `examples/environments/${environment}.yaml`, '--target', target ?? ''];
  expect((await planesmith('validate', ...claims)).stderr).toMatch(/ valid, 0 invalid\n$/);
  expect((await planesmith('render', ...claims, ...facts)).stderr).toMatch(/ rendered, 0 refused\n$/);
});
