/** Finds what server-side apply would turn into null. */

/**
 * The path of a map or list that had entries and now has none; undefined if there is none. Server-side apply turns it into null
 * (sigs.k8s.io/structured-merge-diff typed/remove.go), which the schema of a custom resource refuses.
 */
export function emptiedIn(before: unknown, after: unknown): string | undefined {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return undefined;
  if (Object.keys(after).length === 0) return Object.keys(before).length === 0 ? undefined : '';
  for (const [key, value] of Object.entries(after)) {
    const deeper = emptiedIn((before as Record<string, unknown>)[key], value);
    if (deeper !== undefined) return `.${key}${deeper}`;
  }
  return undefined;
}
