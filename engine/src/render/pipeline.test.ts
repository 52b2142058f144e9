import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { KubernetesObject } from './object.ts';
import type { Step } from './step.ts';
import { type Cluster, reconcile, reconcileWith } from './reconcile.ts';
import { answering } from './requirements.ts';

type Respond = (request: RunFunctionRequest) => Partial<RunFunctionResponse>;

const xr: KubernetesObject = {
  apiVersion: 'example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'blue', namespace: 'team-a' },
  spec: { size: 'small' },
};
const compose = { step: 'compose', input: { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input', target: 'local' } };

function cluster(steps: readonly object[], more: Partial<Cluster> = {}): Cluster {
  const composition = {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: 'widgets-local' },
    spec: { pipeline: steps },
  };
  return { composition, xr, ...more };
}

const stepNamed = (step: string, more: object = {}) => ({ step, functionRef: { name: `acme-${step}` }, ...more });

/** A response that passes on what the request has, with these parts. */
const passing = (request: RunFunctionRequest, parts: Partial<RunFunctionResponse> = {}): RunFunctionResponse => ({
  meta: { tag: '' },
  desired: request.desired,
  context: request.context,
  results: [],
  requirements: undefined,
  conditions: [],
  ...parts,
});

const object = (name: string | undefined, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: name === undefined ? {} : { name },
  ...more,
});
const resource = (value: object, ready = 1) => ({ resource: { ...value }, connectionDetails: {}, ready });
/** The request's desired state with one more resource. */
const adding = ({ desired }: RunFunctionRequest, key: string, value: object, ready = 1) => ({
  composite: desired?.composite,
  resources: { ...desired?.resources, [key]: resource(value, ready) },
});

/** Reconciles with a function of its own and one for each step of others. */
async function run(
  steps: readonly object[],
  functions: Readonly<Record<string, Respond>>,
  more: Partial<Cluster> = {},
) {
  const seen: Record<string, RunFunctionRequest[]> = {};
  const respond = (name: string) => (request: RunFunctionRequest) => {
    (seen[name] ??= []).push(structuredClone(request));
    return passing(request, functions[name]?.(request));
  };
  const ofOthers = ({ step }: Step) =>
    functions[step] === undefined ? undefined : async (request: RunFunctionRequest) => respond(step)(request);
  const rendered = await reconcileWith(answering(respond('compose')), ofOthers, cluster(steps, more));
  return { rendered, seen };
}

