/** Compares values that can grow but never shrink: numbers, quantities of Kubernetes, and versions. */

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Whether a value is less than it was. A text that is no quantity is compared by its numbers, one after the other: `POSTGRES_16` is less than
 * `POSTGRES_17`, and `17.4` less than `17.10`. False if either value is missing or has no number: then nobody can tell.
 */
export function isLess(now: unknown, before: unknown): boolean {
  const [left, right] = [numbersOf(now), numbersOf(before)];
  for (const [index, number] of right.entries()) {
    const other = left[index];
    // `17` instead of `17.4` leaves the choice to the owner.
    if (other === undefined) return false;
    if (other !== number) return other < number;
  }
  return false;
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'string') return [];
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kMGTPE]|[KMGTPE]i)$/.exec(value) ?? [];
  if (number !== undefined) return [Number(number) * units[unit]!];
  return [...value.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
