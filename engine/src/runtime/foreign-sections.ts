/** Which parts of the environment are nothing to a target of an API. */
import type { AnyFunctions } from './functions.ts';

/**
 * By target of `each`, the sections of the environment that other targets and APIs need, and this one neither needs nor looks into: a
 * mistake in them stops only whom it concerns.
 */
export function foreignSections(
  each: AnyFunctions[string],
  functions: AnyFunctions,
): Readonly<Record<string, readonly string[]>> {
  const all = new Set(Object.values(functions).flatMap((other) => Object.values(neededOn(other)).flat()));
  return Object.fromEntries(
    Object.entries(neededOn(each)).map(([target, own]) => [
      target,
      [...all].filter((path) => !own.some((mine) => mine === path || mine.startsWith(`${path}.`))),
    ]),
  );
}

function neededOn({ planner, targets }: AnyFunctions[string]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(targets).map(([target, { needs }]) => [target, [...planner.needs, ...needs]]),
  );
}
