/** Reads the kinds of an OpenAPI v3 document, which kube-apiserver publishes for one group and version. */
import { definitionPrefix, type JsonSchema } from './json-schema.ts';
import type { KindDefinition } from './kind.ts';
import { objectMeta, objectMetaName } from './object-meta.ts';
import { strip } from './strip.ts';
import { isMap, schemaFlaw } from './well-formed.ts';
import { withoutZeroDefaults } from './zero-defaults.ts';

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface OpenApi {
  readonly paths?: { readonly [path: string]: { readonly post?: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: JsonSchema } };
}

const kindKey = 'x-kubernetes-group-version-kind';

interface Operation {
  readonly [kindKey]?: GroupVersionKind;
}

interface Kinds {
  readonly [kindKey]?: readonly GroupVersionKind[];
}

const componentPrefix = '#/components/schemas/';

/** Components for which the structural dialect has a keyword. */
const wellKnown: Readonly<Record<string, JsonSchema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

export function isOpenApi(content: unknown): content is OpenApi {
  const { openapi, components } = (content ?? {}) as { openapi?: unknown; components?: { schemas?: unknown } };
  return typeof openapi === 'string' && typeof components?.schemas === 'object';
}

/** What is wrong with a document that somebody wrote, as part of a sentence; undefined for a sound one. */
export function openApiFlaw({ paths = {}, components: { schemas } }: OpenApi): string | undefined {
  if (!isMap(paths)) return 'paths is no map';
  if (!isMap(schemas)) return 'components.schemas is no map';
  for (const [path, item] of Object.entries(paths)) {
    const named: unknown = isMap(item) ? (item.post as Operation | null | undefined)?.[kindKey] : null;
    if (named !== undefined && !isMap(named)) return `paths['${path}'] is not as the API server writes it`;
  }
  for (const [name, schema] of Object.entries(schemas)) {
    // The generator refuses a reference that leads nowhere.
    const flaw = schemaFlaw(schema, (ref) => typeof ref === 'string');
    if (flaw !== undefined) return `components.schemas['${name}']: ${flaw}`;
    const kinds: unknown = (schema as Kinds)[kindKey] ?? [];
    if (!Array.isArray(kinds) || !kinds.every(isMap))
      return `components.schemas['${name}'].${kindKey} is no list of kinds`;
  }
  return undefined;
}

/** One definition per kind that can be created, with only the components it refers to. */
export function openApiKinds({ paths = {}, components }: OpenApi): readonly KindDefinition[] {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    // Paths below `{name}` are subresources.
    const plural = /^[^{]*(?:\/\{namespace\}[^{]*)?\/([a-z0-9]+)$/.exec(path)?.[1];
    const named = post?.[kindKey];
    if (plural === undefined || named === undefined) return [];
    const apiVersion = named.group === '' ? named.version : `${named.group}/${named.version}`;
    const component = Object.entries(components.schemas).find(([, schema]) => hasKind(schema, named));
    if (component === undefined) return [];
    const written = () => standAlone(component[1], components.schemas);
    const [namespaced, schema] = [path.includes('/{namespace}/'), () => strip(written())];
    return [{ apiVersion, kind: named.kind, plural, namespaced, written, schema }];
  });
}

function hasKind(schema: JsonSchema, named: GroupVersionKind): boolean {
  const kinds = (schema as Kinds)[kindKey];
  return (
    kinds?.length === 1 &&
    kinds.every(({ group, version, kind }) => kind === named.kind && group === named.group && version === named.version)
  );
}

/** The kind's schema with `metadata` as CRDs have it, since the API server checks that itself. That of its templates it keeps. */
function withoutOwnMetadata(kind: JsonSchema): JsonSchema {
  const metadata = kind.properties?.['metadata'];
  if (metadata === undefined || referenceOf(metadata) !== objectMetaName) return kind;
  const { description } = metadata;
  const plain: JsonSchema = { type: 'object', ...(description !== undefined && { description }) };
  return { ...kind, properties: { ...kind.properties, metadata: plain } };
}

/** The schema with a copy of every component that it reaches in `definitions`. */
function standAlone(root: JsonSchema, components: OpenApi['components']['schemas']): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const rewrite = (schema: JsonSchema): JsonSchema => {
    const name = referenceOf(schema);
    if (name === undefined) return withoutZeroDefaults(mapChildren(schema, rewrite));
    // The field's own description says more than that of its component.
    const text = schema.description === undefined ? {} : { description: schema.description };
    const known = wellKnown[name];
    if (known !== undefined) return { ...known, ...text };
    const component = name === objectMetaName ? objectMeta : components[name];
    // The generator refuses it, because the document lacks the component.
    if (component === undefined) return { $ref: definitionPrefix + name };
    if (component.properties === undefined && component.$ref === undefined) return { ...rewrite(component), ...text };
    if (!definitions.has(name)) {
      definitions.set(name, {});
      definitions.set(name, rewrite(component));
    }
    return { $ref: definitionPrefix + name, ...text };
  };
  const schema = rewrite(withoutOwnMetadata(root));
  return definitions.size === 0 ? schema : { ...schema, definitions: Object.fromEntries(definitions) };
}

/** The component that a schema stands for, as a `$ref` or an `allOf` with one `$ref`; undefined for other schemas. */
function referenceOf({ $ref, allOf }: JsonSchema): string | undefined {
  const ref = $ref ?? (allOf?.length === 1 ? allOf[0]?.$ref : undefined);
  return ref?.startsWith(componentPrefix) === true ? ref.slice(componentPrefix.length) : undefined;
}

function mapChildren(schema: JsonSchema, change: (child: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties: values } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, change(field)])),
    }),
    ...(items && { items: change(items) }),
    ...(typeof values === 'object' && { additionalProperties: change(values) }),
  };
}
