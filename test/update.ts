/** `npm run update`: brings everything that is generated and committed up to date; with `--check`, names what is not. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { editedModels, updateModels, usedModels } from 'planesmith/models';
import { shop } from '../examples/app/deployment.ts';
import platform from '../planesmith.config.ts';
import { staleGolden, writeGolden } from './golden/files.ts';
import { sectionsPage, sectionsTexts } from './sections-page.ts';

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

/** What differs from its sources; on a machine without the CRD files, what nobody generated. */
async function models(): Promise<string[]> {
  const [crds] = platform.models?.sources ?? [];
  const missing = (await usedModels(root)).filter((path) => !existsSync(join(root, 'functions/models', `${path}.ts`)));
  if (missing.length === 0 && crds !== undefined && !crds.includes(':') && !existsSync(resolve(root, crds))) {
    console.log(
      `skipped: the models were compared with their lock and not with their sources, because the CRD files are not at ${crds}; set PLANESMITH_CRDS to where they are`,
    );
    return (await editedModels(root)).map((file) => `functions/models/${file}`);
  }
  const { changedFiles } = await updateModels({ root, platform, check });
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

/** The page on the sections of the environment, from the functions. */
async function sections(): Promise<string[]> {
  const { path, present, wanted } = await sectionsTexts();
  if (present === wanted) return [];
  if (!check) writeFileSync(path, wanted);
  return [sectionsPage];
}

const stale = [
  ...(await models()),
  ...deployment(),
  ...(await sections()),
  ...(check ? await staleGolden() : await writeGolden()),
];
for (const file of stale) console.log(check ? `out of date: ${file}` : `wrote ${file}`);
if (check && stale.length > 0) {
  console.log('run `npm run update` and review what it changes');
  process.exitCode = 1;
}
