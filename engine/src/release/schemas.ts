/** Builds the JSON Schemas with which editors complete and check claims and environments. */
import type { AnyFunctions } from '../authoring/index.ts';
import { schemaFile } from '../scaffold/minimal.ts';
import type { File } from '../files.ts';
import { type AnyApi, type Node, type ObjectNode, toJsonSchema, xrSchema } from '../schema/index.ts';

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

/** One schema for each API, one for environments, and catalog.json in the form of https://www.schemastore.org/api/json/catalog.json. */
export function schemaFiles(platform: Published, functions: AnyFunctions): File[] {
  const apis = Object.values(platform.apis).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const files = [
    ...apis.map((api) => ({ path: schemaFile(api), content: text(claimSchema(platform, api)) })),
    { path: environmentFile, content: text(environmentSchema(platform, functions)) },
  ];
  const catalog = {
    $schema: 'https://json.schemastore.org/schema-catalog.json',
    version: 1,
    schemas: [
      ...apis.map((api) => ({
        name: api.kind,
        description: api.description,
        fileMatch: [`${api.singular}.yaml`, `*.${api.singular}.yaml`, `${api.plural}/*.yaml`],
        url: urlOf(platform, schemaFile(api)) ?? schemaFile(api),
      })),
      {
        name: 'EnvironmentConfig',
        description: aboutEnvironments,
        fileMatch: ['environment.yaml', '*.environment.yaml', 'environments/*.yaml'],
        url: urlOf(platform, environmentFile) ?? environmentFile,
      },
    ],
  };
  return [...files, { path: catalogFile, content: text(catalog) }];
}

/** The schema of a claim: that of the XR, with fixed apiVersion and kind and without the status. */
function claimSchema(platform: Published, api: AnyApi): object {
  const id = urlOf(platform, schemaFile(api));
  return toJsonSchema(xrSchema(api), {
    title: api.kind,
    constants: { apiVersion: versionsOf(platform, api), kind: api.kind },
    without: ['status'],
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
    required: ['apiVersion', 'kind', 'metadata', 'data'],
    properties: {
      apiVersion: { const: 'apiextensions.crossplane.io/v1beta1' },
      kind: { const: 'EnvironmentConfig' },
      metadata: { type: 'object', required: ['name'], properties: { name: { const: platform.name } } },
      data,
    },
  };
}

function environmentNode(functions: AnyFunctions): Node {
  const nodes = Object.values(functions).map(({ planner }) => planner.environment as ObjectNode);
  return { ...nodes[0]!, fields: Object.assign({}, ...nodes.map(({ fields }) => fields)) as ObjectNode['fields'] };
}

function urlOf({ schemas }: Published, file: string): string | undefined {
  return schemas === undefined ? undefined : `${schemas}/${file}`;
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
