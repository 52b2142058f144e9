/** Strings. */
import { makeNode } from './make-node.ts';
import type { Schema, StringFormat } from './node.ts';
import type { Rules } from './rule.ts';

export interface StringOptions extends Rules {
  readonly minLength?: number;
  /** In Unicode code points. Every string needs it, or a format that limits the length. */
  readonly maxLength?: number;
  /** In Go's RE2 syntax, without lookaround and backreferences. It matches anywhere in the text unless it has anchors. */
  readonly pattern?: string;
  readonly format?: StringFormat;
}

/** A string within the given bounds. */
export function string(
  description: string,
  { rules, ...bounds }: StringOptions = {},
): Schema<string, string, 'required'> {
  return makeNode({ kind: 'string', ...bounds }, description, rules);
}
