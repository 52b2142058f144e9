/** `npm run update`: brings everything that is generated and committed up to date; with `--check`, tells what is not. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { updateModels, usedModels } from 'planesmith/models';
import platform from '../planesmith.config.ts';
import { staleGolden, writeGolden } from './golden/files.ts';

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

/** What differs, or why that cannot be told here: a machine without the CRD files can do all else. */
async function models(): Promise<string[]> {
  const [crds] = platform.models?.sources ?? [];
  const missing = (await usedModels(root)).filter((path) => !existsSync(join(root, 'functions/models', `${path}.ts`)));
  if (missing.length === 0 && crds !== undefined && !crds.includes(':') && !existsSync(resolve(root, crds))) {
    console.log(`skipped: models: the CRD files are not at ${crds}; set PLANESMITH_CRDS to where they are`);
    return [];
  }
  const { changedFiles } = await updateModels({ root, platform, check });
  return changedFiles.map((file) => `functions/models/${file}`);
}

const stale = [...(await models()), ...(check ? await staleGolden() : await writeGolden())];
for (const file of stale) console.log(check ? `out of date: ${file}` : `wrote ${file}`);
if (check && stale.length > 0) {
  console.log('run `npm run update` and review what it changes');
  process.exitCode = 1;
}
