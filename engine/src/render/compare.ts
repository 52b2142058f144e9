/** The order of strings in a render: by UTF-8 bytes, as in Go, in any locale. */

/** Negative if `a` sorts before `b`, positive if after, zero if they are the same. */
export function compareStrings(a: string, b: string): number {
  // UTF-16 units give the same order as long as both are ASCII, as names in Kubernetes are.
  if (isAscii(a) && isAscii(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false;
  return true;
}
