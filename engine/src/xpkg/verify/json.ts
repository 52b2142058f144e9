/** Values in JSON that another program wrote, or damaged: each with the type that is needed, else nothing. */

/** The objects in a list; empty for any other value. */
export function listOf<T extends object>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** The texts in a list; empty for any other value. */
export function textsOf(list: readonly string[] | undefined): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** The texts in a map; empty for any other value. */
export function mapOf(map: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  const entries = typeof map === 'object' && map !== null ? Object.entries(map) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
}

/** The object itself; undefined for any other value. */
export function objectOf<T extends object>(value: T | undefined): T | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** Any value as a part of a sentence; an object may have a `toString` that is no function. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** The value below these fields; undefined if one of them is missing, or is no field of an object. */
export function fieldOf(value: unknown, ...fields: readonly string[]): unknown {
  let found = value;
  for (const field of fields) {
    const isObject = typeof found === 'object' && found !== null && Object.hasOwn(found, field);
    found = isObject ? (found as Readonly<Record<string, unknown>>)[field] : undefined;
  }
  return found;
}

/** The list itself; empty for any other value. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
