/** Changes to any schema: a field becomes optional, defaulted, nullable or deprecated. */
import type { Deprecation } from './deprecation.ts';
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
 * The field still works, and may be gone after its sunset. CRDs can deprecate only whole versions. So the note is in the description of the
 * XRD and in `deprecated` of the JSON Schema, and `planesmith validate` warns.
 */
export function deprecated<S extends Schema>(schema: S, deprecation: Deprecation): S {
  return change(schema, { deprecated: { ...deprecation } });
}

function change<T extends Schema>(
  schema: Schema,
  changes: { presence?: Presence; nullable?: true; default?: Json; deprecated?: Deprecation },
): T {
  return deepFreeze({ ...schema, ...changes }) as unknown as T;
}
