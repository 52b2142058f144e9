/** Finds the smallest value that a schema accepts, for claims that a developer then edits. */
import { placeholder } from '../judge/unfilled.ts';
import {
  applyDefaults,
  type ArrayNode,
  check,
  type Json,
  type Node,
  object,
  type ObjectNode,
  type Presence,
  type Schema,
} from '../schema/index.ts';

/** The smallest valid value: required fields, and one or two optional ones if a rule asks for them, without defaults. */
export function sample(node: Node): Json {
  switch (node.kind) {
    case 'object':
      return sampleFields(node);
    case 'enum':
      return node.values[0] ?? placeholder;
    case 'integer':
    case 'number':
      return (
        firstValid(node, [node.minimum, node.maximum, 1, 0, 'multipleOf' in node ? node.multipleOf : undefined]) ?? 1
      );
    case 'boolean':
      return false;
    case 'intOrString':
      return firstValid(node, [1, ...texts]) ?? placeholder;
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, (_, index) => sampleItem(node, index));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: node.minProperties ?? 0 }, (_, index) => [`item-${index + 1}`, sample(node.values)]),
      );
    case 'string':
      return firstValid(node, texts) ?? placeholder;
    case 'any':
    case 'metadata':
      return {};
  }
}

/** The sample with the claim's own name in place of every invented name and text, as far as the schema accepts it there. */
export function named(node: Node, value: Json, name: string): Json {
  if (node.kind === 'string') return firstValid(node, [name]) ?? value;
  if (Array.isArray(value))
    return node.kind === 'array' ? value.map((item) => named(node.items, item as Json, name)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Readonly<Record<string, Json>>);
  if (node.kind === 'map') {
    const nameOf = (index: number) => (index === 0 ? name : `${name}-${index + 1}`);
    return Object.fromEntries(members.map(([, member], index) => [nameOf(index), named(node.values, member, name)]));
  }
  if (node.kind !== 'object') return value;
  return Object.fromEntries(
    members.map(([key, member]) => {
      const field = node.fields[key];
      return [key, field === undefined ? member : named(field, member, name)];
    }),
  );
}

const texts = ['example', '1h', '2030-01-01T00:00:00Z', 'https://example.org', 'example.org', '10.0.0.0/16', '1'];

/** Required fields, and the first other ones with which the object's rules hold; required fields alone if there are none such. */
function sampleFields(node: ObjectNode): Json {
  const filled = (presence: Presence, sampleOf: (field: Node) => Json) =>
    Object.entries(node.fields)
      .filter(([, field]) => field.presence === presence)
      .map(([name, field]) => [name, sampleOf(field)] as const);
  const required = Object.fromEntries(filled('required', sample));
  if (isValid(node, required)) return required;
  const optional = [...filled('optional', sampleSome), ...filled('defaulted', sampleSome)];
  const one = optional.map((field) => [field]);
  const two = optional.flatMap((field, index) => optional.slice(index + 1).map((other) => [field, other]));
  const attempts = [...one, ...two].map((more) => ({ ...required, ...Object.fromEntries(more) }));
  return attempts.find((attempt) => isValid(node, attempt)) ?? required;
}

/** Whether the value is valid as a root: only there is an object checked even if it is optional. */
function isValid({ fields, rules }: ObjectNode, value: Json): boolean {
  const root = object(fields as Readonly<Record<string, Schema>>, { rules });
  return check(root, applyDefaults(root, value)).length === 0;
}

/** A sample that is not empty. */
function sampleSome(node: Node): Json {
  return node.kind === 'array' ? sample({ ...node, minItems: Math.max(1, node.minItems ?? 0) }) : sample(node);
}

/** An item of the array; in a set of choices, the items differ. */
function sampleItem({ items, listType }: ArrayNode, index: number): Json {
  return listType === 'set' && items.kind === 'enum' ? (items.values[index] ?? placeholder) : sample(items);
}

function firstValid(node: Node, candidates: readonly (Json | undefined)[]): Json | undefined {
  return candidates.find(
    (candidate) => candidate !== undefined && check(object({ it: node as Schema }), { it: candidate }).length === 0,
  );
}
