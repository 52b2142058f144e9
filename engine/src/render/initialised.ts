/** Fields that an owner writes into the spec of its object, where Crossplane wrote none. They stay until Crossplane writes them. */
import type { KubernetesObject } from './object.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The manager of these fields, in `metadata.managedFields`. */
const manager = 'owner';

/** The object with `fields` of its spec. A field that the spec has already stays as it is. */
export function withInitialised(object: KubernetesObject, fields: object): KubernetesObject {
  const spec = (object['spec'] ?? {}) as Fields;
  const added = absentIn(spec, fields as Fields);
  if (Object.keys(added).length === 0) return object;
  const fieldsV1 = { 'f:spec': named(merged(initialisedIn(object), added)) };
  const entry = { manager, operation: 'Update', fieldsType: 'FieldsV1', fieldsV1 };
  return { ...object, metadata: { ...object.metadata, managedFields: [entry] }, spec: merged(spec, added) };
}

/** An entry of `metadata.managedFields`. Crossplane applies on the server; owners update. */
interface ManagedFields {
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: Fields;
}

/** The fields of the spec that the object's owner wrote. */
export function initialisedIn({ metadata, spec }: KubernetesObject): Fields {
  const entries = (metadata['managedFields'] ?? []) as readonly ManagedFields[];
  const updates = entries.filter(({ operation, subresource }) => operation === 'Update' && (subresource ?? '') === '');
  return updates.reduce((fields: Fields, { fieldsV1 }) => {
    const names = fieldsV1?.['f:spec'];
    return isFields(names) && isFields(spec) ? merged(fields, valuesOf(names, spec)) : fields;
  }, {});
}

/** The entries of `fields` that `spec` does not have, at any depth. */
function absentIn(spec: Fields, fields: Fields): Fields {
  const absent = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const before = spec[name];
    if (before === undefined) return [[name, value]];
    if (!isFields(before) || !isFields(value)) return [];
    const inner = absentIn(before, value);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  });
  return Object.fromEntries(absent);
}

function merged(spec: Fields, added: Fields): Fields {
  const entries = Object.entries(added).map(([name, value]) => {
    const before = spec[name];
    return [name, isFields(before) && isFields(value) ? merged(before, value) : value];
  });
  return { ...spec, ...Object.fromEntries(entries) };
}

/** The names of fields, as server-side apply lists them. */
function named(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`f:${name}`, isFields(value) ? named(value) : {}]),
  );
}

function valuesOf(names: Fields, values: Fields): Fields {
  const entries = Object.entries(names).map(([name, inner]): [string, unknown] => {
    const field = name.slice('f:'.length);
    const value = values[field];
    return [field, isFields(value) && isFields(inner) ? valuesOf(inner, value) : value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
