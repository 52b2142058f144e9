/** Removes defaults in the OpenAPI of kube-apiserver that are only zero values of Go. */
import type { JsonSchema } from './json-schema.ts';

/**
 * The schema without a default of `""`, `{}`, `0`, `false` or `null`.
 *
 * For a core kind, such a default is one of a client library and not of the server. With it, every required field would look optional.
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
