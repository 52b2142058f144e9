/** Packages with a target that needs a section of the environment which the platform's schema leaves out. */
import { unknownSections } from '../authoring/adapt.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { Package } from './package.ts';

/** A sentence for each of them, without a full stop: their claims would wait for a section that nobody can write. */
export function absentSections(functions: AnyFunctions, packages: readonly Package[]): readonly string[] {
  const problems = packages.flatMap(({ apis, targets }) =>
    apis.flatMap((key) =>
      targets.flatMap((name) => {
        const { planner, targets: known } = functions[key] ?? {};
        const target = known?.[name];
        if (planner === undefined || target === undefined) return [];
        return unknownSections(planner.environment, [...planner.sections, ...target.sections.needed]).map(
          (section) =>
            `${planner.api.kind} on ${name} needs the section ${section}, which the environment's schema lacks`,
        );
      }),
    ),
  );
  return [...new Set(problems)];
}
