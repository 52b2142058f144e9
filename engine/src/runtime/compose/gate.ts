/** Order of creation: a resource `after` others is first composed when those are ready, and stays composed from then on. */
import type { Declarations } from '../../authoring/declaration.ts';
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
  const after = new Map<string, Set<string>>();
  for (const { base, wanted } of parts) {
    after.set(base, new Set([...(after.get(base) ?? []), ...wanted.after]));
  }
  const sound = new Set<string>();
  const follow = (base: string, path: readonly string[]): void => {
    if (path.includes(base)) throw new Error(`${[...path, base].join(' waits for ')}: none can ever be created`);
    if (sound.has(base)) return;
    for (const next of after.get(base) ?? []) follow(next, [...path, base]);
    sound.add(base);
  };
  for (const base of after.keys()) follow(base, []);
}
