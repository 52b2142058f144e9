/** The golden files on disk; `node test/golden/files.ts` writes them anew, which `npm run update` does. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoldenCase, cases } from '../cases.ts';
import { renderSituation, situationOf } from '../cases/situation.ts';
import { goldenText } from './text.ts';

const folder = dirname(fileURLToPath(import.meta.url));

/** The names of all golden files, without their ending. */
export function goldenFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => path.replaceAll('\\', '/').replace(/\.yaml$/, ''))
    .toSorted();
}

/** The text of a golden file, empty where there is none. */
export function readGolden(name: string): string {
  try {
    return readFileSync(pathOf(name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The text that the golden file of a case must have. */
export async function renderCase(golden: GoldenCase): Promise<string> {
  return goldenText(renderSituation(await situationOf(golden)));
}

function pathOf(name: string): string {
  return join(folder, `${name}.yaml`);
}

/** Writes every golden file and removes those that no case has any more. */
async function update(): Promise<void> {
  const wanted = new Set(cases.map(({ name }) => name));
  for (const name of goldenFiles()) if (!wanted.has(name)) rmSync(pathOf(name));
  for (const golden of cases) {
    const path = pathOf(golden.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await renderCase(golden));
  }
}

if (import.meta.main) await update();
