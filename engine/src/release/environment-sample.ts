/** An EnvironmentConfig to fill in for a new cluster. */
import type { AnyFunctions } from '../authoring/index.ts';
import { placeholder } from '../judge/unfilled.ts';
import { sample } from '../scaffold/sample.ts';
import type { Json, Node, Schema } from '../schema/index.ts';

/** An EnvironmentConfig with all fields that the functions of a target need. Values are valid but invented, and limits are as wide as can be. */
export function environmentSample(platform: string, functions: AnyFunctions, target: string): object {
  let data: Record<string, Json> = {};
  for (const { planner, targets } of Object.values(functions)) {
    const composer = targets[target];
    if (composer === undefined) continue;
    data = withNeeded(planner.environment, [...planner.sections, ...composer.sections.needed], data);
  }
  return {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: platform },
    data,
  };
}

/** `data` with the required fields of the schema, and the optional sections at `needed`, such as `incluster.postgres`. */
function withNeeded(schema: Schema, needed: readonly string[], data: Record<string, Json>): Record<string, Json> {
  if (schema.kind !== 'object') return data;
  const result = { ...data };
  const fields = Object.entries(schema.fields as Readonly<Record<string, Schema>>);
  for (const [name, field] of fields) {
    const below = needed.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
    const isNeeded = field.presence === 'required' || needed.includes(name) || below.length > 0;
    if (!isNeeded) continue;
    const value = result[name] ?? widest(field as Node, sample(field as Node));
    result[name] = below.length === 0 ? value : withNeeded(field, below, value as Record<string, Json>);
  }
  return result;
}

/** The sample with each number at its maximum: it limits what claims may ask for, and the smallest one would refuse their defaults. */
function widest(node: Node, value: Json): Json {
  if (node.kind === 'integer' || node.kind === 'number') return node.maximum ?? value;
  if (node.kind === 'map') return unnamed(value as Record<string, Json>);
  if (node.kind !== 'object') return value;
  const fields = node.fields as Readonly<Record<string, Node>>;
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(entries.map(([name, inner]) => [name, widest(fields[name] as Node, inner)]));
}

/** A map whose names are for its reader to choose, as `planesmith validate` says of each. */
function unnamed(items: Readonly<Record<string, Json>>): Json {
  const nameOf = (index: number) => (index === 0 ? placeholder : `${placeholder}-${index + 1}`);
  return Object.fromEntries(Object.values(items).map((item, index) => [nameOf(index), item]));
}
