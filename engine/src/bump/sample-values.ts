/** Invents what the owner of an object knows of it, by the schema of its kind alone. */
import type { OwnerValues, ValuesOf } from '../compare/behaviour/owned.ts';
import { dereference, type JsonSchema } from '../models/json-schema.ts';
import type { KindReference } from '../models/kind.ts';

/** Deeper than the status of any kind: a schema may contain itself. */
const mostLevels = 20;

/** A text that also is an address, since functions may read one as such. */
const text = 'https://known-to-its-owner.example';

/** What the owner of each kind with a schema may know: a value of its type for every field of its status. Nothing else is right about those values. */
export function sampleValues(schemaOf: (kind: KindReference) => JsonSchema | undefined): ValuesOf {
  const known = new Map<string, OwnerValues | undefined>();
  return ({ apiVersion, kind }) => {
    const name = `${apiVersion} ${kind}`;
    if (!known.has(name)) known.set(name, valuesIn(schemaOf({ apiVersion, kind })));
    return known.get(name);
  };
}

function valuesIn(schema: JsonSchema | undefined): OwnerValues | undefined {
  if (schema === undefined) return undefined;
  const { status = {} } = schema.properties ?? {};
  const sample = sampleOf(dereference(status, schema), schema, 0);
  return { status: typeof sample === 'object' && sample !== null ? sample : {}, externalName: text };
}

function sampleOf(node: JsonSchema, root: JsonSchema, level: number): unknown {
  if (level > mostLevels) return undefined;
  const below = (inner: JsonSchema) => sampleOf(dereference(inner, root), root, level + 1);
  if (node.enum !== undefined) return node.enum[0];
  if (node['x-kubernetes-int-or-string'] === true) return 1;
  if (node.type === 'array') return node.items === undefined ? [] : [below(node.items)];
  if (node.type === 'object') {
    return Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, inner]) => [name, below(inner)]));
  }
  return scalars[`${node.type} ${node.format}`] ?? scalars[String(node.type)];
}

const scalars: Readonly<Record<string, unknown>> = {
  string: text,
  'string date-time': '2000-01-01T00:00:00Z',
  integer: 1,
  number: 1,
  boolean: true,
};
