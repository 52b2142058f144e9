/** Maps and lists that have become empty. */

/**
 * The fields without empty maps and lists, at any depth. Server-side apply makes null of one that loses its last entry
 * (sigs.k8s.io/structured-merge-diff typed/remove.go), which the schema of a custom resource refuses, while a field that is left out goes.
 */
export function withoutEmpty<T extends Readonly<Record<string, unknown>>>(fields: T): T {
  const filled = Object.entries(fields)
    .map(([name, value]) => [name, isMap(value) ? withoutEmpty(value) : value] as const)
    .filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(filled) as T;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
