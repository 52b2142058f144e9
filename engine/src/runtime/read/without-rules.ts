/** A schema reduced to what needs no CEL. */
import type { Node, Schema } from '../../schema/index.ts';

/** The same schema without rules, at any depth: types, bounds, enums, required fields and defaults remain. */
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
