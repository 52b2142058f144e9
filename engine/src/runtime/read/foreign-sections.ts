/** The sections of the environment that a target of an API never reads. */
import type { AnyFunctions } from '../../authoring/functions.ts';

/**
 * For each target of this API: the environment sections it never reads, though other targets or APIs do. A mistake in one of those must not
 * stop its claims.
 */
export function foreignSections(
  apiFunction: AnyFunctions[string],
  functions: AnyFunctions,
): Readonly<Record<string, readonly string[]>> {
  const needed = Object.values(functions).flatMap(({ planner, targets }) => [
    ...planner.needs,
    ...Object.values(targets).flatMap(({ needs }) => needs),
  ]);
  const around = needed.filter((path) => path.includes('.')).map((path) => path.slice(0, path.indexOf('.')));
  const all = new Set([...needed, ...around]);
  return Object.fromEntries(
    Object.entries(apiFunction.targets).map(([target, { needs, uses }]) => {
      const own = [...apiFunction.planner.needs, ...needs, ...uses];
      return [target, [...all].filter((path) => !own.some((mine) => mine === path || mine.startsWith(`${path}.`)))];
    }),
  );
}
