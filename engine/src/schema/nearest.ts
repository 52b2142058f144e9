/** Suggestions for misspelt names. */

/** The known name closest to `name`, or undefined if all of them differ in more than one character of three. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const lowerCase = name.toLowerCase();
  let best: string | undefined;
  let smallest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    // A name can be millions of characters long, and each that is too many is a change.
    if (Math.abs(name.length - candidate.length) >= smallest) continue;
    const changes = distance(lowerCase, candidate.toLowerCase());
    if (changes < smallest) [best, smallest] = [candidate, changes];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, beforePrevious[j - 2]! + 1);
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous[b.length]!;
}
