/** Lists: atomic arrays, sets of scalars, and lists of objects with key fields. */
import { makeNode } from './make-node.ts';
import type { Input, Output, Schema } from './node.ts';
import type { Rules } from './rule.ts';

export interface ListOptions extends Rules {
  readonly minItems?: number;
  /** Every list needs this bound. */
  readonly maxItems?: number;
}

type List<S extends Schema> = Schema<Input<S>[], Output<S>[], 'required'>;
type Scalar = string | number | boolean;
type KeyOf<S extends Schema> = {
  [K in keyof Input<S>]: Input<S>[K] extends Scalar | undefined ? K : never;
}[keyof Input<S>] &
  string;

/** A list that is replaced as a whole. */
export function array<S extends Schema>(
  description: string,
  items: S,
  { rules, ...bounds }: ListOptions = {},
): List<S> {
  return makeNode({ kind: 'array', items, listType: 'atomic', keys: [], ...bounds }, description, rules);
}

/** A list of scalars without duplicates, to which several writers may add. */
export function set<S extends Schema<Scalar>>(
  description: string,
  items: S,
  { rules, ...bounds }: ListOptions = {},
): List<S> {
  return makeNode({ kind: 'array', items, listType: 'set', keys: [], ...bounds }, description, rules);
}

/** A list of objects that differ in the fields named by `keys`, to which several writers may add. */
export function listMap<S extends Schema<object>, const K extends readonly [KeyOf<S>, ...KeyOf<S>[]]>(
  description: string,
  keys: K,
  items: S,
  { rules, ...bounds }: ListOptions = {},
): List<S> {
  return makeNode({ kind: 'array', items, listType: 'map', keys: [...keys], ...bounds }, description, rules);
}
