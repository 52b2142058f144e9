/** The golden files on disk. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filedCases } from '../cases/index.ts';
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

function pathOf(name: string): string {
  return join(folder, `${name}.yaml`);
}

/** The golden files that are out of date, by name, with the text that they must have: undefined for one that no case has. */
async function staleFiles(): Promise<ReadonlyMap<string, string | undefined>> {
  const wanted = new Set(filedCases.map(({ name }) => name));
  const stale = new Map<string, string | undefined>();
  for (const name of goldenFiles()) if (!wanted.has(name)) stale.set(name, undefined);
  for (const golden of filedCases) {
    const text = goldenText(renderSituation(await situationOf(golden)));
    if (text !== readGolden(golden.name)) stale.set(golden.name, text);
  }
  return stale;
}

/** The golden files that are not what is rendered now, or that no case has. */
export async function staleGolden(): Promise<string[]> {
  return pathsOf(await staleFiles());
}

/** Writes the golden files that are out of date, removes those that no case has, and returns which those were. */
export async function writeGolden(): Promise<string[]> {
  const stale = await staleFiles();
  for (const [name, text] of stale) {
    const path = pathOf(name);
    if (text === undefined) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  return pathsOf(stale);
}

function pathsOf(stale: ReadonlyMap<string, unknown>): string[] {
  return [...stale.keys()].map((name) => `test/golden/${name}.yaml`);
}
