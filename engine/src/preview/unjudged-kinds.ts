/** Finds the composed kinds for which nobody has said what a concern of the platform means: no report would miss it there. */
import { unjudged } from '../authoring/concern.ts';
import { modelOf } from '../authoring/declaration.ts';
import type { AnyFunctions, ComposedKind } from '../authoring/index.ts';
import type { AnyConcern } from '../authoring/index.ts';

/** A sentence for each kind that targets declare and that is silent about a concern, or names one that the platform does not have. */
export function unjudgedKinds(functions: AnyFunctions): readonly string[] {
  const kinds = new Map<string, readonly [ComposedKind, readonly AnyConcern[]]>();
  for (const { planner, targets } of Object.values(functions)) {
    for (const target of Object.values(targets)) {
      for (const kind of Object.values(target?.resources ?? {}).map(modelOf)) {
        kinds.set(`${kind.kind} (${kind.apiVersion})`, [kind, planner.concerns]);
      }
    }
  }
  return [...kinds].flatMap(([title, [kind, concerns]]) => {
    const { missing, unknown } = unjudged(concerns, kind);
    return [
      ...missing.map((name) => `${title}: its \`concerns\` do not say what ${name} means for it: ${choices}`),
      ...unknown.map((name) => `${title}: its \`concerns\` have ${name}, which is no concern of the platform`),
    ];
  });
}

const choices = "fields, `holds`, 'needs', 'gives', a function, or `none('why')`";
