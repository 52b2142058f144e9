/** JSON Schemas with which editors complete and check claims, and the catalog that lists them. */
import { schemaFile } from '../scaffold/minimal.ts';
import type { File } from '../files.ts';
import { type AnyApi, toJsonSchema, xrSchema } from '../schema/index.ts';

interface Published {
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
  readonly schemas?: string;
}

/** One schema for every API, and catalog.json in the form of https://www.schemastore.org/api/json/catalog.json. */
export function schemaFiles(platform: Published): File[] {
  const apis = Object.values(platform.apis).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const files = apis.map((api) => ({ path: schemaFile(api), content: text(claimSchema(platform, api)) }));
  const catalog = {
    $schema: 'https://json.schemastore.org/schema-catalog.json',
    version: 1,
    schemas: apis.map((api) => ({
      name: api.kind,
      description: api.description,
      fileMatch: [`${api.singular}.yaml`, `*.${api.singular}.yaml`, `${api.plural}/*.yaml`],
      url: urlOf(platform, api) ?? schemaFile(api),
    })),
  };
  return [...files, { path: 'catalog.json', content: text(catalog) }];
}

/** The schema of a claim: that of the object, of this kind alone and without what the platform writes. */
function claimSchema(platform: Published, api: AnyApi): object {
  const id = urlOf(platform, api);
  return toJsonSchema(xrSchema(api), {
    title: api.kind,
    constants: { apiVersion: versionsOf(platform, api), kind: api.kind },
    without: ['status'],
    ...(id !== undefined && { id }),
  });
}

/** Every apiVersion of the kind, the one that Crossplane stores first. */
function versionsOf({ group }: Published, { version, alsoServed }: AnyApi): readonly [string, ...string[]] {
  return [`${group}/${version}`, ...alsoServed.map((each) => `${group}/${each}`)];
}

function urlOf({ schemas }: Published, api: AnyApi): string | undefined {
  return schemas === undefined ? undefined : `${schemas}/${schemaFile(api)}`;
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
