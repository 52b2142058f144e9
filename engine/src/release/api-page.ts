/** The page on an API for its developers, in Markdown: an example, its fields, what it becomes, its Secret and what it reports. */
import { modelOf } from '../authoring/declaration.ts';
import type { AnyFunctions } from '../authoring/functions.ts';
import type { AnyApi } from '../schema/index.ts';
import { explain, type Explanation } from '../schema/explain.ts';

/** What a page says besides the API's definition. */
export interface PageOptions {
  /** The API group of the platform. */
  readonly group: string;
  /** A claim, as YAML. */
  readonly example: string;
  /** The targets of the API's function, whose declared kinds the page names. */
  readonly targets: AnyFunctions[string]['targets'];
  /** The address of the page on conditions, relative to this page. @default none */
  readonly conditions?: string;
}

/** The page on an API. */
export function apiPage(api: AnyApi, { group, example, targets, conditions }: PageOptions): string {
  const { kind, plural, shortNames, version, alsoServed, secret } = api;
  const { description, fields } = explain(api);
  const [spec, status] = fields;
  const names = [plural, ...shortNames].map(code).join(' or ');
  const versions = [version, ...alsoServed].map((served) => code(`${group}/${served}`)).join(' and ');
  const sections = [
    `# ${kind}`,
    description,
    `\`kubectl get\` knows it as ${names}, and it is served as ${versions}.`,
    `\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
    '## Fields of its spec',
    table(['field', 'type', 'default', 'meaning'], rowsOf(spec, 'spec.').map(fieldRow)),
    '## What it becomes',
    table(
      ['target', 'kinds'],
      Object.entries(targets).map(([target, { resources }]) => [
        code(target),
        kindsOf(Object.values(resources).map(modelOf)),
      ]),
    ),
    ...(secret.length === 0 ? [] : ['## Its Secret', secretText(api)]),
    '## What it reports',
    ...(conditions === undefined
      ? []
      : [`Conditions say whether it is ready, and who must act if not: [conditions](${conditions}).`]),
    table(
      ['field of its status', 'type', 'meaning'],
      rowsOf(status, 'status.').map(([path, field]) => [code(path), field.type, cell(field.description)]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function secretText({ kind, secret }: AnyApi): string {
  const keys = secret.map(code).join(', ');
  return (
    `It is named \`<name>-${kind.toLowerCase()}\` unless the claim gives another name, and has these keys, as far as the target has them: ${keys}. ` +
    '`planesmith mount` prints how a pod reads it.'
  );
}

/** All fields below one, with their paths as a claim has them; `<name>` stands for the name of an entry. */
function rowsOf(
  parent: Explanation | undefined,
  prefix: string,
): readonly (readonly [path: string, field: Explanation])[] {
  return (parent?.fields ?? []).flatMap((field) => {
    const below = field.type.startsWith('map[') ? '.<name>' : field.type.startsWith('[]') ? '[]' : '';
    const path = `${prefix}${field.path.split('.').at(-1)}`;
    return [[path.slice(path.indexOf('.') + 1), field] as const, ...rowsOf(field, `${path}${below}.`)];
  });
}

function fieldRow([path, field]: readonly [string, Explanation]): readonly string[] {
  const { type, presence, values, default: value, description, limits, deprecated } = field;
  const meaning = [
    description,
    ...(values === undefined ? [] : [`One of ${values.map(code).join(', ')}.`]),
    ...(limits.length === 0 ? [] : [`Limits: ${limits.map(quotedPattern).join('; ')}.`]),
    ...(deprecated === undefined ? [] : [`Deprecated: use ${deprecated}.`]),
  ];
  const shown = value === undefined ? (presence === 'required' ? 'required' : '') : code(JSON.stringify(value));
  return [code(path), type, shown, cell(meaning.join(' '))];
}

/** A pattern looks like links and marks to Markdown. */
function quotedPattern(limit: string): string {
  return limit.replace(/^matches (.*)$/s, (_, pattern: string) => `matches ${code(pattern)}`);
}

function kindsOf(models: readonly { readonly kind: string }[]): string {
  return [...new Set(models.map(({ kind }) => kind))].join(', ');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;

/** Markdown reads a line as cells, and a tag outside of code. */
function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
    .replaceAll(/(`[^`]*`)|([<*_])/g, (_, quoted: string | undefined, mark: string) => quoted ?? `\\${mark}`);
}
