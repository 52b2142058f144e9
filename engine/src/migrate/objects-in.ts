/** The objects of a document, each with the node that it was read from. */
import { keyText, type Node } from '../yaml/index.ts';
import type { Field } from './spec-change.ts';

/** An object where it stands. */
export interface FoundObject {
  readonly value: unknown;
  readonly root: Node;
}

/** An object, or the items of a `v1` List, as kubectl takes them. */
export function objectsIn(value: unknown, root: Node): readonly FoundObject[] {
  if (!isList(value)) return [{ value, root }];
  const items = fieldsOf(root).find(({ name }) => name === 'items')?.value;
  return items?.kind === 'list' ? items.items.map((item, index) => ({ value: value.items[index], root: item })) : [];
}

/** A document in which every object became another one. */
export function withObjects(value: unknown, becomes: (object: unknown) => unknown): unknown {
  return isList(value) ? { ...value, items: value.items.map((item) => withObjects(item, becomes)) } : becomes(value);
}

/** The fields of a map, in the order of the file; none of any other node. */
export function fieldsOf(node: Node): readonly Field[] {
  if (node.kind !== 'map') return [];
  return node.pairs.map(({ key, value }) => ({ name: key.kind === 'scalar' ? (keyText(key) ?? '') : '', key, value }));
}

interface List {
  readonly items: readonly unknown[];
}

function isList(value: unknown): value is List {
  const { apiVersion, kind, items } = Object(value) as Partial<Record<string, unknown>>;
  return apiVersion === 'v1' && kind === 'List' && Array.isArray(items);
}
