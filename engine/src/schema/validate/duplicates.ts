/**
 * Finds equal items of a set, and items of a keyed list with equal keys:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/listtype/validation.go
 */
import { child, index, key } from '../field-path.ts';
import type { ArrayNode, Node } from '../node.ts';
import { duplicate, type Finding, invalid, type ValidateAlone } from './findings.ts';
import { jsonText } from './go-text.ts';
import { isMembers } from './type-of.ts';

/** A function that finds duplicates anywhere in a value; undefined if the schema has no set and no keyed list. */
export function duplicatesIn(node: Node): ValidateAlone | undefined {
  switch (node.kind) {
    case 'object':
      return inObject(node.fields);
    case 'map': {
      const inner = duplicatesIn(node.values);
      return inner && ((value, path, out) => members(value, (name, member) => inner(member, key(path, name), out)));
    }
    case 'array':
      return inArray(node);
    default:
      return undefined;
  }
}

function members(value: unknown, visit: (name: string, member: unknown) => void): void {
  if (isMembers(value)) for (const [name, member] of Object.entries(value)) visit(name, member);
}

function inObject(fields: { readonly [name: string]: Node }): ValidateAlone | undefined {
  const checks = new Map(
    Object.entries(fields).flatMap(([name, field]) => {
      const inner = duplicatesIn(field);
      return inner === undefined ? [] : [[name, inner] as const];
    }),
  );
  if (checks.size === 0) return undefined;
  return (value, path, out) => members(value, (name, member) => checks.get(name)?.(member, child(path, name), out));
}

function inArray({ items, listType, keys }: ArrayNode): ValidateAlone | undefined {
  const inner = duplicatesIn(items);
  if (listType === 'atomic' && inner === undefined) return undefined;
  return (value, path, out) => {
    if (!Array.isArray(value)) return;
    if (listType === 'map') findDuplicateKeys(value, keys, path, out);
    else if (listType === 'set') findDuplicates(value, path, out);
    if (inner !== undefined) for (const [i, item] of value.entries()) inner(item, index(path, i), out);
  };
}

function findDuplicateKeys(list: readonly unknown[], keys: readonly string[], path: string, out: Finding[]): void {
  const misfit = list.findIndex((item) => item !== null && !isMembers(item));
  if (misfit < 0)
    findDuplicates(
      list.map((item) => pick(item, keys)),
      path,
      out,
    );
  else out.push(invalid(index(path, misfit), list[misfit], 'must be an object for an array of list-type map'));
}

/** The members of an object with these names; empty for other values. */
export function pick(item: unknown, keys: readonly string[]): unknown {
  if (!isMembers(item)) return {};
  return Object.fromEntries(keys.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]));
}

/** Reports the second occurrence of each value, but not the third. */
export function findDuplicates(list: readonly unknown[], path: string, out: Finding[]): void {
  const seen = new Map<string, number>();
  for (const [i, item] of list.entries()) {
    const text = jsonText(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times === 2) out.push(duplicate(index(path, i), item));
  }
}
