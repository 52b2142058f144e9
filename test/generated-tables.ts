/** Tables in pages that people write, from the platform and the engine: each stands between two comments. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bumpRuleTable, reasonTable, ruleTable, sectionTable } from 'planesmith/release';
import { format, resolveConfig } from 'prettier';
import { functions } from '../functions/index.ts';
import { readRecorded } from './health/recorded.ts';
import { claimTable, packageTable } from './health/tables.ts';

const root = resolve(import.meta.dirname, '..');

interface Table {
  /** The name in its comments. */
  readonly name: string;
  /** The table of today. */
  readonly table: () => string;
}

const tables: Readonly<Record<string, readonly Table[]>> = {
  'docs/environment.md': [{ name: 'sections', table: () => sectionTable(functions) }],
  'docs/conditions.md': [{ name: 'reasons', table: () => reasonTable() }],
  'docs/compare.md': [{ name: 'rules', table: () => ruleTable() }],
  'docs/bump.md': [{ name: 'rules', table: () => bumpRuleTable() }],
  'docs/health.md': [
    { name: 'claims', table: () => claimTable(readRecorded()) },
    { name: 'packages', table: () => packageTable(readRecorded()) },
  ],
};

/** The texts of these pages, by path relative to the repository: as they are, and with the tables of today. */
export async function tablePages(): Promise<readonly { path: string; present: string; wanted: string }[]> {
  return Promise.all(
    Object.entries(tables).map(async ([path, ofPage]) => {
      const file = join(root, path);
      const present = readFileSync(file, 'utf8');
      const text = ofPage.reduce((before, table) => withTable(path, before, table), present);
      return { path, present, wanted: await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }) };
    }),
  );
}

function withTable(path: string, text: string, { name, table }: Table): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${path} lacks ${begin} and ${end}: write them back`);
  return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
}
