import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, it } from 'vitest';
import type { Handler } from '../runtime/index.ts';
import type { KubernetesObject } from './object.ts';
import { render } from './render.ts';

const xr: KubernetesObject = {
  apiVersion: 'example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'blue', namespace: 'team-a' },
  spec: { size: 'small' },
};
const input = { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input', target: 'local' };
const composition: KubernetesObject = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'Composition',
  metadata: { name: 'widgets-local' },
  spec: {
    pipeline: [
      {
        step: 'platform',
        input,
        requirements: {
          requiredResources: [{ requirementName: 'environment', apiVersion: 'v1', kind: 'ConfigMap', name: 'facts' }],
        },
      },
    ],
  },
};
const facts: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'facts' }, data: { a: '1' } };

/** A response with the given parts, as the wire has it. */
function answer(parts: Partial<RunFunctionResponse> = {}): RunFunctionResponse {
  return {
    meta: { tag: '' },
    desired: { composite: undefined, resources: {} },
    results: [],
    requirements: undefined,
    conditions: [],
    ...parts,
  };
}
const desired = (resource: object, ready = 0) => ({ resource: { ...resource }, connectionDetails: {}, ready });
const configMap = (name: string, extra: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...extra },
});

describe('a render', () => {
  it('gives the function the XR, its input and the static requirements', () => {
    let seen: RunFunctionRequest | undefined;
    const { calls } = render({
      composition,
      xr,
      required: [facts],
      handler: (request) => ((seen = request), answer()),
    });
    expect(calls).toBe(1);
    expect(seen?.input).toEqual(input);
    expect(seen?.observed?.composite?.resource).toMatchObject({
      metadata: { labels: { 'crossplane.io/composite': 'blue' } },
    });
    expect(seen?.requiredResources['environment']?.items.map(({ resource }) => resource)).toEqual([facts]);
  });

  it('keeps the key of a static requirement that names nothing', () => {
    let seen: RunFunctionRequest | undefined;
    render({ composition, xr, handler: (request) => ((seen = request), answer()) });
    expect(seen?.requiredResources['environment']).toEqual({ items: [] });
  });

  it('calls again with the required objects until nothing new is required', () => {
    const requests: string[][] = [];
    const handler: Handler = (request) => {
      requests.push(Object.keys(request.requiredResources).toSorted());
      const resources = { app: { apiVersion: 'v1', kind: 'Secret', namespace: 'team-a', matchName: 'app' } };
      return answer({ requirements: { resources, extraResources: {}, schemas: {} } });
    };
    expect(render({ composition, xr, handler }).calls).toBe(2);
    expect(requests).toEqual([['environment'], ['app', 'environment']]);
  });

  it.each([
    {
      reason: 'what is required does not exist, so Crossplane would say that too',
      name: 'app',
      calls: 1,
      found: false,
    },
    { reason: 'what is required exists, so the first answer is dropped', name: 'facts', calls: 3, found: true },
  ])('calls in one call, if it is asked to, unless it must not: $reason', ({ name, calls, found }) => {
    let seen: RunFunctionRequest | undefined;
    const handler: Handler = (request) => {
      seen = request;
      const resources = { own: { apiVersion: 'v1', kind: 'ConfigMap', matchName: name } };
      return answer({ requirements: { resources, extraResources: {}, schemas: {} } });
    };
    const cluster = { composition, xr, required: [facts] };
    const { calls: made, ...rendered } = render({ ...cluster, handler, inOneCall: true });
    expect(made).toBe(calls);
    expect(Object.hasOwn(seen!.requiredResources, 'own')).toBe(true);
    expect(seen?.requiredResources['own']?.items.length === 1).toBe(found);
    const { calls: _, ...usual } = render({ ...cluster, handler });
    expect(rendered).toEqual(usual);
  });

  it('believes no fatal result to a wrong assumption in one call', () => {
    const resources = { own: { apiVersion: facts.apiVersion, kind: facts.kind, matchName: 'facts' } };
    const handler: Handler = ({ requiredResources }) =>
      requiredResources['own']?.items.length === 0
        ? answer({ results: [{ severity: 1, message: 'no facts' }] })
        : answer({ requirements: { resources, extraResources: {}, schemas: {} } });
    const { results } = render({ composition, xr, required: [facts], handler, inOneCall: true });
    expect(results).toEqual([]);
  });

  it('gives up, as core does, on requirements that never settle', () => {
    let round = 0;
    const handler: Handler = () => {
      const resources = { app: { apiVersion: 'v1', kind: 'Secret', matchName: `app-${(round += 1)}` } };
      return answer({ requirements: { resources, extraResources: {}, schemas: {} } });
    };
    expect(() => render({ composition, xr, handler })).toThrow(/stabilize/);
    expect(round).toBe(6);
  });

  it('gives composed resources the name, labels and owner that core gives, sorted by key', () => {
    const resources = { b: desired(configMap('second')), a: desired(configMap('first', { labels: { x: 'y' } })) };
    const { composed } = render({
      composition,
      xr,
      handler: () => answer({ desired: { composite: undefined, resources } }),
    });
    expect(composed.map(({ metadata }) => metadata)).toMatchObject([
      {
        name: 'first',
        namespace: 'team-a',
        labels: { x: 'y', 'crossplane.io/composite': 'blue' },
        annotations: { 'crossplane.io/composition-resource-name': 'a' },
        ownerReferences: [{ kind: 'Widget', name: 'blue', controller: true, blockOwnerDeletion: true }],
      },
      { name: 'second' },
    ]);
  });

  it('keeps the name of an observed resource whatever the function calls it', () => {
    const observed = configMap('old', {
      namespace: 'team-a',
      annotations: { 'crossplane.io/composition-resource-name': 'a' },
    });
    const handler = () => answer({ desired: { composite: undefined, resources: { a: desired(configMap('new')) } } });
    expect(render({ composition, xr, handler, observed: [observed] }).composed[0]?.metadata.name).toBe('old');
  });

  it.each([
    { marked: 1, unready: 1, reason: 'the function says so', ready: { status: 'True', reason: 'Available' } },
    { marked: 2, unready: 0, reason: 'the function denies it', ready: { status: 'False', reason: 'Creating' } },
    { marked: 0, unready: 0, reason: 'every resource is ready', ready: { status: 'True', reason: 'Available' } },
    { marked: 0, unready: 2, reason: 'two are not', ready: { status: 'False', message: 'Unready resources: u0, u1' } },
    { marked: 0, unready: 3, reason: 'three are not', ready: { message: 'Unready resources: u0, u1, and u2' } },
    { marked: 0, unready: 5, reason: 'five are not', ready: { message: 'Unready resources: u0, u1, u2, and 2 more' } },
  ])('is Ready as Crossplane decides: $reason', ({ marked, unready, reason, ready }) => {
    const resources = { ok: desired(configMap('ok'), 1) } as Record<string, ReturnType<typeof desired>>;
    for (let i = 0; i < unready; i += 1) resources[`u${i}`] = desired(configMap(`u${i}`));
    const composite = { resource: {}, connectionDetails: {}, ready: marked };
    const { conditions } = render({ composition, xr, handler: () => answer({ desired: { composite, resources } }) });
    expect(
      conditions.find(({ type }) => type === 'Ready'),
      reason,
    ).toMatchObject(ready);
  });

  it('applies nothing after a fatal result, and says why', () => {
    const rendered = render({
      composition,
      xr: {
        ...xr,
        status: {
          kept: true,
          conditions: [{ type: 'Provisioned', status: 'True', reason: 'Done', lastTransitionTime: '' }],
        },
      },
      handler: () =>
        answer({
          desired: { composite: undefined, resources: { a: desired(configMap('a')) } },
          results: [{ severity: 1, message: 'no facts' }],
        }),
    });
    expect(rendered.composed).toEqual([]);
    expect(rendered.results).toEqual([{ severity: 'Fatal', message: 'no facts' }]);
    expect(rendered.conditions.find(({ type }) => type === 'Synced')?.message).toBe(
      'cannot compose resources: pipeline step "platform" returned a fatal result: no facts',
    );
    expect(rendered.conditions.find(({ type }) => type === 'Provisioned')).toMatchObject({
      status: 'Unknown',
      reason: 'FatalError',
    });
  });

  it.each([
    { observed: configMap('a', { namespace: 'team-a' }), message: /no annotation/, reason: 'its key is unknown' },
    {
      observed: configMap('a', { namespace: 'team-b' }),
      message: /namespace team-b/,
      reason: 'an XR composes in its own namespace',
    },
    {
      observed: configMap('a', {
        namespace: 'team-a',
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }],
      }),
      message: /controller reference to Pod p/,
      reason: 'somebody else controls it',
    },
  ])('refuses an observed resource that this XR cannot have composed: $reason', ({ observed, message, reason }) => {
    expect(() => render({ composition, xr, observed: [observed], handler: () => answer() }), reason).toThrow(message);
  });
});
