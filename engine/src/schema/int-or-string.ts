/** Values that are a whole number or a string, such as the number or the name of a port. */
import { makeNode } from './make-node.ts';
import type { Schema } from './node.ts';
import type { Rules } from './rule.ts';

export interface IntOrStringOptions extends Rules {
  /** Of the string, in Unicode code points. */
  readonly maxLength?: number;
  /** Of the string, in Go's RE2 syntax. */
  readonly pattern?: string;
}

/** A whole number, or a string within the given bounds. */
export function intOrString(
  description: string,
  { rules, ...bounds }: IntOrStringOptions = {},
): Schema<number | string, number | string, 'required'> {
  return makeNode({ kind: 'intOrString', ...bounds }, description, rules);
}
