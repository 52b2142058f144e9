/** What can be said about any schema: it may be absent, null, filled in, or on its way out. */
import { deepFreeze } from './make-node.ts';
import type { Input, Json, Output, Presence, Schema } from './node.ts';

/** The field may be absent. */
export function optional<S extends Schema>(schema: S): Schema<Input<S>, Output<S>, 'optional'> {
  return change(schema, { presence: 'optional' });
}

/** The API server fills in `value` when the field is absent, and stores it. */
export function defaulted<S extends Schema>(
  schema: S,
  value: NoInfer<Input<S>>,
): Schema<Input<S>, Output<S>, 'defaulted'> {
  return change(schema, { presence: 'defaulted', default: structuredClone(value) as Json });
}

/** The value may be null. */
export function nullable<S extends Schema>(schema: S): Schema<Input<S> | null, Output<S> | null, S['presence']> {
  return change(schema, { nullable: true });
}

/**
 * The field still works but is on its way out; `instead` completes "Deprecated: …" in its description.
 * Kubernetes has no field deprecation in CRDs (only whole versions can warn), so this is a note in the XRD and `deprecated` in the JSON Schema.
 */
export function deprecated<S extends Schema>(schema: S, instead: string): S {
  return change(schema, { deprecated: instead });
}

function change<T extends Schema>(
  schema: Schema,
  changes: { presence?: Presence; nullable?: true; default?: Json; deprecated?: string },
): T {
  return deepFreeze({ ...schema, ...changes }) as unknown as T;
}
