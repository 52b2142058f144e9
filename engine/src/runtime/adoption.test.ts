/** Names that exist already: a claim takes over what says that it was its own, and leaves everything else alone. */
import { describe, expect, test } from 'vitest';
import { main, none } from '../authoring/index.ts';
import { toysServed, dev, settle, type WidgetRequest, widgetRequest, withRequired } from '../testing/widget-request.ts';
import { decide, functions, Gear, target, widgetPlanner } from '../testing/widget.ts';
import { dispatch } from './index.ts';

const handler = dispatch(functions);
const labels = {
  'app.kubernetes.io/name': 'widget',
  'app.kubernetes.io/instance': 'orders',
  'app.kubernetes.io/managed-by': 'toys',
  'toys.example.org/team': 'team-a',
};
const { 'toys.example.org/team': _, ...withoutTeam } = labels;
const controlledBy = (uid: string, kind = 'Machine') => ({
  ownerReferences: [{ apiVersion: 'toys.example.org/v1', kind, name: 'orders', uid, controller: true }],
});
/** A gear of the name that the claim would give to its own. */
const gear = (metadata: object, spec: object = { version: '1', teeth: 30, identity: 'old-gear' }) => ({
  apiVersion: 'toys.example.org/v1',
  kind: 'Gear',
  metadata: { name: 'orders-widget', namespace: 'team-a', ...metadata },
  spec,
});
const later = { ...dev, version: '2' };
const answer = (object: object, request: WidgetRequest = {}) =>
  settle(handler, widgetRequest({ environment: later, ...request }), { 'orders-widget': object });
const sticker = {
  apiVersion: 'toys.example.org/v1',
  kind: 'Sticker',
  metadata: { name: 's', namespace: 'team-a' },
  spec: { text: 'x' },
};

