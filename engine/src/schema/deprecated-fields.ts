/** Finds the deprecated fields that somebody wrote. */
import type { Issue } from '../errors.ts';
import { deprecationText } from './deprecation.ts';
import { child, index, key } from './field-path.ts';
import type { Node } from './node.ts';

/** Nobody reads more, and a hostile claim can have thousands. */
const most = 100;

/** One issue for each deprecated field in a value, as it was written: before defaults, which nobody can leave out. What does not fit the schema has none. */
export function deprecatedFields(node: Node, value: unknown, path = ''): readonly Issue[] {
  const found: Issue[] = [];
  search(node, value, path, found);
  return found;
}

function search(node: Node, value: unknown, path: string, found: Issue[]): void {
  if (value === undefined || found.length >= most) return;
  if (node.deprecated !== undefined) found.push({ path, message: deprecationText(node.deprecated) });
  for (const [inner, its, at] of below(node, value, path)) search(inner, its, at, found);
}

type Below = readonly (readonly [node: Node, value: unknown, path: string])[];

function below(node: Node, value: unknown, path: string): Below {
  if (typeof value !== 'object' || value === null) return [];
  if (node.kind === 'array') {
    return Array.isArray(value) ? value.map((item: unknown, i) => [node.items, item, index(path, i)]) : [];
  }
  if (Array.isArray(value)) return [];
  if (node.kind === 'map') return Object.entries(value).map(([name, its]) => [node.values, its, key(path, name)]);
  if (node.kind !== 'object') return [];
  const written = new Map<string, unknown>(Object.entries(value));
  return Object.entries(node.fields).map(([name, field]) => [field, written.get(name), child(path, name)]);
}
