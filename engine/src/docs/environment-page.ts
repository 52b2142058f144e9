/** The page on the environment, in Markdown: which sections of the EnvironmentConfig are needed, and what they say. */
import type { AnyFunctions } from '../authoring/functions.ts';
import { describe } from '../schema/explain.ts';
import type { ObjectNode } from '../schema/index.ts';
import { code, fieldTable, table } from './markdown.ts';

type Sections = AnyFunctions[string]['targets'][string]['sections'];

/** The sections that each API needs on each target, as a table. */
export function sectionTable(functions: AnyFunctions): string {
  const apis = Object.values(functions);
  const names = [...new Set(apis.flatMap(({ targets }) => Object.keys(targets)))];
  const rows = apis.map(({ planner, targets }) => [
    planner.api.kind,
    ...names.map((name) => needs(planner.sections, targets[name]?.sections)),
  ]);
  return table(['API', ...names.map(code)], rows);
}

function needs(ofApi: readonly string[], sections: Sections | undefined): string {
  if (sections === undefined) return 'not offered';
  const optional = sections.optional.map((name) => `${code(name)} if present`);
  return [...[...ofApi, ...sections.needed].map(code), ...optional].join(', ') || 'nothing';
}

/** The page, for an environment of this schema. */
export function environmentPage(name: string, environment: ObjectNode, functions: AnyFunctions): string {
  const sections = [
    '# The environment of a cluster',
    `Facts of one cluster are no fields of a claim. The platform team writes them into the EnvironmentConfig \`${name}\` of each cluster.`,
    '## Which sections claims need',
    sectionTable(functions),
    '## Fields of its data',
    fieldTable(describe(environment, '')),
  ];
  return `${sections.join('\n\n')}\n`;
}