describe('a main resource that exists already', () => {
  test.each([
    { reason: 'it says nothing of this claim', metadata: {}, says: 'is not of this claim' },
    {
      reason: 'it is of another team',
      metadata: { labels: { ...labels, 'toys.example.org/team': 'b' } },
      says: 'not of',
    },
    { reason: 'it names no team', metadata: { labels: withoutTeam }, says: 'is not of this claim' },
    {
      reason: 'it is of another claim',
      metadata: { labels: { ...labels, 'app.kubernetes.io/instance': 'bills' } },
      says: 'is not of this claim',
    },
    {
      reason: 'something else controls it',
      metadata: { labels, ...controlledBy('u-2') },
      says: 'is not of this claim',
    },
    {
      reason: 'an earlier claim of the name is going, and takes it along',
      metadata: { labels, ...controlledBy('u-0', 'Widget') },
      says: 'is still being deleted',
    },
    {
      reason: 'it is being deleted',
      metadata: { labels, deletionTimestamp: '2024-01-01T00:00:00Z' },
      says: 'is still being deleted',
    },
  ])('is left alone, and nothing is composed: $reason', ({ metadata, says }) => {
    const { desired, results, conditions, requirements } = answer(gear(metadata));
    expect(results).toEqual([]);
    expect(desired?.resources).toEqual({});
    const [message, ...others] = conditions
      .filter(({ type }) => type === 'Provisioned')
      .map((condition) => `${condition.reason}: ${condition.message}`);
    expect(others).toEqual([]);
    expect(message).toMatch(/^Refused: metadata.name: /);
    for (const word of ['Gear orders-widget', says]) expect(message).toContain(word);
    // Crossplane watches what is required, so the claim goes on as soon as the name is free.
    expect(Object.values(requirements?.resources ?? {})).toContainEqual(
      expect.objectContaining({ kind: 'Gear', matchName: 'orders-widget', namespace: 'team-a' }),
    );
  });

  test.each([
    { reason: 'nobody controls it, and it has all labels of the claim', metadata: { labels } },
    { reason: 'the claim controls it, and lost sight of it', metadata: controlledBy('u-1', 'Widget') },
    {
      reason: 'an owner that does not control it does not matter',
      metadata: {
        labels: { ...labels, further: 'one' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Box', name: 'b', uid: 'b-1' }],
      },
    },
  ])('is taken over with its earlier decisions: $reason', ({ metadata }) => {
    const { desired, results } = answer(gear(metadata));
    expect(results).toEqual([]);
    expect(desired?.resources['gear']?.resource).toMatchObject({
      metadata: { name: 'orders-widget', namespace: 'team-a', labels },
      spec: { version: '1', identity: 'old-gear' },
    });
    expect(desired?.composite?.resource?.['status']).toMatchObject({
      recorded: { version: '1', identity: 'old-gear' },
    });
  });

  test('is taken over in the claims flavour too, whose XR has a new name', () => {
    const { desired } = answer(gear({ labels }), { flavour: 'claims' });
    expect(desired?.resources['gear']?.resource).toMatchObject({ spec: { version: '1' } });
  });

  test('is that of an existing claim: a request beyond a limit keeps what the resource has', () => {
    const { desired, conditions } = answer(gear({ labels }), { spec: { teeth: 60 } });
    expect(desired?.resources['gear']?.resource).toMatchObject({ spec: { version: '1', teeth: 30 } });
    expect(conditions.at(-1)?.message).toContain('(30 stays in use)');
  });

  test('yields to what is recorded, if the status was not lost', () => {
    const recorded = { version: '2', teeth: 10, identity: 'new-gear' };
    const { desired } = answer(gear({ labels }), { status: { recorded, target: 'local' } });
    expect(desired?.resources['gear']?.resource).toMatchObject({ spec: { version: '2', identity: 'new-gear' } });
  });

  test('stops a claim of which something exists, and all of that stays', () => {
    const { results, conditions } = answer(gear({}), {
      spec: { stickers: { a: 'x' } },
      observed: { 'sticker.a': { object: sticker } },
    });
    expect(results).toMatchObject([{ severity: 1, message: expect.stringContaining('Gear orders-widget') as string }]);
    expect(conditions.at(-1)).toMatchObject({ type: 'Provisioned', reason: 'Refused' });
  });
});

describe('the lookup of a main resource', () => {
  const first = (request: WidgetRequest = {}) =>
    handler(widgetRequest({ environment: later, context: toysServed, ...request }));
  const isGear = ({ kind }: { kind: string }) => kind === 'Gear';
  const lookups = ({ requirements }: ReturnType<typeof first>) =>
    Object.values(requirements?.resources ?? {}).filter(isGear);

  test('comes before it is composed, and does not keep back what exists', () => {
    const spec = { stickers: { a: 'x' } };
    const response = first({ spec, observed: { 'sticker.a': { object: sticker } } });
    expect(lookups(response)).toHaveLength(1);
    expect(Object.keys(response.desired?.resources ?? {})).toEqual(['sticker.a']);
  });

  test('takes no further call than the other lookups of a new claim', () => {
    const request = widgetRequest({ environment: later, context: toysServed });
    const response = handler(request);
    const next = handler(withRequired(request, response));
    expect(next.requirements).toEqual(response.requirements);
    expect(Object.keys(next.desired?.resources ?? {})).toEqual(['gear']);
  });

  test('is over once it exists', () => {
    const object = gear({ labels });
    expect(lookups(first({ observed: { gear: { object } } }))).toEqual([]);
  });

  test('is the same before and after the resource was found, so that requirements come to rest', () => {
    const object = gear({ labels });
    expect(lookups(answer(object))).toEqual(lookups(first()));
    expect(lookups(answer(gear({})))).toEqual(lookups(first()));
  });

  test('comes even if the claim would be refused or stopped as a new one, since an old one might not be', () => {
    const refused = first({ spec: { teeth: 60 } });
    expect(lookups(refused)).toHaveLength(1);
    const stuck = target(
      widgetPlanner,
      {
        resources: { gear: main(Gear) },
        record: { decide, recover: ({ gear: { spec } = {} }) => ({ version: spec?.version }) },
      },
      ({ record }) => {
        if (record.version === '2') throw new Error('there are no gears of version 2');
        const absent = { host: undefined, port: undefined, username: undefined, password: undefined };
        return { resources: { gear: Gear({ spec: { ...record } }) }, secret: absent, status: {} };
      },
    );
    const respond = dispatch({ widget: { planner: widgetPlanner, targets: { local: stuck, cloud: stuck } } });
    const request = widgetRequest({ environment: later });
    expect(respond(request).results).toEqual([]);
    expect(settle(respond, request).results).toHaveLength(1);
    const found = settle(respond, request, { 'orders-widget': gear({ labels }) });
    expect(found.desired?.resources['gear']?.resource).toMatchObject({ spec: { version: '1' } });
  });

  test('is left out if the claim has no such resource: its kind may not even exist in the cluster', () => {
    const without = target(
      widgetPlanner,
      { resources: { gear: main(Gear) }, record: { decide, recover: () => ({ version: '1' }) } },
      () => ({
        resources: { gear: none('it stands still') },
        secret: { host: undefined, port: undefined, username: undefined, password: undefined },
        status: {},
      }),
    );
    const respond = dispatch({ widget: { planner: widgetPlanner, targets: { local: without, cloud: without } } });
    expect(lookups(respond(widgetRequest()))).toEqual([]);
    expect(lookups(respond(widgetRequest({ spec: { teeth: 60 } })))).toEqual([]);
  });
});
