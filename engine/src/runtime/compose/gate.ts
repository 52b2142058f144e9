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
