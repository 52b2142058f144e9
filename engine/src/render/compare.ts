/** The one order of strings that rendering uses: by UTF-8 bytes, as Go compares them, whatever the locale. */

/** Negative, zero or positive, as `a` sorts before, with or after `b`. */
export function compareStrings(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
