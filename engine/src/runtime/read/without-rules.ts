/** A schema without its CEL rules. */
import type { Node, Schema } from '../../schema/index.ts';

/** The schema without rules at any depth. Types, bounds, enums, required fields and defaults remain. */
export function withoutRules(schema: Schema): Schema {
  return stripped(schema) as Schema;
}

function stripped(node: Node): Node {
  switch (node.kind) {
    case 'object': {
      const fields = Object.entries(node.fields).map(([name, field]) => [name, stripped(field)]);
      return { ...node, rules: [], fields: Object.fromEntries(fields) };
    }
    case 'array':
      return { ...node, rules: [], items: stripped(node.items) };
    case 'map':
      return { ...node, rules: [], values: stripped(node.values) };
    default:
      return { ...node, rules: [] };
  }
}
