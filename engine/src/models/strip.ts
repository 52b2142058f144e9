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

/** The schema without texts and with sorted keys, so that equal schemas have equal JSON; `described` keeps the descriptions. */
export function strip(schema: JsonSchema, kept?: 'described'): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([key, value]) => value !== undefined && !isDropped(key, kept))
    .map(([key, value]): [string, unknown] => [key, stripKeyword(key, value, kept)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as JsonSchema;
}

function isDropped(key: string, kept?: 'described'): boolean {
  return (
    (dropped.has(key) && !(kept === 'described' && key === 'description')) || key.startsWith('x-kubernetes-patch-')
  );
}

function stripKeyword(key: string, value: unknown, kept?: 'described'): unknown {
  const nesting = nestedKeywords[key];
  if (key === 'required' && Array.isArray(value)) return [...value].sort();
  if (nesting === undefined || typeof value !== 'object' || value === null) return value;
  if (nesting === 'one') return strip(value as JsonSchema, kept);
  if (nesting === 'list') return (value as JsonSchema[]).map((schema) => strip(schema, kept));
  const fields = Object.entries(value as Record<string, JsonSchema>);
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, field]) => [name, strip(field, kept)]));
}
