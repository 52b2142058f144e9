/** Defaulting as the API server does it. */
import type { Input, Output, Schema } from './node.ts';

/** A copy of `value` with the schema's defaults filled in; anything that is already there, valid or not, stays. */
export function applyDefaults<S extends Schema>(schema: S, value: Input<S>): Output<S> {
  (void schema, value);
  throw new Error('not built yet');
}
