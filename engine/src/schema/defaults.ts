/**
 * Defaulting as the API server does it on a write:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/algorithm.go
 */
import { deepFreeze } from './make-node.ts';
import type { Node, Output, Schema } from './node.ts';

/**
 * The value with the schema's defaults filled in; the argument is not changed.
 *
 * A null counts as absent if the schema does not allow null. Defaults inside a nested object apply only if that object is present.
 */
export function applyDefaults<S extends Schema>(schema: S, value: unknown): Output<S> {
  return defaulted(schema, value) as Output<S>;
}

function defaulted(node: Node, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  switch (node.kind) {
    case 'object':
      return Array.isArray(value) ? value : object(node, value as Members);
    case 'map':
      return Array.isArray(value) ? value : map(node.values, value as Members);
    case 'array':
      return Array.isArray(value) ? value.map((item) => defaulted(node.items, item)) : value;
    default:
      return value;
  }
}

type Members = { readonly [name: string]: unknown };

function object({ fields }: Extract<Node, { kind: 'object' }>, value: Members): unknown {
  const result: { [name: string]: unknown } = {};
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    // Assigned, this name would set the prototype, and the unknown field would vanish.
    if (name === '__proto__') Object.defineProperty(result, name, { value: member, enumerable: true });
    else if (field === undefined) result[name] = member;
    else if (member !== null || field.nullable) result[name] = defaulted(field, member);
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.default !== undefined && !Object.hasOwn(result, name))
      result[name] = defaulted(field, deepFreeze(field.default));
  }
  return result;
}

function map(values: Node, value: Members): unknown {
  const entries = Object.entries(value).filter(([, member]) => member !== null || values.nullable);
  return Object.fromEntries(entries.map(([name, member]) => [name, defaulted(values, member)]));
}
