import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, it, test } from 'vitest';
import type { Condition } from './conditions.ts';
import type { KubernetesObject } from './object.ts';
import { type Cluster, reconcile } from './reconcile.ts';
import { answering } from './requirements.ts';
import { afterReconcile, keyOf, withOwnerPart } from './stored.ts';

const start: Cluster = {
  composition: {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: 'widgets' },
    spec: { pipeline: [{ step: 'platform', input: { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input' } }] },
  },
  xr: { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'blue', namespace: 'team-a' }, spec: {} },
};

const configMap = (name: string, data: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

/** The cluster after a reconcile in which the function desires these ConfigMaps, by key. */
function after(
  cluster: Cluster,
  desired: Readonly<Record<string, object>>,
  { rejects = [], results = [] }: { rejects?: string[]; results?: RunFunctionResponse['results'] } = {},
): Cluster {
  const resources = Object.entries(desired).map(([key, resource]) => [
    key,
    { resource: resource as Record<string, unknown>, connectionDetails: {}, ready: 1 },
  ]);
  const response: RunFunctionResponse = {
    meta: { tag: '' },
    desired: {
      composite: { resource: { status: { teeth: 4 } }, connectionDetails: {}, ready: 0 },
      resources: Object.fromEntries(resources) as never,
    },
    results,
    requirements: undefined,
    conditions: [],
  };
  return afterReconcile(
    cluster,
    reconcile(
      answering(() => response),
      cluster,
    ),
    rejects,
  );
}

const objectsIn = ({ observed = [] }: Cluster) => observed.map((object) => [keyOf(object), object] as const);
const synced = ({ xr }: Cluster) =>
  (xr['status'] as { conditions: readonly Condition[] }).conditions.find(({ type }) => type === 'Synced');

const both = after(start, { a: configMap('a'), b: configMap('b') });

describe('after a reconcile', () => {
  it('there is what was composed, and the status of the XR', () => {
    expect(objectsIn(both).map(([key]) => key)).toEqual(['a', 'b']);
    expect(both.xr['status']).toMatchObject({ teeth: 4 });
  });

  it('what is no longer desired is gone', () => {
    expect(objectsIn(after(both, { b: configMap('b') })).map(([key]) => key)).toEqual(['b']);
  });

  it('what owners wrote is still there', () => {
    const { observed = [] } = both;
    const played = observed.map((object) => withOwnerPart(object, { status: { works: true }, finalizers: ['owner'] }));
    const [, b] =
      after({ ...both, observed: played }, { a: configMap('a'), b: configMap('b', { x: 'y' }) }).observed ?? [];
    expect(b).toMatchObject({ data: { x: 'y' }, status: { works: true }, metadata: { finalizers: ['owner'] } });
  });

  it('finalizers that were composed are there beside those of the owner', () => {
    const held = { ...configMap('a'), metadata: { name: 'a', finalizers: ['ours'] } };
    const before = after(start, { a: held });
    const [object] = before.observed ?? [];
    expect(object?.metadata.finalizers).toEqual(['ours']);
    const played = [withOwnerPart(object as KubernetesObject, { finalizers: ['owner'] })];
    const [again] = after({ ...before, observed: played }, { a: held }).observed ?? [];
    expect(again?.metadata.finalizers).toEqual(['ours', 'owner']);
  });

  it('a field that an owner filled in stays until Crossplane writes it', () => {
    const gear = (spec: object) => ({ apiVersion: 'x/v1', kind: 'Gear', metadata: { name: 'a' }, spec });
    const before = after(start, { a: gear({ teeth: 8 }) });
    const [object] = before.observed ?? [];
    const played = [withOwnerPart(object as KubernetesObject, { initialised: { axle: 'oak', width: 2 } })];
    const [kept] = after({ ...before, observed: played }, { a: gear({ width: 5 }) }).observed ?? [];
    expect(kept?.['spec']).toEqual({ width: 5, axle: 'oak' });
  });

  it('no field is undefined, since JSON has none', () => {
    const desired = { ...configMap('a'), data: { x: undefined, y: 'z', list: [{ no: undefined }] }, none: undefined };
    const [a] = after(start, { a: desired }).observed ?? [];
    expect(a && Object.keys(a)).not.toContain('none');
    expect(a?.['data']).toStrictEqual({ y: 'z', list: [{}] });
  });
});

test('what the API server rejects stays as it was, or absent, and the XR says so', () => {
  const changed = { a: configMap('a', { x: 'y' }), b: configMap('b'), c: configMap('c') };
  const rejected = after(both, changed, { rejects: ['a', 'c'] });
  expect(Object.fromEntries(objectsIn(rejected))).toMatchObject({ a: { data: {} }, b: {} });
  expect(objectsIn(rejected)).toHaveLength(2);
  expect(synced(rejected)).toMatchObject({ status: 'False', message: 'Unsynced resources: a, c' });
  expect(synced(after(rejected, changed))).toMatchObject({ status: 'True' });
});

test('after a fatal result, all objects and the status stay', () => {
  const stopped = after(both, {}, { results: [{ severity: 1, message: 'no facts' }] });
  expect(stopped.observed).toEqual(both.observed);
  expect(stopped.xr['status']).toMatchObject({ teeth: 4 });
  expect(synced(stopped)).toMatchObject({ status: 'False', reason: 'ReconcileError' });
});

test('an owner that writes nothing leaves no status and no finalizer', () => {
  const object: KubernetesObject = { ...configMap('a'), status: { works: true }, metadata: { finalizers: ['owner'] } };
  expect(withOwnerPart(object, {})).toStrictEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data: {} });
});
