/** Places in a schema, and the places that a value has there. */
import { dereference, type JsonSchema } from '../models/json-schema.ts';

/** The steps from the root: names of fields, and `*` for each item of a list or value of a map. */
export type SchemaPath = readonly string[];

/** The path as people read it, such as `spec.forProvider.tags[*].key`. */
export function pathText(path: SchemaPath): string {
  return path.reduce((text, step) => (step === '*' ? `${text}[*]` : text === '' ? step : `${text}.${step}`), '');
}

/** Two versions of a schema, of which a path may exist in one alone. */
export interface SchemaPair {
  readonly old: JsonSchema;
  readonly now: JsonSchema;
}

/**
 * The place in the schemas that an issue is about. Keys of maps may have dots in them, so the value says where a step ends.
 */
export function schemaPathOf(issuePath: string, { old, now }: SchemaPair, object: unknown): SchemaPath {
  const steps: string[] = [];
  let [rest, value]: [string, unknown] = [issuePath, object];
  let nodes: readonly (JsonSchema | undefined)[] = [old, now];
  while (rest !== '') {
    const item = /^\[(\d+)\]\.?/.exec(rest);
    const name = item?.[1] ?? nextName(rest, value, nodes);
    const isField = item === null && nodes.some((node) => Object.hasOwn(node?.properties ?? {}, name));
    nodes = nodes.map((node, at) => below(node, isField ? name : '*', at === 0 ? old : now));
    value = memberOf(value, name);
    steps.push(isField || (item === null && nodes.every((node) => node === undefined)) ? name : '*');
    rest = item === null ? rest.slice(name.length).replace(/^\./, '') : rest.slice(item[0].length);
  }
  return steps;
}

/** The schema one step below a node; undefined if it has none there. */
export function below(node: JsonSchema | undefined, step: string, root: JsonSchema): JsonSchema | undefined {
  if (node === undefined) return undefined;
  const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  const next = step === '*' ? (node.items ?? values) : node.properties?.[step];
  return next && dereference(next, root);
}

/** The longest name that the rest begins with: a key of the value, or a field of a schema; else all up to the next dot or bracket. */
function nextName(rest: string, value: unknown, nodes: readonly (JsonSchema | undefined)[]): string {
  const known = [
    ...Object.keys(typeof value === 'object' && value !== null ? value : {}),
    ...nodes.flatMap((node) => Object.keys(node?.properties ?? {})),
  ];
  const fitting = known.filter(
    (name) => name !== '' && rest.startsWith(name) && /^([.[]|$)/.test(rest.slice(name.length)),
  );
  const [longest] = fitting.toSorted((a, b) => b.length - a.length);
  return longest ?? (/^\[?[^.[]+/.exec(rest)?.[0] || rest);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Every value that an object has at a path. */
export function valuesAt(value: unknown, [step, ...rest]: SchemaPath): readonly unknown[] {
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value).flatMap((member) => valuesAt(member, rest));
  return valuesAt(memberOf(value, step), rest);
}
