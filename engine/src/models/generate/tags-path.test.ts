import { expect, test } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { tagsPath } from './tags-path.ts';

const texts: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };
const list: JsonSchema = { type: 'array', items: { type: 'string' } };
const managed = (properties: Record<string, JsonSchema>): JsonSchema => ({
  properties: { spec: { properties: { forProvider: { properties } } } },
});

test.each([
  { schema: managed({ tags: texts }), path: 'spec.forProvider.tags', reason: 'AWS and Azure call them tags' },
  {
    schema: managed({ labels: texts, tags: texts }),
    path: 'spec.forProvider.labels',
    reason: "Google's tags control permissions",
  },
  { schema: managed({ userLabels: texts }), path: 'spec.forProvider.userLabels', reason: 'some APIs of Google' },
  {
    schema: managed({ settings: { properties: { userLabels: texts } } }),
    path: 'spec.forProvider.settings.userLabels',
    reason: 'Cloud SQL has them in its settings',
  },
  { schema: managed({ tags: list }), path: undefined, reason: 'a list has no names' },
  { schema: managed({ region: { type: 'string' } }), path: undefined, reason: 'there is no such field' },
  { schema: { properties: { spec: texts } }, path: undefined, reason: 'it is no managed resource' },
  {
    schema: { ...managed({ tags: { $ref: '#/definitions/tags' } }), definitions: { tags: texts } },
    path: 'spec.forProvider.tags',
    reason: 'a schema may be shared',
  },
])('tags go to $path: $reason', ({ schema, path }) => {
  expect(tagsPath(schema)?.join('.')).toBe(path);
});
