/** A choice among named values. */
import { makeNode } from './make-node.ts';
import type { Schema } from './node.ts';
import type { Rules } from './rule.ts';

/** One of these strings; editors offer them in this order. */
export function oneOf<const V extends readonly [string, ...string[]]>(
  description: string,
  values: V,
  { rules }: Rules = {},
): Schema<V[number], V[number], 'required'> {
  return makeNode({ kind: 'enum', values: [...values] }, description, rules);
}
