/** The table of docs/environment.md: the sections of the environment that each API needs on each target, as its functions declare them. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AnyFunctions } from 'planesmith/authoring';
import { format, resolveConfig } from 'prettier';
import { functions } from '../functions/index.ts';

/** The page, relative to the repository. */
export const sectionsPage = 'docs/environment.md';

const path = join(resolve(import.meta.dirname, '..'), sectionsPage);
const [begin, end] = ['<!-- sections: begin -->', '<!-- sections: end -->'];

/** The text of the page as it is, and with the table of today. */
export async function sectionsTexts(): Promise<{ path: string; present: string; wanted: string }> {
  const present = readFileSync(path, 'utf8');
  const [before, rest] = present.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${sectionsPage} lacks ${begin} and ${end}: write them back`);
  const text = `${before}${begin}\n\n${table(functions)}\n\n${end}${after}`;
  return { path, present, wanted: await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }) };
}

function table(all: AnyFunctions): string {
  const apis = Object.values(all);
  const names = [...new Set(apis.flatMap(({ targets }) => Object.keys(targets)))];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = apis.map(({ planner, targets }) =>
    row([planner.api.kind, ...names.map((name) => cell(planner.sections, targets[name]?.sections))]),
  );
  return [row(['API', ...names.map(code)]), row(['---', ...names.map(() => '---')]), ...rows].join('\n');
}

type Sections = AnyFunctions[string]['targets'][string]['sections'];

function cell(ofApi: readonly string[], sections: Sections | undefined): string {
  if (sections === undefined) return 'not offered';
  const optional = sections.optional.map((name) => `${code(name)} if present`);
  return [...[...ofApi, ...sections.needed].map(code), ...optional].join(', ') || 'nothing';
}

function code(name: string): string {
  return `\`${name}\``;
}
