/** The generator and the checks over every real CRD that is at hand: the kinds our APIs compose, and those they may compose next. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  documentsIn,
  generateModels,
  kindsOf,
  modelPath,
  readFolder,
  type SourceDocument,
  unsupportedRules,
} from 'planesmith/models';
import { writeTree } from 'planesmith/release';
import { afterAll, beforeAll, expect, it } from 'vitest';
import platform from '../../planesmith.config.ts';

const root = resolve(import.meta.dirname, '../..');
const crds = resolve(root, platform.models?.sources?.[0] ?? '');
/** The largest tell nothing that the others do not, and take most of the time. */
const largest = 200_000;

let documents: readonly SourceDocument[] = [];
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'models-'));
  const texts = existsSync(crds) ? await readFolder(crds) : [];
  documents = texts.filter(({ text }) => text.length < largest).flatMap((text) => documentsIn(text, () => true));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('every CRD gives models that compile', async (context) => {
  if (!existsSync(crds)) context.skip('there are no CRD files; set PLANESMITH_CRDS');
  const models = documents.flatMap(kindsOf).map(modelPath);
  expect(models.length).toBeGreaterThan(100);
  await writeTree(join(scratch, 'models'), generateModels({ documents, models }));
  writeFileSync(join(scratch, 'package.json'), '{"type":"module"}');
  const compilerOptions = {
    paths: { 'planesmith/authoring': [join(root, 'engine/src/authoring/index.ts')] },
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['models'] };
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', scratch, '--listFiles'], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.includes(`${scratch.split('/').at(-1)}/models/`));
  expect(lines.filter((line) => /\.ts\(/.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(models.length);
});

it('every CRD has rules that can be evaluated here', (context) => {
  if (!existsSync(crds)) context.skip('there are no CRD files; set PLANESMITH_CRDS');
  const unsupported = documents
    .flatMap(kindsOf)
    .flatMap(({ kind, schema }) =>
      unsupportedRules(schema()).map(({ path, message }) => `${kind} ${path}: ${message}`),
    );
  expect(unsupported).toEqual([]);
});
