/** Which item of a list before an update is which after it: only lists with keys tell. */
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

/** Only an item with a scalar in every key field can be found again. */
function identity(item: unknown, keys: readonly string[]): string | undefined {
  if (!isMembers(item)) return undefined;
  const values = keys.map((name) => item[name]);
  return values.some((value) => value == null || typeof value === 'object') ? undefined : JSON.stringify(values);
}

/** Whether two JSON values are the same; the order of fields does not matter. */
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