describe('a pipeline', () => {
  const steps = [stepNamed('first'), compose, stepNamed('last')];

  it('passes desired state and context from step to step, and observed state to all', async () => {
    const { rendered, seen } = await run(steps, {
      first: (request) => ({ desired: adding(request, 'a', object('a')), context: { quota: 3 } }),
      compose: (request) => ({ desired: adding(request, 'b', object('b')) }),
      last: (request) => ({ desired: adding(request, 'c', object('c')) }),
    });
    expect(seen['first']?.[0]).toMatchObject({ context: {}, desired: { resources: {} } });
    expect(seen['compose']?.[0]).toMatchObject({ context: { quota: 3 }, desired: { resources: { a: {} } } });
    expect(seen['last']?.[0]).toMatchObject({ context: { quota: 3 }, desired: { resources: { a: {}, b: {} } } });
    for (const name of ['first', 'compose', 'last'])
      expect(seen[name]?.[0]?.observed?.composite?.resource?.['kind']).toBe('Widget');
    expect(seen['first']?.[0]?.input).toBeUndefined();
    expect(rendered.composed.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
    expect(rendered.own?.calls).toBe(1);
  });

  it('collects results and conditions in their order; a later condition of a type replaces an earlier one', async () => {
    const condition = (type: string, reason: string) => ({ type, status: 2, reason }) as const;
    const { rendered } = await run(steps, {
      first: () => ({ conditions: [condition('Checked', 'Early')], results: [{ severity: 2, message: 'careful' }] }),
      compose: () => ({ conditions: [condition('Provisioned', 'Available'), condition('Ready', 'Ignored')] }),
      last: () => ({ conditions: [condition('Checked', 'Late')], results: [{ severity: 3, message: 'done' }] }),
    });
    expect(rendered.results).toEqual([
      { severity: 'Warning', message: 'careful', step: 'first' },
      { severity: 'Normal', message: 'done', step: 'last' },
    ]);
    expect(rendered.conditions.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'Responsive WatchCircuitClosed',
      'Checked Late',
      'Provisioned Available',
      'Synced ReconcileSuccess',
      'Ready Available',
    ]);
  });

  it.each([
    { at: 'first', answered: undefined, reason: 'the function is not called after a fatal step' },
    { at: 'last', answered: 1, reason: 'nothing that it composed is applied' },
  ])('ends at a fatal result of the step $at: $reason', async ({ at, answered }) => {
    const { rendered } = await run(steps, {
      first: () => ({}),
      last: () => ({}),
      compose: (request) => ({ desired: adding(request, 'b', object('b')) }),
      [at]: () => ({ results: [{ severity: 1, message: 'too many' }] }),
    });
    expect(rendered).toMatchObject({ composed: [], results: [{ severity: 'Fatal', message: 'too many', step: at }] });
    expect(rendered.own?.calls).toBe(answered);
    expect(rendered.desired).toBeUndefined();
    expect(rendered.conditions.find(({ type }) => type === 'Synced')?.message).toBe(
      `cannot compose resources: pipeline step "${at}" returned a fatal result: too many`,
    );
  });

  it('is as ready as the last step leaves it', async () => {
    const one = { compose: (request: RunFunctionRequest) => ({ desired: adding(request, 'b', object('b'), 0) }) };
    const readyOf = async (last: Respond) =>
      (await run(steps, { ...one, last })).rendered.conditions.find(({ type }) => type === 'Ready');
    expect(await readyOf(() => ({}))).toMatchObject({ status: 'False', message: 'Unready resources: b' });
    expect(await readyOf((request) => ({ desired: adding(request, 'b', object('b'), 1) }))).toMatchObject({
      status: 'True',
    });
  });

  it('leaves out the steps of others that have no function here', async () => {
    const { rendered, seen } = await run(steps, {
      compose: (request) => ({ desired: adding(request, 'b', object('b')) }),
    });
    expect(Object.keys(seen)).toEqual(['compose']);
    expect(rendered.composed).toHaveLength(1);
    expect(
      reconcile(
        answering((request) => passing(request)),
        cluster(steps),
      ).composed,
    ).toEqual([]);
  });

  it('says which resource a step of others takes away, since Crossplane would delete it', async () => {
    const { rendered } = await run(steps, {
      compose: (request) => ({ desired: adding(request, 'b', object('b')) }),
      last: () => ({ desired: undefined }),
    });
    expect(rendered.composed).toEqual([]);
    expect(rendered.results).toEqual([
      { severity: 'Warning', step: 'last', message: expect.stringMatching(/^it drops b,.*Crossplane deletes/) },
    ]);
  });
});

