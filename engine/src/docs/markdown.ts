/** Writes the parts of pages in Markdown. */
import { deprecationText } from '../schema/deprecation.ts';
import type { Explanation } from '../schema/explain.ts';

/** Text as code. */
export const code = (text: string): string => `\`${text}\``;

/** A block of code. */
export const block = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** A table; cells are Markdown in one line, as `cell` makes them of any text. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text as a cell, and as plain text: Markdown reads a line as cells, and a tag outside of code. */
export function cell(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replaceAll(/(`[^`]*`)|([\\<*_])/g, (_, quoted: string | undefined, mark: string) => quoted ?? `\\${mark}`)
    .replaceAll('|', '\\|');
}

/** Rows of all fields below one: path as a claim has it, type, default and meaning. `<name>` stands for the name of an entry. */
export function fieldTable(parent: Explanation | undefined): string {
  return table(
    ['field', 'type', 'default', 'meaning'],
    rowsOf(parent).map(([path, field]) => [code(path), field.type, defaultOf(field), cell(meaningOf(field))]),
  );
}

/** The fields below one with their paths. */
export function rowsOf(
  parent: Explanation | undefined,
  prefix = '',
): readonly (readonly [path: string, field: Explanation])[] {
  return (parent?.fields ?? []).flatMap((field) => {
    const below = field.type.startsWith('map[') ? '.<name>' : field.type.startsWith('[]') ? '[]' : '';
    const path = `${prefix}${field.path.split('.').at(-1)}`;
    return [[path, field] as const, ...rowsOf(field, `${path}${below}.`)];
  });
}

function defaultOf({ presence, default: value }: Explanation): string {
  if (value === undefined) return presence === 'required' ? 'required' : '';
  return code(JSON.stringify(value));
}

function meaningOf({ description, values, limits, environment = [], deprecated }: Explanation): string {
  return [
    description,
    ...(values === undefined ? [] : [`One of ${values.map(code).join(', ')}.`]),
    ...(limits.length === 0 ? [] : [`Limits: ${limits.map(quotedPattern).join('; ')}.`]),
    ...(environment.length === 0 ? [] : [`In an environment: ${environment.map(quotedFacts).join('; ')}.`]),
    ...(deprecated === undefined ? [] : [`It is ${deprecationText(deprecated)}.`]),
  ].join(' ');
}

/** The paths of facts as code. */
function quotedFacts(sentence: string): string {
  return sentence.replaceAll(/\b[a-z]\w*(\.\w+)+/g, code);
}

/** A pattern looks like links and marks to Markdown. */
function quotedPattern(limit: string): string {
  return limit.replace(/^matches (.*)$/s, (_, pattern: string) => `matches ${code(pattern)}`);
}
