/** The page on an API for its developers, in Markdown: a claim, its fields, what it becomes, its Secret, day-2 tasks, what it reports. */
import { modelOf } from '../authoring/declaration.ts';
import type { AnyFunctions } from '../authoring/functions.ts';
import { readDocuments } from '../judge/documents.ts';
import { podFields } from '../scaffold/mount.ts';
import { explain } from '../schema/explain.ts';
import type { AnyApi } from '../schema/index.ts';
import { toYaml } from '../yaml/index.ts';
import { block, cell, code, fieldTable, rowsOf, table } from './markdown.ts';
import { tasks } from './tasks.ts';

/** What a page says besides the API's definition. */
export interface PageOptions {
  /** The API group of the platform. */
  readonly group: string;
  /** A claim, as YAML. */
  readonly example: string;
  /** The file of that claim, as commands name it. */
  readonly file: string;
  /** The targets of the API's function, whose declared kinds the page names. */
  readonly targets: AnyFunctions[string]['targets'];
  /** The address of the page on conditions, relative to this page. */
  readonly conditions: string;
}

/** The page on an API. */
export function apiPage(api: AnyApi, { group, example, file, targets, conditions }: PageOptions): string {
  const { kind, plural, shortNames, version, alsoServed, secret } = api;
  const { description, fields } = explain(api);
  const [spec, status] = fields;
  const names = [plural, ...shortNames].map(code).join(' or ');
  const versions = [version, ...alsoServed].map((served) => code(`${group}/${served}`)).join(' and ');
  const claim = claimIn(example);
  const sections = [
    `# ${kind}`,
    description,
    `\`kubectl get\` knows it as ${names}, and it is served as ${versions}.`,
    '## A claim',
    block('yaml', example),
    `See what it becomes, and apply it, or commit it where GitOps applies it:`,
    block('sh', `npx planesmith render ${file}\nkubectl apply -f ${file}`),
    '## Fields of its spec',
    fieldTable(spec),
    '## What it becomes',
    table(
      ['target', 'kinds'],
      Object.entries(targets).map(([target, { resources }]) => [
        code(target),
        [...new Set(Object.values(resources).map((declared) => modelOf(declared).kind))].join(', '),
      ]),
    ),
    ...(Object.keys(secret).length === 0 ? [] : ['## Its Secret', ...secretText(api, claim.name, file)]),
    '## Day-2 tasks',
    ...tasks(api, { ...claim, conditions }),
    '## What it reports',
    table(
      ['field of its status', 'type', 'meaning'],
      rowsOf(status).map(([path, field]) => [code(path), field.type, cell(field.description)]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function secretText({ kind, secret }: AnyApi, claim: string, file: string): readonly string[] {
  const name = `${claim}-${kind.toLowerCase()}`;
  const mounted = { claim, name, keys: Object.keys(secret), aliases: {} };
  return [
    `It is named \`<name>-${kind.toLowerCase()}\` unless the claim gives another name, and has these keys on every target, except for those ` +
      'that a target has no value for:',
    table(
      ['key', 'meaning'],
      Object.entries(secret).map(([key, meaning]) => [code(key), cell(meaning)]),
    ),
    `A pod reads it as files, one for each key. \`planesmith mount ${file}\` prints variables instead, for the keys that the target has.`,
    block('yaml', toYaml(podFields('volume', mounted))),
  ];
}

/** The names in the example; a page without an example names none. */
function claimIn(example: string): { readonly name: string; readonly namespace?: string } {
  const [first] = readDocuments('', example).documents;
  const { metadata = {} } = (first?.value ?? {}) as { metadata?: { name?: string; namespace?: string } };
  return {
    name: metadata.name ?? 'example',
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  };
}
