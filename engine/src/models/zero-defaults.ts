/** The defaults of kube-apiserver's own OpenAPI that are only Go's zero values. */
import type { JsonSchema } from './json-schema.ts';

/**
 * The schema without a default of `""`, `{}`, `0`, `false` or `null`: for a core kind it says what a client library fills in, not what
 * the server does, and keeping it would make every required field look optional.
 */
export function withoutZeroDefaults(schema: JsonSchema): JsonSchema {
  if (!isZero(schema.default)) return schema;
  const { default: _, ...rest } = schema;
  return rest;
}

function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}
