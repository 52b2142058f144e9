/** `npm run update`: brings everything that is generated and committed up to date; with `--check`, names what is not. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { updateModels } from 'planesmith/models';
import { shop } from '../examples/app/deployment.ts';
import platform from '../planesmith.config.ts';
import { apiPages } from './api-pages.ts';
import { staleGolden, writeGolden } from './golden/files.ts';
import { tablePages } from './generated-tables.ts';

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

/** What differs from its sources; on a machine without the CRD files, from what was generated. */
async function models(): Promise<string[]> {
  const { kept, absent, changedFiles } = await updateModels({ root, platform, check });
  if (kept.length > 0) {
    console.log(
      `skipped: ${kept.length} models were compared with their lock and not with their sources: ${absent.join('; ')}; set PLANESMITH_CRDS to where they are`,
    );
  }
  return changedFiles.map((file) => `functions/models/${file}`);
}

/** The Deployment of the example app, from its cdk8s program. */
function deployment(): string[] {
  const file = 'examples/app/deployment.yaml';
  const path = join(root, file);
  const text = `# Written by \`npm run update\` from deployment.ts.\n${Yaml.stringify(...shop(new App()).toJson())}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
  if (!check) writeFileSync(path, text);
  return [file];
}

/** The pages with tables from the platform and the engine. */
async function tables(): Promise<string[]> {
  const stale = (await tablePages()).filter(({ present, wanted }) => present !== wanted);
  if (!check) for (const { path, wanted } of stale) writeFileSync(join(root, path), wanted);
  return stale.map(({ path }) => path);
}

/** The kinds of claims in the command that restores a backup. */
function restoredKinds(): string[] {
  const file = 'docs/backup.md';
  const path = join(root, file);
  const present = readFileSync(path, 'utf8');
  const kinds = Object.values(platform.apis).map(({ plural }) => `${plural}.${platform.group}`);
  const wanted = present.replace(/(?<=--status-include-resources )\S+/, kinds.toSorted().join(','));
  if (present === wanted) return [];
  if (!check) writeFileSync(path, wanted);
  return [file];
}

/** The pages on the APIs, from their definitions. */
async function pages(): Promise<string[]> {
  const stale = (await apiPages()).filter(({ present, wanted }) => present !== wanted);
  if (!check) {
    mkdirSync(join(root, 'docs/apis'), { recursive: true });
    for (const { path, wanted } of stale) writeFileSync(join(root, path), wanted);
  }
  return stale.map(({ path }) => path);
}

const stale = [
  ...(await models()),
  ...(await pages()),
  ...deployment(),
  ...restoredKinds(),
  ...(await tables()),
  ...(check ? await staleGolden() : await writeGolden()),
];
for (const file of stale) console.log(check ? `out of date: ${file}` : `wrote ${file}`);
if (check && stale.length > 0) {
  console.log('run `npm run update` and review what it changes');
  process.exitCode = 1;
}
