/** The import graph of this repository's own TypeScript files, tests left out. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { globSync } from 'node:fs';

/** Repository-relative file → what it imports: repository-relative files, `npm:<package>` and `node:<module>`. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const statement =
  /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The graph of every `.ts` file below `folders` of `root`; public entries of the engine are resolved to its sources. */
export function importGraph(root: string, folders: readonly string[]): ImportGraph {
  const entries = engineEntries(root);
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root })).filter(isSource);
  return new Map(files.map((file) => [file, importsOf(readFileSync(join(root, file), 'utf8'), file, entries)]));
}

/** What the text of `file` imports, each once, in order of appearance. */
export function importsOf(text: string, file: string, entries: ReadonlyMap<string, string>): string[] {
  const names = [...text.matchAll(statement)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(names.map((name) => resolveImport(name, file, entries)))];
}

/** The shortest chain of files from one that `starts` to something that `ends`, or undefined. */
export function chain(
  graph: ImportGraph,
  starts: (file: string) => boolean,
  ends: (name: string) => boolean,
): readonly string[] | undefined {
  const queue: (readonly string[])[] = [...graph.keys()].filter(starts).map((file) => [file]);
  const seen = new Set(queue.map((path) => path[0]));
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (ends(next)) return [...path, next];
      if (seen.has(next) || !graph.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
}

function resolveImport(name: string, file: string, entries: ReadonlyMap<string, string>): string {
  if (name.startsWith('.')) return normalize(join(dirname(file), name));
  if (name.startsWith('node:')) return name;
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const parts = name.split('/');
  return `npm:${name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]}`;
}

function engineEntries(root: string): ReadonlyMap<string, string> {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'engine/package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string>;
  };
  return new Map(
    Object.entries(exports).map(([key, path]) => [normalize(join(name, key)), normalize(join('engine', path))]),
  );
}

function isSource(file: string): boolean {
  return !file.includes('node_modules') && !/\.test(-d)?\.ts$/.test(file);
}

/** The first circle of files, ending with the file that it begins with; undefined if there is none. */
export function circle(graph: ImportGraph): readonly string[] | undefined {
  const free = new Set<string>();
  const follow = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (free.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = graph.has(next) ? follow(next, [...path, file]) : undefined;
      if (found !== undefined) return found;
    }
    free.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = follow(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The imports from a lower path of `order` to a higher one, as `from → to`; files of no path are left out. */
export function upward(graph: ImportGraph, order: readonly string[]): readonly string[] {
  const byLength = order.toSorted((a, b) => b.length - a.length);
  const rank = (file: string) => order.indexOf(byLength.find((path) => file.startsWith(path)) ?? '');
  return [...graph].flatMap(([file, imports]) =>
    imports.filter((name) => rank(file) >= 0 && rank(name) > rank(file)).map((name) => `${file} → ${name}`),
  );
}
