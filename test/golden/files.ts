/** The golden files on disk. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filedCases, type GoldenCase } from '../cases/index.ts';
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

/** The golden files that are not what is rendered now, or that no case has. */
export async function staleGolden(): Promise<string[]> {
  const wanted = new Set(filedCases.map(({ name }) => name));
  const stale = goldenFiles().filter((name) => !wanted.has(name));
  for (const golden of filedCases) if ((await renderCase(golden)) !== readGolden(golden.name)) stale.push(golden.name);
  return stale.map((name) => `test/golden/${name}.yaml`);
}

/** Writes the golden files anew, removes those that no case has, and returns which that were. */
export async function writeGolden(): Promise<string[]> {
  const stale = await staleGolden();
  const wanted = new Set(filedCases.map(({ name }) => name));
  for (const name of goldenFiles()) if (!wanted.has(name)) rmSync(pathOf(name));
  for (const golden of filedCases) {
    const path = pathOf(golden.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await renderCase(golden));
  }
  return stale;
}
