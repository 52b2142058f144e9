/** Finds an item of a list in the list before an update; only lists with keys allow it. */
import type { ArrayNode } from '../node.ts';
import { isMembers } from './type-of.ts';

/**
 * For each new item, the old one with the same keys, or undefined.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/maplist.go
 */
export function correlate({ listType, keys }: ArrayNode, old: unknown): (item: unknown) => unknown {
  if (listType !== 'map' || !Array.isArray(old) || old.length === 0) return () => undefined;
  const byKey = new Map(old.map((item) => [identity(item, keys), item]));
  byKey.delete(undefined);
  return (item) => byKey.get(identity(item, keys));
}

/** The keys of an item as text; undefined unless every key field has a scalar. */
function identity(item: unknown, keys: readonly string[]): string | undefined {
  if (!isMembers(item)) return undefined;
  const values = keys.map((name) => item[name]);
  return values.some((value) => value == null || typeof value === 'object') ? undefined : JSON.stringify(values);
}

/** Whether two JSON values are equal; the order of fields does not matter. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  }
  if (!isMembers(a) || !isMembers(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
  );
}
