/** `planesmith render --as dapr`. */
import { describe, expect, test } from 'vitest';
import { type ExportedObject, UserError } from 'planesmith/authoring';
import { exporter } from '../../functions/cluster/dapr-files.ts';

const owner = { apiVersion: 'toys.example.org/v1', kind: 'Widget', name: 'cart', uid: 'u' };
const metadata = { name: 'cart', namespace: 'team-a', labels: { owner: 'x' }, ownerReferences: [owner] };
const anyClaim = { apiVersion: 'toys.example.org/v1', kind: 'Widget', metadata: { name: 'cart' } };
const filesOf = (...objects: ExportedObject[]) => exporter([{ claim: anyClaim, objects }]);
const component = (...settings: object[]): ExportedObject => ({
  apiVersion: 'dapr.io/v1alpha1',
  kind: 'Component',
  metadata,
  scopes: ['cart'],
  spec: { type: 'state.redis', version: 'v1', metadata: settings },
});
const fromSecret = (name: string, key: string) => ({ name: key, secretKeyRef: { name, key } });

describe('the Dapr files of several claims', () => {
  const claim = (name: string, namespace?: string): ExportedObject => ({
    apiVersion: 'toys.example.org/v1',
    kind: 'Widget',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
  const named = (kind: string, name: string, apiVersion = 'dapr.io/v1alpha1') => ({
    apiVersion,
    kind,
    metadata: { name },
  });
  const first = { claim: claim('cart', 'team-a'), objects: [named('Component', 'cart')] };

  test.each([
    { other: named('Component', 'events'), reason: 'it has another name' },
    { other: named('Resiliency', 'cart'), reason: 'it is of another kind' },
    { other: named('Component', 'cart', 'toys.example.org/v1'), reason: 'it is not a kind of Dapr' },
  ])('may be in one folder if $reason', ({ other }) => {
    expect(() => exporter([first, { claim: claim('cart', 'team-b'), objects: [other] }])).not.toThrow();
  });

  test.each([
    { other: claim('cart', 'team-b'), title: 'Widget team-b/cart', reason: 'claim of another namespace' },
    { other: claim('cart'), title: 'Widget cart', reason: 'cluster-scoped claim' },
  ])('are refused if a $reason has the same file, and the message names both', ({ other, title }) => {
    const both = [first, { claim: other, objects: [named('Component', 'cart')] }];
    expect(() => exporter(both)).toThrow(UserError);
    expect(() => exporter(both)).toThrow(`Widget team-a/cart and ${title} both become Component cart, and`);
  });
});

describe('the files that Dapr reads without a cluster', () => {
  test('have all of a component, without the fields of a cluster', () => {
    const value = { name: 'redisHost', value: 'localhost:6379' };
    expect(filesOf(component(value))).toEqual({
      objects: [
        {
          apiVersion: 'dapr.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'cart' },
          scopes: ['cart'],
          spec: { type: 'state.redis', version: 'v1', metadata: [value] },
        },
      ],
      notes: [],
    });
  });

  test('read secrets from a file, and a note lists its content', () => {
    const { objects, notes } = filesOf(
      component(fromSecret('cart-login', 'password'), fromSecret('cart-login', 'host'), fromSecret('other', 'x')),
    );
    const [file, own] = objects;
    expect(file).toMatchObject({ metadata: { name: 'local-secrets' }, spec: { type: 'secretstores.local.file' } });
    expect(own).toMatchObject({ auth: { secretStore: 'local-secrets' } });
    expect(notes).toEqual([
      'secrets.json must hold cart-login with host, password',
      'secrets.json must hold other with x',
    ]);
  });

  test('have only objects of Dapr, and a policy of Dapr unchanged', () => {
    const policy = { apiVersion: 'dapr.io/v1alpha1', kind: 'Resiliency', metadata, spec: { policies: {} } };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
    const { apiVersion, kind, spec } = policy;
    expect(filesOf(secret, policy).objects).toEqual([{ apiVersion, kind, metadata: { name: 'cart' }, spec }]);
  });

  test('are empty if no claim has an object of Dapr, and a note says so', () => {
    expect(filesOf({ apiVersion: 'v1', kind: 'Secret', metadata })).toEqual({
      objects: [],
      notes: ['none of these claims becomes an object of Dapr'],
    });
  });
});
