/** Tables in pages that people write, from the platform and the engine: each stands between two comments. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bumpRuleTable, reasonTable, ruleTable, sectionTable } from 'planesmith/release';
import { format, resolveConfig } from 'prettier';
import { functions } from '../functions/index.ts';

const root = resolve(import.meta.dirname, '..');

/** By page, the name in its comments and the table of today. */
const tables = {
  'docs/environment.md': { name: 'sections', table: () => sectionTable(functions) },
  'docs/conditions.md': { name: 'reasons', table: () => reasonTable() },
  'docs/compare.md': { name: 'rules', table: () => ruleTable() },
  'docs/bump.md': { name: 'rules', table: () => bumpRuleTable() },
};

/** The texts of these pages, by path relative to the repository: as they are, and with the tables of today. */
export async function tablePages(): Promise<readonly { path: string; present: string; wanted: string }[]> {
  return Promise.all(
    Object.entries(tables).map(async ([path, { name, table }]) => {
      const file = join(root, path);
      const present = readFileSync(file, 'utf8');
      const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
      const [before, rest] = present.split(begin);
      const after = rest?.split(end)[1];
      if (after === undefined) throw new Error(`${path} lacks ${begin} and ${end}: write them back`);
      const text = `${before}${begin}\n\n${table()}\n\n${end}${after}`;
      return { path, present, wanted: await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }) };
    }),
  );
}
