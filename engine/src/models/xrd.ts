/** Reads the kinds of a CompositeResourceDefinition of another platform, as Crossplane makes CRDs of it. */
import {
  claimFields,
  claimStatusFields,
  namespacedFields,
  namespacedStatusFields,
} from '../schema/crossplane-fields.ts';
import type { Node } from '../schema/node.ts';
import { structural } from '../schema/structural.ts';
import type { Spec } from './definition.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KindDefinition } from './kind.ts';
import { strip } from './strip.ts';
import { schemaFlaw } from './well-formed.ts';

interface Xrd {
  readonly apiVersion: string;
  readonly spec: Spec;
}

export function isXrd(content: unknown): content is Xrd {
  const { kind, apiVersion } = (content ?? {}) as { kind?: unknown; apiVersion?: unknown };
  return (
    kind === 'CompositeResourceDefinition' && /^apiextensions\.crossplane\.io\/v[12]$/.test(`${String(apiVersion)}`)
  );
}

/** Per served version the composite resource and, if claims are offered, the claim. */
export function xrdKinds({ apiVersion, spec }: Xrd): readonly KindDefinition[] {
  const { group, names, claimNames, versions } = spec;
  const scope = spec.scope ?? (apiVersion.endsWith('/v2') ? 'Namespaced' : 'LegacyCluster');
  const offered = [
    { ...names, namespaced: scope === 'Namespaced', machinery: machineryOf(scope) },
    ...(claimNames ? [{ ...claimNames, namespaced: true, machinery: claim }] : []),
  ];
  return versions
    .filter(({ served }) => served)
    .flatMap(({ name, schema }) =>
      offered.map(({ kind, plural, namespaced, machinery }) => {
        const written = () => withMachinery(schema?.openAPIV3Schema ?? {}, machinery);
        return { apiVersion: `${group}/${name}`, kind, plural, namespaced, written, schema: () => strip(written()) };
      }),
    );
}

type Fields = Readonly<Record<string, JsonSchema>>;

/** The fields that Crossplane adds to those of the definition. */
interface Machinery {
  readonly spec: Fields;
  readonly status: Fields;
}

/** What Crossplane takes from the schema of an author, for the whole object, its spec and its status; it drops all other keywords. */
const taken = {
  whole: ['description', 'x-kubernetes-validations'],
  status: ['description', 'x-kubernetes-validations', 'required', 'oneOf'],
  spec: ['description', 'x-kubernetes-validations', 'required', 'oneOf', 'x-kubernetes-preserve-unknown-fields'],
} as const;

/** The longest name: Crossplane uses it as the value of a label. */
const longestName = 63;

/**
 * The schema of the CRD. A field of Crossplane's replaces one of the author with the same name.
 * https://github.com/crossplane/crossplane-runtime/blob/v2.4.0/pkg/xcrd/crd.go#L158
 */
function withMachinery(author: JsonSchema, machinery: Machinery): JsonSchema {
  // The generator refuses it, and says why.
  if (schemaFlaw(author) !== undefined) return author;
  const { metadata, spec = {}, status = {} } = author.properties ?? {};
  const part = (schema: JsonSchema, keywords: readonly string[], fields: Fields): JsonSchema => ({
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywords.includes(keyword))),
    type: 'object',
    properties: fields,
  });
  const maxLength = Math.min(longestName, metadata?.properties?.['name']?.maxLength ?? longestName);
  const whole = part(author, taken.whole, {
    apiVersion: string,
    kind: string,
    metadata: { type: 'object', properties: { name: { type: 'string', maxLength } } },
    spec: part(spec, taken.spec, { ...spec.properties, ...machinery.spec }),
    status: part(status, taken.status, { ...status.properties, ...machinery.status }),
  });
  return { ...whole, required: ['spec'] };
}

const string: JsonSchema = { type: 'string' };

const schemas = (fields: Readonly<Record<string, Node>>): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, structural(field) as JsonSchema]));

const reference = (...names: string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, string])),
  required: names,
});

const claim: Machinery = { spec: schemas(claimFields), status: schemas(claimStatusFields) };
const namespaced: Machinery = { spec: schemas(namespacedFields), status: schemas(namespacedStatusFields) };

/** Only resources of a namespaced XR are in its own namespace, so the others are referred to with theirs. */
const resourceRefs: JsonSchema = {
  type: 'array',
  items: { ...reference('apiVersion', 'kind', 'name', 'namespace'), required: ['apiVersion', 'kind'] },
  'x-kubernetes-list-type': 'atomic',
};

/** https://github.com/crossplane/crossplane-runtime/blob/v2.4.0/pkg/xcrd/schemas.go#L76 */
function machineryOf(scope: string): Machinery {
  if (scope === 'Namespaced') return namespaced;
  if (scope === 'Cluster') {
    const crossplane = namespaced.spec['crossplane'] ?? {};
    const properties = { ...crossplane.properties, resourceRefs };
    return { spec: { crossplane: { ...crossplane, properties } }, status: namespaced.status };
  }
  const { compositeDeletePolicy: _, resourceRef: __, ...shared } = claim.spec;
  const claimRef = reference('apiVersion', 'kind', 'namespace', 'name');
  const own = { resourceRefs, claimRef, writeConnectionSecretToRef: reference('name', 'namespace') };
  return { spec: { ...shared, ...own }, status: claim.status };
}
