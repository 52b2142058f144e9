import { describe, expect, test } from 'vitest';
import { coreKinds } from '../core-kinds.ts';
import { kindsOf } from '../document.ts';
import { dereference, type JsonSchema } from '../json-schema.ts';
import { immutablePaths } from './immutable-paths.ts';

const fence = { apiVersion: 'toys.example.org/v1', kind: 'Fence' };
const ruled = (rule: string, schema: JsonSchema = {}): JsonSchema => ({
  ...schema,
  'x-kubernetes-validations': [{ rule }],
});
const withSpec = (properties: Record<string, JsonSchema>): JsonSchema => ({ properties: { spec: { properties } } });

test.each<{ schema: JsonSchema; paths: string[] | undefined; reason: string }>([
  { schema: withSpec({ region: ruled('self == oldSelf') }), paths: ['spec.region'], reason: 'the field has the rule' },
  {
    schema: withSpec({ region: ruled('oldSelf == self') }),
    paths: ['spec.region'],
    reason: 'either side may come first',
  },
  { schema: withSpec({ region: ruled('\n self==oldSelf ') }), paths: ['spec.region'], reason: 'spaces mean nothing' },
  {
    schema: withSpec({ owner: ruled('self.name == oldSelf.name') }),
    paths: ['spec.owner.name'],
    reason: 'its parent has it',
  },
  {
    schema: { properties: { spec: ruled('self == oldSelf', { properties: { region: {} } }) } },
    paths: ['spec'],
    reason: 'a whole object',
  },
  {
    schema: withSpec({ posts: { items: { properties: { name: ruled('self == oldSelf') } } } }),
    paths: ['spec.posts[].name'],
    reason: 'an item of a list',
  },
  {
    schema: withSpec({ b: ruled('self == oldSelf'), a: ruled('self == oldSelf') }),
    paths: ['spec.a', 'spec.b'],
    reason: 'paths are sorted',
  },
  { schema: withSpec({ size: ruled('self >= oldSelf') }), paths: undefined, reason: 'it may grow' },
  {
    schema: withSpec({ owner: ruled('self.name == oldSelf.title') }),
    paths: undefined,
    reason: 'two different fields',
  },
  {
    schema: withSpec({ state: ruled("self == oldSelf || oldSelf != 'Active'") }),
    paths: undefined,
    reason: 'it depends on the value',
  },
  { schema: withSpec({ region: {} }), paths: undefined, reason: 'the CRD says nothing, and the operator may' },
])('$paths cannot change: $reason', ({ schema, paths }) => {
  expect(immutablePaths(fence, schema)).toEqual(paths);
});

describe('of the kinds of Kubernetes', async () => {
  const kinds = kindsOf(await coreKinds()).map((kind) => ({ title: `${kind.apiVersion} ${kind.kind}`, kind }));

  test('some have none, and some were not looked at', () => {
    const of = (wanted: string) =>
      kinds.filter(({ title }) => title === wanted).map(({ kind }) => immutablePaths(kind, kind.schema()))[0];
    expect(of('v1 Namespace')).toEqual([]);
    expect(of('rbac.authorization.k8s.io/v1 RoleBinding')).toEqual(['roleRef']);
    expect(of('resource.k8s.io/v1 ResourceSlice')).toBeUndefined();
  });

  test.each(kinds)('$title has every field that is said to be immutable', ({ kind }) => {
    const schema = kind.schema();
    for (const path of immutablePaths(kind, schema) ?? []) {
      const field = path
        .split('.')
        .reduce<JsonSchema | undefined>((at, name) => at && dereference(at, schema).properties?.[name], schema);
      expect(field, path).toBeDefined();
    }
  });
});
