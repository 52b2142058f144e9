/** Maps: the developer chooses the keys, and all values have one schema. */
import { makeNode } from './make-node.ts';
import type { Input, Output, Schema } from './node.ts';
import type { Rules } from './rule.ts';

export interface MapOptions extends Rules {
  readonly minProperties?: number;
  /** Every map needs this bound. */
  readonly maxProperties?: number;
}

/** A map with string keys. */
export function map<S extends Schema>(
  description: string,
  values: S,
  { rules, ...bounds }: MapOptions = {},
): Schema<Record<string, Input<S>>, Record<string, Output<S>>, 'required'> {
  return makeNode({ kind: 'map', values, ...bounds }, description, rules);
}
