/** Order of creation: a resource is first composed when those before it are ready, and always from then on. */
import type { Part } from './part.ts';

/**
 * The parts that must wait, by key, with the declared keys that they wait for. A part that exists never waits, since Crossplane would
 * delete it. No part waits for a resource that is left out with `none`.
 */
export function waiting(parts: readonly Part[]): ReadonlyMap<string, readonly string[]> {
  const waits = new Map<string, readonly string[]>();
  const unreadyKeys = new Set(parts.filter(({ unready }) => unready !== undefined).map(({ base }) => base));
  for (const { key, after, observed } of parts) {
    if (observed !== undefined) continue;
    const unready = after.filter((other) => unreadyKeys.has(other));
    if (unready.length > 0) waits.set(key, unready);
  }
  return waits;
}

/** The length of the longest chain of parts, each after the one before it, that ends with those of a declared key. */
export function depths(parts: readonly Pick<Part, 'base' | 'after'>[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const depthOf = (base: string): number => {
    const known = found.get(base);
    if (known !== undefined) return known;
    const own = parts.filter((part) => part.base === base);
    const before = own.flatMap(({ after }) => after).map(depthOf);
    const depth = own.length === 0 ? 0 : 1 + Math.max(0, ...before);
    found.set(base, depth);
    return depth;
  };
  for (const { base } of parts) depthOf(base);
  return found;
}
