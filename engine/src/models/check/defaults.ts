/**
 * Defaulting as the API server does it on a write:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/algorithm.go
 */
import { isMembers } from '../../schema/validate/type-of.ts';
import { dereference, type JsonSchema } from '../json-schema.ts';

/**
 * A copy of the value as the API server stores it: without undefined members, and with the schema's defaults.
 *
 * Defaults inside a nested object apply only if that object is present. A null counts as absent if the field has a default
 * and does not allow null.
 */
export function withDefaults(schema: JsonSchema, root: JsonSchema, value: unknown): unknown {
  const { items, properties = {}, additionalProperties: values } = dereference(schema, root);
  if (Array.isArray(value)) return value.map((item) => withDefaults(items ?? {}, root, item));
  if (!isMembers(value)) return value;
  const others = typeof values === 'object' ? values : {};
  const result = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(properties, name) ? properties[name] : others;
    if (member === undefined || (member === null && isReplaced(field, root))) continue;
    result.set(name, withDefaults(field ?? {}, root, member));
  }
  for (const [name, field] of Object.entries(properties)) {
    const preset = dereference(field, root).default;
    if (preset !== undefined && !result.has(name)) result.set(name, withDefaults(field, root, preset));
  }
  return Object.fromEntries(result);
}

function isReplaced(field: JsonSchema | undefined, root: JsonSchema): boolean {
  if (field === undefined) return false;
  const { default: preset, nullable } = dereference(field, root);
  return preset !== undefined && nullable !== true;
}
