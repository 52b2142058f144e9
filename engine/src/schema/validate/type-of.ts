/** The names of kube-openapi for the types of JSON values. */

/** The JSON Schema type of the value. */
export function typeOf(value: unknown): 'null' | 'array' | 'object' | 'string' | 'boolean' | 'integer' | 'number' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return isInteger(value) ? 'integer' : 'number';
  return typeof value as 'object' | 'string' | 'boolean';
}

/** The format that kube-openapi reports for a value instead of its type, if the schema expects a format. */
export function formatOf(value: unknown): string {
  if (typeof value !== 'number') return '';
  return isInteger(value) ? 'int64' : 'float64';
}

/**
 * Whether the API server reads the value as an integer: those have 64 bits, and any larger number is a float.
 *
 * JavaScript reads 2^63 - 1 as 2^63, so the largest integer is refused too.
 * https://github.com/kubernetes-sigs/json/blob/2d320260d730/json.go
 */
export function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -(2 ** 63) && (value as number) < 2 ** 63;
}

/** Whether the value is an object or map. */
export function isMembers(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
