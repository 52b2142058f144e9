/** The smallest value that a schema accepts, for claims that are about to be edited. */
import { type ArrayNode, check, type Json, type Node, object, type Schema } from '../schema/index.ts';

/** What is written where no sample fits: the schema asks for a pattern that only a person can fill. */
export const placeholder = 'CHANGE-ME';

/** Required fields only; defaults and optional fields stay out. */
export function sample(node: Node): Json {
  switch (node.kind) {
    case 'object':
      return sampleFields(node.fields);
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

const texts = ['example', '1h', '2030-01-01T00:00:00Z', 'https://example.org', 'example.org', '10.0.0.0/16', '1'];

function sampleFields(fields: { readonly [name: string]: Node }): Json {
  const required = Object.entries(fields).filter(([, field]) => field.presence === 'required');
  return Object.fromEntries(required.map(([name, field]) => [name, sample(field)]));
}

/** Items of a set differ. */
function sampleItem({ items, listType }: ArrayNode, index: number): Json {
  return listType === 'set' && items.kind === 'enum' ? (items.values[index] ?? placeholder) : sample(items);
}

function firstValid(node: Node, candidates: readonly (Json | undefined)[]): Json | undefined {
  return candidates.find(
    (candidate) => candidate !== undefined && check(object({ it: node as Schema }), { it: candidate }).length === 0,
  );
}
