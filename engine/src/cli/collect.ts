/** Collects the values of an option that may be repeated. */

/** The values before this one, and this one. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
