/** Adds an entry to an index such as apis/index.ts: an import, and a property of its list. */
import { UserError } from '../errors.ts';

/** What is added to which index. */
export interface IndexEntry {
  /** The path of the index. */
  readonly file: string;
  /** The name of the exported list. */
  readonly list: string;
  /** The module to import, relative to the index. */
  readonly module: string;
  readonly key: string;
  readonly identifier: string;
}

/** The text of the index with the entry; throws a `UserError` if it does not have the form \`export const list = { … }\`. */
export function withEntry(text: string, entry: IndexEntry): string {
  const { file, list, module, key, identifier } = entry;
  const statement = `import { ${identifier} } from '${module}';`;
  const property = key === identifier ? key : `${/^[a-z]\w*$/.test(key) ? key : `'${key}'`}: ${identifier}`;
  const declaration = new RegExp(`^export const ${list}\\b[^{;]*= *\\{`, 'm').exec(text);
  const open = declaration === null ? -1 : declaration.index + declaration[0].length;
  const close = open === -1 ? -1 : closeOf(text, open);
  if (close === -1) {
    throw new UserError(`${file} has no \`export const ${list} = { … }\``, {
      hint: `add \`${statement}\` and the entry \`${property}\` to the list by hand, or give the list that form`,
    });
  }
  const inner = text.slice(open, close);
  const separator = inner.trim() === '' ? '\n  ' : inner.trimEnd().endsWith(',') ? '\n  ' : ',\n  ';
  const end = inner.includes('\n') || inner.trim() === '' ? ',\n' : ' ';
  const extended = `${text.slice(0, open)}${inner.trimEnd()}${separator}${property}${end}${text.slice(close)}`;
  const imports = [...extended.matchAll(/^import [^;]*;\n/gm)];
  const last = imports.at(-1);
  const place =
    last === undefined ? (/^\/\*\*[^]*?\*\/\n/.exec(extended)?.[0].length ?? 0) : last.index + last[0].length;
  return `${extended.slice(0, place)}${statement}\n${extended.slice(place)}`;
}

/** The index of the brace that closes the one before `open`; -1 if there is none. */
function closeOf(text: string, open: number): number {
  let depth = 1;
  for (const { 0: token, index } of text
    .slice(open)
    .matchAll(/\/\/.*|\/\*[^]*?\*\/|'[^'\n]*'|"[^"\n]*"|`[^`]*`|[{}]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return open + index;
  }
  return -1;
}
