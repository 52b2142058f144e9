/**
 * Pruning as the API server does it:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/pruning/algorithm.go
 */
import { child, index } from './field-path.ts';
import { metadataFields } from './metadata.ts';
import type { AnyNode, Node } from './node.ts';

/** The value without unknown fields, and the paths of the removed fields, sorted as the API server lists them. */
export function prune<T>(schema: Node, value: T, path = ''): { value: T; removed: string[] } {
  const unknown: UnknownField[] = [];
  const pruned = walk(schema, value, path, unknown);
  return { value: pruned as T, removed: unknown.map((field) => field.path).sort() };
}

/** A field that its object's schema does not have. */
export interface UnknownField {
  readonly path: string;
  readonly name: string;
  /** The names of the fields that the schema has there; empty if the schema expects no object. */
  readonly known: readonly string[];
}

/** The fields of `value` that the schema does not know, in the order of the value. */
export function unknownFields(schema: Node, value: unknown, path: string): UnknownField[] {
  const unknown: UnknownField[] = [];
  walk(schema, value, path, unknown);
  return unknown;
}

type Members = { readonly [name: string]: unknown };

function walk(node: Node | undefined, value: unknown, path: string, unknown: UnknownField[]): unknown {
  if (typeof value !== 'object' || value === null || node?.kind === 'any') return value;
  if (Array.isArray(value)) {
    const items = node?.kind === 'array' ? node.items : undefined;
    return value.map((item, i) => walk(items, item, index(path, i), unknown));
  }
  switch (node?.kind) {
    case 'metadata':
      return members(value as Members, path, metadataFields, unknown, () => anything);
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, walk(node.values, member, child(path, name), unknown)]),
      );
    case 'object':
      return members(value as Members, path, Object.keys(node.fields), unknown, (name) => node.fields[name]);
    default:
      return members(value as Members, path, [], unknown, () => undefined);
  }
}

const anything = { kind: 'any' } as AnyNode;

function members(
  value: Members,
  path: string,
  known: readonly string[],
  unknown: UnknownField[],
  schemaOf: (name: string) => Node | undefined,
): Members {
  const knownMembers: { [name: string]: unknown } = {};
  for (const [name, member] of Object.entries(value)) {
    const at = child(path, name);
    if (known.includes(name)) knownMembers[name] = walk(schemaOf(name), member, at, unknown);
    else unknown.push({ path: at, name, known });
  }
  return knownMembers;
}