describe('a step of others', () => {
  const facts = object('facts');
  const selector = { apiVersion: 'v1', kind: 'ConfigMap', matchName: 'facts' };

  it.each([
    { field: 'resources', given: 'requiredResources', reason: 'what functions of today ask for' },
    { field: 'extraResources', given: 'extraResources', reason: 'what older ones ask for' },
  ] as const)('gets what it requires as $field: $reason', async ({ field, given }) => {
    const requirements = { resources: {}, extraResources: {}, schemas: {}, [field]: { it: selector } };
    const { seen } = await run(
      [stepNamed('first'), compose],
      { first: () => ({ requirements }) },
      { required: [facts] },
    );
    expect(seen['first']).toHaveLength(2);
    expect(seen['first']?.[1]?.[given]['it']?.items.map(({ resource: found }) => found)).toEqual([facts]);
    expect(seen['compose']?.[0]?.[given]).toEqual({});
  });

  it('gets an empty schema for each one that it requires, as if the kind were unknown', async () => {
    const requirements = { resources: {}, extraResources: {}, schemas: { it: { apiVersion: 'v1', kind: 'Pod' } } };
    const { seen } = await run([stepNamed('first'), compose], { first: () => ({ requirements }) });
    expect(seen['first']?.map(({ requiredSchemas }) => requiredSchemas)).toEqual([
      {},
      { it: { openapiV3: undefined } },
    ]);
  });

  it('is refused if its requirements never settle', async () => {
    let round = 0;
    const first = () => ({
      requirements: {
        resources: { it: { ...selector, matchName: `facts-${(round += 1)}` } },
        extraResources: {},
        schemas: {},
      },
    });
    const running = run([stepNamed('first'), compose], { first });
    await expect(running).rejects.toThrow(UserError);
    await expect(running).rejects.toThrow(/step first: .*stabilize/);
  });

  const credentials = [{ name: 'api', source: 'Secret', secretRef: { namespace: 'crossplane-system', name: 'acme' } }];
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'acme', namespace: 'crossplane-system' },
    data: { token: 'c2VjcmV0' },
  };

  it('gets its credentials', async () => {
    const { seen } = await run(
      [stepNamed('first', { credentials }), compose],
      { first: () => ({}) },
      { required: [secret] },
    );
    const [request] = seen['first'] ?? [];
    expect(Buffer.from(request?.credentials['api']?.credentialData?.data['token'] ?? '').toString()).toBe('secret');
  });

  it('is refused without its credentials, unless it is left out', async () => {
    const steps = [stepNamed('first', { credentials }), compose];
    await expect(run(steps, { first: () => ({}) })).rejects.toThrow(
      /step first needs the Secret crossplane-system\/acme/,
    );
    await expect(run(steps, {})).resolves.toBeDefined();
  });

  it.each([
    { of: object(undefined), name: 'blue-271c4e0c4235', reason: 'from the name of the XR' },
    {
      of: object(undefined, { metadata: { generateName: 'bucket-' } }),
      name: 'bucket-271c4e0c4235',
      reason: 'from its own',
    },
    {
      of: object(undefined, { metadata: { generateName: 'b'.repeat(60) } }),
      name: `${'b'.repeat(50)}-271c4e0c4235`,
      reason: 'cut at 63 characters',
    },
  ])('may leave names to Crossplane: $name, $reason', async ({ of, name }) => {
    const { rendered } = await run(
      [compose, stepNamed('last')],
      { last: (request) => ({ desired: adding(request, 'bucket', of) }) },
      { xr: { ...xr, metadata: { ...xr.metadata, uid: 'u-1' } } },
    );
    expect(rendered.composed[0]?.metadata.name).toBe(name);
  });

  it.each([
    {
      value: {},
      says: /last leaves the resource bucket without apiVersion or kind/,
      reason: 'Crossplane applies objects',
    },
    { value: object('No Name'), says: /last leaves .*bucket .*name "No Name"/, reason: 'Kubernetes refuses the name' },
  ])('is refused if nothing could be applied: $reason', async ({ value, says }) => {
    const running = run([compose, stepNamed('last')], {
      last: (request) => ({ desired: adding(request, 'bucket', value) }),
    });
    await expect(running).rejects.toThrow(UserError);
    await expect(running).rejects.toThrow(says);
  });

  it('gets a warning, as in a cluster, for an object of another namespace', async () => {
    const elsewhere = object('b', { metadata: { name: 'b', namespace: 'team-b' } });
    const { rendered } = await run([compose, stepNamed('last')], {
      last: (request) => ({ desired: adding(request, 'b', elsewhere) }),
    });
    expect(rendered.composed[0]?.metadata.namespace).toBe('team-a');
    expect(rendered.results).toEqual([
      {
        severity: 'Warning',
        message: 'cannot create composed resource "b" in namespace "team-b", using XR namespace "team-a" instead',
      },
    ]);
  });
});

it('refuses a Composition without a step of the platform', () => {
  const handler = answering((request) => passing(request));
  expect(() => reconcile(handler, cluster([stepNamed('first')]))).toThrow(/widgets-local has no step .*platform/);
});
