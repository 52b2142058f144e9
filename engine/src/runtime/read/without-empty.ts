/** Removes empty maps and lists. */

/**
 * The fields without empty maps and lists, at any depth. Server-side apply turns one that loses its last entry into null
 * (sigs.k8s.io/structured-merge-diff typed/remove.go), which the schema of a custom resource refuses. A field that is left out is removed.
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
