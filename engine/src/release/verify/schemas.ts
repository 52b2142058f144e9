/** Checks the editor schemas against the definitions in the packages: both must say the same about a spec. */
import type { PackageObject } from '../../xpkg/objects.ts';
import { describedAsDeprecated } from '../../schema/deprecation.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import { fieldOf, itemsOf, objectOf, shown } from '../../xpkg/verify/json.ts';
import type { Findings } from './findings.ts';
import type { PackageObjects } from './package.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Adds every difference between a definition and the schema of its kind. */
export async function checkSchemas(
  findings: Findings,
  files: Files,
  packages: readonly PackageObjects[],
): Promise<void> {
  const read = new Map<string, Promise<Schema | undefined>>();
  for (const { entry, objects } of packages) {
    for (const { object, file } of objects) {
      if (object.kind !== 'CompositeResourceDefinition') continue;
      const definition = definitionIn(object);
      const path = `schemas/${definition.kind.toLowerCase()}-${definition.version}.json`;
      const pending = read.get(path) ?? schemaIn(findings, files, path);
      read.set(path, pending);
      const schema = await pending;
      if (schema === undefined) continue;
      const place = `manifests/${entry.name}/${file}`;
      const property = (...fields: readonly string[]): unknown => fieldOf(schema, 'properties', ...fields);
      const stated = property('apiVersion', 'enum') ?? [property('apiVersion', 'const')];
      findings.agree(path, 'properties.apiVersion', sorted(stated), sorted(definition.versions), place);
      findings.agree(path, 'properties.kind', property('kind', 'const'), definition.kind, place);
      compare(findings, { path, place }, 'spec', schemaOf(property('spec')), schemaOf(definition.spec));
    }
  }
}

/** What a definition says about the claims of its kind. */
function definitionIn(definition: PackageObject) {
  const spec = fieldOf(definition, 'spec');
  const kind = shown(fieldOf(spec, 'claimNames', 'kind') ?? fieldOf(spec, 'names', 'kind'));
  const versions = itemsOf(fieldOf(spec, 'versions'));
  // An API has one schema for all its versions, which is named by the one that Crossplane stores.
  const stored = versions.find((version) => fieldOf(version, 'referenceable') === true);
  const group = shown(fieldOf(spec, 'group'));
  return {
    kind,
    version: shown(fieldOf(stored, 'name')),
    versions: versions.map((version) => `${group}/${shown(fieldOf(version, 'name'))}`),
    spec: fieldOf(stored, 'schema', 'openAPIV3Schema', 'properties', 'spec'),
  };
}

async function schemaIn(findings: Findings, files: Files, path: string): Promise<Schema | undefined> {
  const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
  if (!findings.expect(bytes !== undefined, path, 'is missing, but a package has its definition')) return undefined;
  const value = await findings.attempt(
    path,
    'is not JSON',
    () => JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as Schema,
  );
  if (value === undefined) return undefined;
  return findings.expect(objectOf(value) !== undefined, path, 'is no JSON object') ? value : undefined;
}

/** The keywords that mean the same in an editor schema and in a definition. Patterns and formats are translated for editors. */
const shared = [
  'default',
  'enum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'multipleOf',
];

interface Compared {
  /** The schema's file. */
  readonly path: string;
  /** The definition's file. */
  readonly place: string;
}

function compare(findings: Findings, files: Compared, at: string, written: Schema, defined: Schema): void {
  const agree = (keyword: string, stated: unknown, actual: unknown): void =>
    findings.agree(files.path, `${at}: ${keyword}`, stated, actual, files.place);
  agree('description', descriptionOf(written), defined['description']);
  for (const keyword of shared) agree(keyword, written[keyword], defined[keyword]);
  for (const keyword of ['minimum', 'maximum'])
    if (defined[keyword] !== undefined) agree(keyword, written[keyword], defined[keyword]);
  agree('type', typesOf(written), typesOf(defined));
  agree('required', sorted(written['required']), sorted(defined['required']));
  const fields = fieldsOf(written);
  const known = fieldsOf(defined);
  agree('properties', Object.keys(fields).toSorted(), Object.keys(known).toSorted());
  for (const [name, field] of Object.entries(fields))
    compare(findings, files, `${at}.${name}`, field, schemaOf(known[name]));
  for (const [keyword, mark] of [
    ['items', '[]'],
    ['additionalProperties', '.*'],
  ] as const) {
    const [inner, other] = [innerOf(written[keyword]), innerOf(defined[keyword])];
    agree(keyword, inner !== undefined, other !== undefined);
    if (inner !== undefined && other !== undefined) compare(findings, files, `${at}${mark}`, inner, other);
  }
}

/** A definition says in the description of a field that it is deprecated; an editor schema has a keyword for it. */
function descriptionOf({ description, deprecationMessage: text }: Schema): unknown {
  if (typeof text !== 'string') return description;
  return describedAsDeprecated(typeof description === 'string' ? description : undefined, text);
}

/** The fields that editors propose: they accept some of Crossplane's own besides. */
function fieldsOf({ properties }: Schema): Readonly<Record<string, Schema>> {
  const fields = Object.entries(schemaOf(properties)).map(([name, field]) => [name, schemaOf(field)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field['doNotSuggest'] !== true));
}

function typesOf(schema: Schema): unknown {
  const { type, nullable } = schema;
  const named = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : type;
  const types = Array.isArray(named) ? (named as unknown[]) : named === undefined ? [] : [named];
  return sorted(nullable === true && !types.includes('null') ? [...types, 'null'] : types);
}

/** The same texts in another order are the same. */
function sorted(texts: unknown): unknown {
  return itemsOf(texts).map(shown).toSorted();
}

/** An object as a schema; an empty one for any other value. */
function schemaOf(value: unknown): Schema {
  return innerOf(value) ?? {};
}

function innerOf(value: unknown): Schema | undefined {
  return objectOf(value as Schema | undefined);
}
