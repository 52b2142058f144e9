/** Random values for schemas of which nobody checked that they can be met. They come from pools, so that none is looked for in vain. */
import * as fc from 'fast-check';
import { check, type Json, type Node, object, type Schema } from '../schema/index.ts';
import { markSound } from '../schema/review/review.ts';

const texts = ['', 'a', 'ab', 'abb', 'abbab', 'b', 'zz', 'zzzz', '2030-01-01', '10.0.0.1', 'dddd'];
const uuid = '123e4567-e89b-12d3-a456-426614174000';
const numbers = [-2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 12];

/** Values of which most leaves are valid for the node. */
export function poolValues(node: Node): fc.Arbitrary<Json> {
  const usual = shaped(node);
  return node.nullable ? fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: fc.constant(null) }) : usual;
}

function shaped(node: Node): fc.Arbitrary<Json> {
  switch (node.kind) {
    case 'object': {
      const fields = Object.entries(node.fields);
      const requiredKeys = fields.filter(([, { presence }]) => presence === 'required').map(([name]) => name);
      const members = Object.fromEntries(fields.map(([name, field]) => [name, poolValues(field)]));
      return fc.record(members, { requiredKeys, noNullPrototype: true });
    }
    case 'array': {
      const [least, most] = [node.minItems ?? 0, Math.min(node.maxItems ?? 3, 3)];
      const items = fc.array(poolValues(node.items), { minLength: least, maxLength: Math.max(least, most) });
      return node.listType === 'atomic' ? items : items.map(distinct);
    }
    case 'map': {
      const [least, most] = [node.minProperties ?? 0, Math.min(node.maxProperties ?? 3, 3)];
      return fc
        .array(poolValues(node.values), { minLength: least, maxLength: Math.max(least, most) })
        .map((values) => Object.fromEntries(values.map((value, index) => [`k${index}`, value])));
    }
    case 'any':
    case 'metadata':
      return fc.constant({});
    default:
      return oneValid(node);
  }
}

/** Valid leaves if there are any, and now and then any other. */
function oneValid(node: Node): fc.Arbitrary<Json> {
  const pool: readonly Json[] = [...texts, uuid, ...numbers, 2.5, true, false];
  const schema = markSound(object({ it: node as Schema }));
  const valid = pool.filter((it) => check(schema, { it }).length === 0);
  return fc.constantFrom(...(valid.length > 0 ? valid : pool));
}

function distinct(items: readonly Json[]): readonly Json[] {
  return items.filter((item, index) => items.indexOf(item) === index);
}
