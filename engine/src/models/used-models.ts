/** Which models a platform needs: those its functions import. The list is their code; there is no second one to keep in step. */
import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { modelPath } from './kind.ts';

/** Kinds that the engine composes by itself: the connection Secret. */
export const engineModels: readonly string[] = [modelPath({ apiVersion: 'v1', kind: 'Secret' })];

/** Where the generated models are, from the root of a platform. */
export const modelsFolder = 'functions/models';

/** The paths of the models, `<group>/<version>/<kind>`, that the text of a file imports. */
export function importedModels(text: string): readonly string[] {
  const specifiers = text.matchAll(
    /\bfrom\s+['"](?:\.{1,2}\/)+(?:[\w-]+\/)*models\/([^'"/]+\/[^'"/]+\/[^'"/]+)\.ts['"]/g,
  );
  return [...specifiers].map(([, model = '']) => model);
}

/** The models that the functions below `root` import, and the engine's, sorted; tests do not count. */
export async function usedModels(root: string): Promise<readonly string[]> {
  const used = new Set(engineModels);
  for await (const file of glob('functions/**/*.ts', { cwd: root })) {
    if (file.startsWith(`${modelsFolder}/`) || /\.test(-d)?\.ts$/.test(file)) continue;
    for (const model of importedModels(await readFile(join(root, file), 'utf8'))) used.add(model);
  }
  return [...used].sort();
}
