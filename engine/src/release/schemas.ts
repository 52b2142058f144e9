/** Builds the JSON Schemas with which editors complete and check claims and environments. */
import type { AnyFunctions } from '../authoring/index.ts';
import { schemaFile } from '../scaffold/minimal.ts';
import type { File } from '../files.ts';
import { claimsFile, claimsSchema } from './claims-schema.ts';
import { chosenFields } from '../schema/crossplane-fields.ts';
import { kebab, pluralOf } from '../schema/kind-name.ts';
import { type AnyApi, type ObjectNode, toJsonSchema, xrSchema } from '../schema/index.ts';

interface Published {
  readonly name: string;
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
  readonly schemas?: string;
}

/** The name of the JSON Schema file of the platform's EnvironmentConfig. */
export const environmentFile = 'environment.json';

/** The name of the file that lists the others. */
export const catalogFile = 'catalog.json';

/**
 * One schema for each API, one for files of any claims, one for environments, and, for a platform that publishes them, catalog.json in the form of
 * https://www.schemastore.org/api/json/catalog.json. Editors read a catalog by HTTP alone, and take each address in it as it is:
 * https://github.com/redhat-developer/yaml-language-server/blob/2.0.0/src/languageserver/handlers/settingsHandlers.ts
 */
export function schemaFiles(platform: Published, functions: AnyFunctions): File[] {
  const apis = Object.values(platform.apis).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const files = [
    ...apis.map((api) => ({ path: schemaFile(api), content: text(claimSchema(platform, api)) })),
    { path: claimsFile, content: text(claimsSchema(platform.group, apis, urlOf(platform, claimsFile))) },
    { path: environmentFile, content: text(environmentSchema(platform, functions)) },
  ];
  return platform.schemas === undefined
    ? files
    : [...files, { path: catalogFile, content: text(catalog(platform.schemas, apis)) }];
}

/** Names of files say only that claims are in them: one may hold other manifests too, so its documents are told apart by their kinds. */
function catalog(address: string, apis: readonly AnyApi[]): object {
  return {
    $schema: 'https://json.schemastore.org/schema-catalog.json',
    version: 1,
    schemas: [
      {
        name: 'Claim',
        description: `Claims of a platform: ${apis.map(({ kind }) => kind).join(', ')}.`,
        fileMatch: [...new Set([...filesNamed('claims', 'claims'), ...apis.flatMap(filesOf)])],
        url: `${address}/${claimsFile}`,
      },
      {
        name: 'EnvironmentConfig',
        description: aboutEnvironments,
        fileMatch: filesNamed('environment', 'environments'),
        url: `${address}/${environmentFile}`,
      },
    ],
  };
}

/** The files that hold claims of the kind, by its name with and without hyphens. */
function filesOf({ kind, singular, plural }: AnyApi): string[] {
  const hyphenated = kebab(kind);
  return [...filesNamed(hyphenated, pluralOf(hyphenated)), ...filesNamed(singular, plural)];
}

/** Each pattern begins with a folder: editors compare only the end of a path, so `store.yaml` alone would match `state-store.yaml`. */
function filesNamed(one: string, many: string): string[] {
  return [...ends.flatMap((end) => [`**/${one}.${end}`, `**/*.${one}.${end}`]), ...inFolder(many)];
}

function inFolder(name: string): string[] {
  return ends.map((end) => `**/${name}/*.${end}`);
}

const ends = ['yaml', 'yml'];

/** The schema of a claim: that of the XR, with fixed apiVersion and kind and without the status. */
function claimSchema(platform: Published, api: AnyApi): object {
  const id = urlOf(platform, schemaFile(api));
  return toJsonSchema(xrSchema(api), {
    title: api.kind,
    constants: { apiVersion: versionsOf(platform, api), kind: api.kind },
    without: ['status'],
    accepted: chosenFields,
    ...(id !== undefined && { id }),
  });
}

/** Every apiVersion of the kind; the first is the one that Crossplane stores. */
function versionsOf({ group }: Published, { version, alsoServed }: AnyApi): readonly [string, ...string[]] {
  return [`${group}/${version}`, ...alsoServed.map((other) => `${group}/${other}`)];
}

const aboutEnvironments = 'The facts of one cluster that the platform needs.';

/** The schema of the EnvironmentConfig. */
function environmentSchema(platform: Published, functions: AnyFunctions): object {
  const id = urlOf(platform, environmentFile);
  const { $schema, ...data } = toJsonSchema(environmentNode(functions));
  return {
    $schema,
    ...(id !== undefined && { $id: id }),
    title: 'EnvironmentConfig',
    description: aboutEnvironments,
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'data'],
    properties: {
      apiVersion: { const: 'apiextensions.crossplane.io/v1beta1' },
      kind: { const: 'EnvironmentConfig' },
      metadata: { type: 'object', required: ['name'], properties: { name: { const: platform.name } } },
      data,
    },
  };
}

/** The schema of the environment, which all functions of a platform share. */
export function environmentNode(functions: AnyFunctions): ObjectNode {
  const nodes = Object.values(functions).map(({ planner }) => planner.environment as ObjectNode);
  return { ...nodes[0]!, fields: Object.assign({}, ...nodes.map(({ fields }) => fields)) as ObjectNode['fields'] };
}

function urlOf({ schemas }: Published, file: string): string | undefined {
  return schemas === undefined ? undefined : `${schemas}/${file}`;
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
