/** Removes the texts of a schema, and keeps the keywords that validate or default. */
import type { JsonSchema } from './json-schema.ts';

/** Keywords with one schema, a list or a map of schemas. The keys of a map are names of fields, not keywords. */
const nestedKeywords: Readonly<Record<string, 'one' | 'list' | 'map'>> = {
  items: 'one',
  additionalProperties: 'one',
  not: 'one',
  allOf: 'list',
  anyOf: 'list',
  oneOf: 'list',
  properties: 'map',
  definitions: 'map',
};

/** Keywords that neither validate nor default: texts and hints for clients. */
const dropped = new Set(['description', 'title', 'example', 'externalDocs', 'x-kubernetes-group-version-kind']);

/** The schema without texts and with sorted keys, so that equal schemas have equal JSON. */
export function strip(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([key, value]) => value !== undefined && !dropped.has(key) && !key.startsWith('x-kubernetes-patch-'))
    .map(([key, value]): [string, unknown] => [key, stripKeyword(key, value)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as JsonSchema;
}

function stripKeyword(key: string, value: unknown): unknown {
  const nesting = nestedKeywords[key];
  if (key === 'required' && Array.isArray(value)) return [...value].sort();
  if (nesting === undefined || typeof value !== 'object' || value === null) return value;
  if (nesting === 'one') return strip(value as JsonSchema);
  if (nesting === 'list') return (value as JsonSchema[]).map(strip);
  const fields = Object.entries(value as Record<string, JsonSchema>);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, strip(field)]));
}
