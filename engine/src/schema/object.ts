/** Objects with named fields. The root of a spec or status is always one. */
import type { Input, Output, Presence, Schema } from './node.ts';
import type { Rules } from './rule.ts';
import { makeNode } from './make-node.ts';

/** Named fields, in the order in which docs and `kubectl explain` show them. */
export type Fields = { readonly [name: string]: Schema };

type Flat<T> = { [K in keyof T]: T[K] };
type WithPresence<F extends Fields, P extends Presence> = {
  [K in keyof F as F[K]['presence'] extends P ? K : never]: F[K];
};
type Written<F extends Fields> = { -readonly [K in keyof F]: Input<F[K]> };
type Read<F extends Fields> = { -readonly [K in keyof F]: Output<F[K]> };

/** The type of an object as its author writes it: only required fields must be present. */
type FieldsInput<F extends Fields> = Flat<
  Written<WithPresence<F, 'required'>> & Partial<Written<WithPresence<F, 'optional' | 'defaulted'>>>
>;

/** The type of an object after defaulting: defaulted fields are present too. */
type FieldsOutput<F extends Fields> = Flat<
  Read<WithPresence<F, 'required' | 'defaulted'>> & Partial<Read<WithPresence<F, 'optional'>>>
>;

export interface ObjectOptions extends Rules {
  /** Required everywhere except at the root of a spec or status. */
  readonly description?: string;
}

/** An object with exactly these fields. */
export function object<const F extends Fields>(
  fields: F,
  { description, rules }: ObjectOptions = {},
): Schema<FieldsInput<F>, FieldsOutput<F>, 'required'> {
  return makeNode({ kind: 'object', fields: { ...fields } }, description, rules);
}
