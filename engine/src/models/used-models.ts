/** Finds the models that a platform needs: its functions import them, so there is no separate list to maintain. */
import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { modelPath } from './kind.ts';

/** Kinds that the engine composes: the connection Secret. */
export const engineModels: readonly string[] = [modelPath({ apiVersion: 'v1', kind: 'Secret' })];

/** The folder of the generated models in a platform. */
export const modelsFolder = 'functions/models';

/** The paths `<group>/<version>/<kind>` of the models that a file with this text imports. */
export function importedModels(text: string): readonly string[] {
  const specifiers = text.matchAll(
    /\b(?:from|import)\s*\(?\s*['"](?:\.{1,2}\/)+(?:[\w-]+\/)*models\/([^'"/]+\/[^'"/]+\/[^'"/]+)\.ts['"]/g,
  );
  return [...specifiers].map(([, model = '']) => model);
}

/** The models that the functions in `root` and the engine use, sorted; imports of tests do not count. */
export async function usedModels(root: string): Promise<readonly string[]> {
  const used = new Set(engineModels);
  for await (const file of glob('functions/**/*.{ts,mts,js,mjs}', { cwd: root })) {
    if (file.startsWith(`${modelsFolder}/`) || /\.test(-d)?\.m?[tj]s$/.test(file)) continue;
    for (const model of importedModels(await readFile(join(root, file), 'utf8'))) used.add(model);
  }
  return [...used].sort();
}
