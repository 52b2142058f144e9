/** OpenAPI documents that are damaged: each is refused in a sentence that names the document and the place. */
import { expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { kindsOf } from './document.ts';

const named = { group: 'toy.example.org', version: 'v1', kind: 'Widget' };
const kindKey = 'x-kubernetes-group-version-kind';
const path = '/apis/toy.example.org/v1/namespaces/{namespace}/widgets';
const widget = { type: 'object', properties: { size: { $ref: '#/components/schemas/Size' } }, [kindKey]: [named] };

const content = (paths: unknown, schemas: unknown) => ({ openapi: '3.0.0', paths, components: { schemas } });
const sound = {
  paths: { [path]: { post: { [kindKey]: named } } },
  schemas: { Widget: widget, Size: { type: 'string' } },
};
const withWidget = (changes: object) => content(sound.paths, { ...sound.schemas, Widget: { ...widget, ...changes } });
const read = (document: unknown) =>
  kindsOf({ source: 'toys.json', sha256: '', content: document }).map((kind) => [kind.written(), kind.schema()]);

test('a sound document has its kinds', () => {
  expect(read(content(sound.paths, sound.schemas))).toHaveLength(1);
});

test.each([
  { reason: 'no paths', document: content(null, sound.schemas), says: 'paths is no map' },
  { reason: 'a path that is nothing', document: content({ [path]: null }, sound.schemas), says: `paths['${path}']` },
  {
    reason: 'an operation for no kind',
    document: content({ [path]: { post: { [kindKey]: null } } }, sound.schemas),
    says: `paths['${path}']`,
  },
  { reason: 'no components', document: content(sound.paths, null), says: 'components.schemas is no map' },
  {
    reason: 'a component that is nothing',
    document: content(sound.paths, { ...sound.schemas, Size: null }),
    says: "components.schemas['Size']: it is no schema",
  },
  {
    reason: 'a field that is nothing',
    document: withWidget({ properties: { size: null } }),
    says: 'properties.size is',
  },
  {
    reason: 'a reference that is no text',
    document: withWidget({ properties: { size: { $ref: [] } } }),
    says: 'properties.size.$ref points nowhere',
  },
  { reason: 'kinds that are a text', document: withWidget({ [kindKey]: 'x' }), says: 'is no list of kinds' },
  { reason: 'a kind that is nothing', document: withWidget({ [kindKey]: [null] }), says: 'is no list of kinds' },
])('a document with $reason is refused', ({ document, says }) => {
  expect(() => read(document)).toThrow(UserError);
  expect(() => read(document)).toThrow(/^cannot read the OpenAPI document in toys\.json: /);
  expect(() => read(document)).toThrow(says);
});
