/** Finds the file and line of a mistake in the platform's own files. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of a file; the path is absolute. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** As messages show it: `functions/cache/aws.ts:12`, relative to the working directory. */
export function placeText({ file, line }: Place): string {
  return `${relative('', file)}:${line}`;
}

/** The innermost line of the platform's own files that led to the error; of a syntax error or a failed import, its own. */
export function placeOf(error: Error): Place | undefined {
  return placeOfImport(error.message) ?? placeInStack(error.stack);
}

/** The line of the platform's own files that calls the engine. */
export function callerPlace(): Place | undefined {
  return placeInStack(new Error('for its stack').stack);
}

/** The line that exports `name` in the file that `load` imports, or else its first; undefined if `load` is more than an import. */
export function placeOfExport(load: () => unknown, name: string, { file: importer }: Place): Place | undefined {
  const specifier = /\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/.exec(String(load))?.[1];
  const file = specifier === undefined ? undefined : resolve(dirname(importer), specifier);
  return file === undefined ? undefined : lineWith(file, new RegExp(`\\bexport\\b.*\\b${name}\\b`));
}

/** The first place outside the engine and npm's packages. */
function placeInStack(stack = ''): Place | undefined {
  for (const [, url = '', line] of stack.matchAll(/(file:\/\/\S+?):(\d+)(?::\d+)?\)?$/gm)) {
    const file = fileURLToPath(url);
    if (!file.startsWith(engine) && !file.includes('/node_modules/')) return { file, line: Number(line) };
  }
  return undefined;
}

/** Of a missing module, Node names the importing file in the message only. */
function placeOfImport(message: string): Place | undefined {
  const [, missing = '', file = ''] = /^Cannot find \w+ '(.+)' imported from (.+)$/m.exec(message) ?? [];
  return file === '' ? undefined : lineWith(file, new RegExp(literal(basename(missing, extname(missing)))));
}

function lineWith(file: string, pattern: RegExp): Place | undefined {
  if (!existsSync(file)) return undefined;
  const index = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((text) => pattern.test(text));
  return { file, line: Math.max(index, 0) + 1 };
}

function literal(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}

const engine = `${resolve(import.meta.dirname, '..')}/`;
