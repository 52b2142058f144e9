/** One sentence from a change and what follows from it. */
export function sentence(change: string, follows: string): string {
  return `${change.slice(0, 1).toUpperCase()}${change.slice(1)}: ${follows}.`;
}
