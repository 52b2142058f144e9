/** Objects with named fields: the only shape that may stand at the root of a spec or status. */
import type { Input, Output, Presence, Schema } from './node.ts';
import type { Rules } from './rule.ts';
import { makeNode } from './make-node.ts';

/** Named fields, in the order in which docs and `kubectl explain` show them. */
export type Fields = { readonly [name: string]: Schema };

type Flat<T> = { [K in keyof T]: T[K] };
type Having<F extends Fields, P extends Presence> = { [K in keyof F as F[K]['presence'] extends P ? K : never]: F[K] };
type Written<F extends Fields> = { -readonly [K in keyof F]: Input<F[K]> };
type Seen<F extends Fields> = { -readonly [K in keyof F]: Output<F[K]> };

/** An object as written: only required fields must be there. */
export type FieldsInput<F extends Fields> = Flat<
  Written<Having<F, 'required'>> & Partial<Written<Having<F, 'optional' | 'defaulted'>>>
>;

/** An object after defaulting: defaulted fields are there too. */
export type FieldsOutput<F extends Fields> = Flat<
  Seen<Having<F, 'required' | 'defaulted'>> & Partial<Seen<Having<F, 'optional'>>>
>;

export interface ObjectOptions extends Rules {
  /** Needed everywhere but at the root of a spec or status. */
  readonly description?: string;
}

/** An object with exactly these fields. */
export function object<const F extends Fields>(
  fields: F,
  { description, rules }: ObjectOptions = {},
): Schema<FieldsInput<F>, FieldsOutput<F>, 'required'> {
  return makeNode({ kind: 'object', fields: { ...fields } }, description, rules);
}
