/** What is kept of a schema: everything that validates or defaults, nothing that is prose. */
import type { JsonSchema } from './json-schema.ts';

/** Keywords that hold one schema, a list of them, or a map of them; below `properties` a key is a field's name, not a keyword. */
const holders: Readonly<Record<string, 'one' | 'list' | 'map'>> = {
  items: 'one',
  additionalProperties: 'one',
  not: 'one',
  allOf: 'list',
  anyOf: 'list',
  oneOf: 'list',
  properties: 'map',
  definitions: 'map',
};

/** Keywords that neither validate nor default: texts, and hints to clients about patching. */
const dropped = new Set(['description', 'title', 'example', 'externalDocs', 'x-kubernetes-group-version-kind']);

/** The schema without its texts, its keys sorted, so that equal schemas have equal JSON. */
export function strip(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([key, value]) => value !== undefined && !dropped.has(key) && !key.startsWith('x-kubernetes-patch-'))
    .map(([key, value]): [string, unknown] => [key, stripKeyword(key, value)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as JsonSchema;
}

function stripKeyword(key: string, value: unknown): unknown {
  const holder = holders[key];
  if (key === 'required' && Array.isArray(value)) return [...value].sort();
  if (holder === undefined || typeof value !== 'object' || value === null) return value;
  if (holder === 'one') return strip(value as JsonSchema);
  if (holder === 'list') return (value as JsonSchema[]).map(strip);
  const fields = Object.entries(value as Record<string, JsonSchema>);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, strip(field)]));
}
