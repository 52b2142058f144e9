/** Booleans. */
import { makeNode } from './make-node.ts';
import type { Schema } from './node.ts';
import type { Rules } from './rule.ts';

/** True or false. */
export function boolean(description: string, { rules }: Rules = {}): Schema<boolean, boolean, 'required'> {
  return makeNode({ kind: 'boolean' }, description, rules);
}
