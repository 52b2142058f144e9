/** Equality as in the CEL of Kubernetes: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/valuesunstructured.go */
import { Optional } from '@marcbachmann/cel-js';
import type { ArrayNode } from '../../node.ts';
import { type Comparable, equals } from './function.ts';

const kind = Symbol('the schema of a list whose order does not matter');

/** A list of CEL values; the symbol holds its schema if it is a set or has keys. */
export type List = unknown[] & { [kind]?: ArrayNode };

/** The same list, marked as a set or keyed list by `node`. */
export function listOf(node: ArrayNode, items: unknown[]): List {
  return Object.assign(items, { [kind]: node });
}

/** Whether two CEL values are equal. Numbers are compared by value; other values of different types are not equal. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'bigint' || typeof a === 'number') return (typeof b === 'bigint' || typeof b === 'number') && a == b;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Optional) return b instanceof Optional && equalOptionals(a, b);
  if (equals in a) return (a as Comparable)[equals](b);
  if ('seconds' in a && a.constructor !== Object) return a.constructor === b.constructor && String(a) === String(b);
  return equalMaps(entriesOf(a), entriesOf(b));
}

function equalOptionals(a: Optional, b: Optional): boolean {
  return a.hasValue() ? b.hasValue() && equal(a.value(), b.value()) : !b.hasValue();
}

function equalLists(a: List, b: List): boolean {
  if (a.length !== b.length) return false;
  const node = a[kind];
  if (node === undefined) return a.every((item, i) => equal(item, b[i]));
  const keys = node.listType === 'map' ? node.keys : undefined;
  return b.every((item) => a.some((mine) => sameIdentity(mine, item, keys) && equal(mine, item)));
}

function sameIdentity(a: unknown, b: unknown, keys: readonly string[] | undefined): boolean {
  if (keys === undefined) return true;
  const [mine, theirs] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.every((name) => equal(mine[name], theirs[name]));
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.has(name) && equal(value, b.get(name)));
}

/** The entries of a map; cel-js represents map literals as plain objects. */
function entriesOf(map: object): ReadonlyMap<unknown, unknown> {
  return map instanceof Map ? map : new Map(Object.entries(map));
}

/** Both lists in one. In sets equal items of the second are dropped; in keyed lists they replace items with the same keys. */
export function concatenate(a: List, b: List): List {
  const node = a[kind];
  if (node === undefined) return [...a, ...b];
  const keys = node.listType === 'map' ? node.keys : undefined;
  const items = [...a];
  for (const item of b) {
    const at = items.findIndex((mine) => (keys === undefined ? equal(mine, item) : sameIdentity(mine, item, keys)));
    if (at < 0) items.push(item);
    else if (keys !== undefined) items[at] = item;
  }
  return listOf(node, items);
}
