/** Order of creation: a resource is first composed when those before it are ready, and stays composed from then on. */
import type { Part } from './part.ts';

/**
 * The keys of parts that must wait, each with the declared keys that it waits for. A part that exists never waits: leaving it out would
 * delete it. A resource that is left out with `none()` keeps no other waiting.
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
