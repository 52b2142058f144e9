/** Builds the one JSON Schema by which editors check any file: each document of it by its kind. */
import { schemaFile } from '../scaffold/minimal.ts';
import type { AnyApi } from '../schema/index.ts';

/** The name of its file, beside those of the APIs. */
export const claimsFile = 'claims.json';

/**
 * A schema that refers to those of the APIs by the names of their files, so it works at an address and in a folder. A document of another group
 * is not checked: manifests of an application stand beside its claims.
 */
export function claimsSchema(group: string, apis: readonly AnyApi[], id: string | undefined): object {
  const ours = {
    required: ['apiVersion'],
    properties: { apiVersion: { pattern: `^${group.replaceAll('.', '\\.')}/` } },
  };
  const ofKind = (kind: string) => ({
    required: [...ours.required, 'kind'],
    properties: { ...ours.properties, kind: { const: kind } },
  });
  const kinds = { enum: apis.map(({ kind }) => kind) };
  const versions = { enum: [...new Set(apis.map(({ version }) => `${group}/${version}`))] };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(id !== undefined && { $id: id }),
    title: 'Claim',
    description: 'A claim, checked by its kind. Documents of other groups are not checked.',
    type: 'object',
    // Editors propose what they find here while nothing else applies yet.
    properties: {
      apiVersion: { anyOf: [versions, { type: 'string' }] },
      kind: { anyOf: [kinds, { type: 'string' }] },
      metadata: { type: 'object' },
      spec: {},
    },
    allOf: [
      when(ours, { properties: { kind: kinds } }),
      ...apis.map((api) => when(ofKind(api.kind), { $ref: schemaFile(api) })),
    ],
  };
}

function when(condition: object, schema: object): object {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits a schema.
  return { if: condition, then: schema };
}
