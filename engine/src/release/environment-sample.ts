/** An EnvironmentConfig to fill in for a new cluster. */
import { sample } from '../scaffold/sample.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { Json, Node, Schema } from '../schema/index.ts';

/** The facts that the functions of `target` cannot do without, each with a value that is valid but made up. */
export function environmentSample(platform: string, functions: AnyFunctions, target: string): object {
  let data: Record<string, Json> = {};
  for (const { planner, targets } of Object.values(functions)) {
    const answer = targets[target];
    if (answer === undefined) continue;
    data = filled(planner.environment, [...planner.sections, ...answer.sections.needed], data);
  }
  return {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: platform },
    data,
  };
}

/** `given` with what an object of the schema must have, and the optional sections at `needed`, such as `incluster.postgres`. */
function filled(schema: Schema, needed: readonly string[], given: Record<string, Json>): Record<string, Json> {
  if (schema.kind !== 'object') return given;
  const data = { ...given };
  const fields = Object.entries(schema.fields as Readonly<Record<string, Schema>>);
  for (const [name, field] of fields) {
    const below = needed.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
    const isNeeded = field.presence === 'required' || needed.includes(name) || below.length > 0;
    if (!isNeeded) continue;
    const value = data[name] ?? sample(field as Node);
    data[name] = below.length === 0 ? value : filled(field, below, value as Record<string, Json>);
  }
  return data;
}
