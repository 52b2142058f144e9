/** Order of creation: a resource `after` others is first composed when those are ready, and stays composed from then on. */
import type { Declarations } from './declaration.ts';
import type { Part } from './part.ts';

/**
 * The keys of parts that must wait, each with the declared keys it waits for. What exists never waits: leaving it out would delete it.
 * A resource left out with `none()` keeps nobody waiting. Throws for a key that is not declared, and for parts that wait for each other.
 */
export function waiting(parts: readonly Part[], declarations: Declarations): ReadonlyMap<string, readonly string[]> {
  const held = new Map<string, readonly string[]>();
  for (const { key, wanted, observed } of parts) {
    if (wanted.after.length === 0) continue;
    for (const base of wanted.after) {
      if (!Object.hasOwn(declarations, base)) throw new Error(`${key} comes after ${base}, which is not declared`);
    }
    if (observed !== undefined) continue;
    const unready = wanted.after.filter((base) =>
      parts.some((part) => part.base === base && part.unready !== undefined),
    );
    if (unready.length > 0) held.set(key, unready);
  }
  if (held.size > 0) refuseCircles(parts);
  return held;
}

function refuseCircles(parts: readonly Part[]): void {
  const follow = (part: Part, path: readonly string[]): void => {
    if (path.includes(part.base))
      throw new Error(`${[...path, part.base].join(' waits for ')}: none can ever be created`);
    for (const base of part.wanted.after) {
      for (const next of parts) if (next.base === base) follow(next, [...path, part.base]);
    }
  };
  for (const part of parts) follow(part, []);
}
