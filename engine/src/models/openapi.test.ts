import { expect, it } from 'vitest';
import { kindsOf } from './document.ts';

const gvk = (kind: string) => ({
  'x-kubernetes-group-version-kind': { group: 'toy.example.org', version: 'v1', kind },
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const content = {
  source: 'toy.json',
  sha256: '',
  content: {
    openapi: '3.0.0',
    paths: {
      '/apis/toy.example.org/v1/namespaces/{namespace}/widgets': { get: gvk('Widget'), post: gvk('Widget') },
      '/apis/toy.example.org/v1/namespaces/{namespace}/widgets/{name}': { get: gvk('Widget') },
      '/apis/toy.example.org/v1/namespaces/{namespace}/widgets/{name}/turn': { post: gvk('Turn') },
      '/apis/toy.example.org/v1/shelves': { post: gvk('Shelf') },
      '/apis/toy.example.org/v1/watch/widgets': { get: gvk('Widget') },
    },
    components: {
      schemas: {
        'io.example.Widget': {
          type: 'object',
          description: 'A widget.',
          properties: {
            apiVersion: { type: 'string' },
            metadata: {
              allOf: [ref('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')],
              default: {},
              description: 'Meta.',
            },
            parts: { type: 'array', items: { allOf: [ref('io.example.Part')], default: {} } },
            port: { allOf: [ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString')] },
            created: { allOf: [ref('io.example.Time')] },
            protocol: { type: 'string', default: 'TCP' },
            name: { type: 'string', default: '' },
          },
          required: ['name'],
          'x-kubernetes-group-version-kind': [{ group: 'toy.example.org', version: 'v1', kind: 'Widget' }],
        },
        'io.example.Shelf': {
          type: 'object',
          'x-kubernetes-group-version-kind': [{ group: 'toy.example.org', version: 'v1', kind: 'Shelf' }],
        },
        'io.example.Part': { type: 'object', properties: { parts: { type: 'array', items: ref('io.example.Part') } } },
        'io.example.Time': { type: 'string', format: 'date-time', description: 'A time.' },
        'io.example.Unused': { type: 'object', properties: { a: { type: 'string' } } },
        'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { type: 'object', properties: { name: { type: 'string' } } },
        'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { oneOf: [{ type: 'integer' }, { type: 'string' }] },
      },
    },
  },
};

it('finds every kind that can be created, with plural and scope, but no subresource', () => {
  const found = kindsOf(content).map(({ kind, plural, namespaced }) => ({ kind, plural, namespaced }));
  expect(found).toEqual([
    { kind: 'Widget', plural: 'widgets', namespaced: true },
    { kind: 'Shelf', plural: 'shelves', namespaced: false },
  ]);
});

it('makes each schema complete: it has every referenced component once, also if it contains itself', () => {
  const part = { $ref: '#/definitions/io.example.Part' };
  expect(kindsOf(content)[0]?.schema()).toEqual({
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      created: { type: 'string', format: 'date-time' },
      metadata: { type: 'object' },
      name: { type: 'string' },
      parts: { type: 'array', items: part },
      port: { 'x-kubernetes-int-or-string': true },
      protocol: { type: 'string', default: 'TCP' },
    },
    required: ['name'],
    definitions: { 'io.example.Part': { type: 'object', properties: { parts: { type: 'array', items: part } } } },
  });
});
