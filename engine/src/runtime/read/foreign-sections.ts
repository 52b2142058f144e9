/** The parts of the environment that a target never reads. */
import type { AnyFunctions } from '../../authoring/functions.ts';

/**
 * For each target of `apiFunction`: the environment sections that it never reads, though other targets or APIs need them. A mistake in one
 * of those must not stop its claims.
 */
export function foreignSections(
  apiFunction: AnyFunctions[string],
  functions: AnyFunctions,
): Readonly<Record<string, readonly string[]>> {
  const needed = Object.values(functions).flatMap(({ planner, targets }) => [
    ...planner.sections,
    ...Object.values(targets).flatMap(({ sections }) => sections.needed),
  ]);
  const around = needed.filter((path) => path.includes('.')).map((path) => path.slice(0, path.indexOf('.')));
  const all = new Set([...needed, ...around]);
  return Object.fromEntries(
    Object.entries(apiFunction.targets).map(([target, { sections }]) => {
      const read = [...apiFunction.planner.sections, ...sections.needed, ...sections.optional];
      const isRead = (path: string) => read.some((section) => section === path || section.startsWith(`${path}.`));
      return [target, [...all].filter((path) => !isRead(path))];
    }),
  );
}
