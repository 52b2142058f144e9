/** Which parts of the environment are nothing to a target of an API. */
import type { AnyFunctions } from '../../authoring/functions.ts';

/**
 * By target of `each`, the sections of the environment that other targets and APIs need, and those around them, of which this one neither
 * needs nor uses any part: a mistake in them stops only whom it concerns.
 */
export function foreignSections(
  each: AnyFunctions[string],
  functions: AnyFunctions,
): Readonly<Record<string, readonly string[]>> {
  const needed = Object.values(functions).flatMap(({ planner, targets }) => [
    ...planner.needs,
    ...Object.values(targets).flatMap(({ needs }) => needs),
  ]);
  const around = needed.filter((path) => path.includes('.')).map((path) => path.slice(0, path.indexOf('.')));
  const all = new Set([...needed, ...around]);
  return Object.fromEntries(
    Object.entries(each.targets).map(([target, { needs, uses }]) => {
      const own = [...each.planner.needs, ...needs, ...uses];
      return [target, [...all].filter((path) => !own.some((mine) => mine === path || mine.startsWith(`${path}.`)))];
    }),
  );
}
