/** A renamed key: Crossplane deletes what was composed under the old one, so data behind it is protected. */
import { describe, expect, test } from 'vitest';
import { composed, type GeneratedModel, main, perItem, ready } from '../../authoring/index.ts';
import { widgetRequest, type WidgetRequest } from '../../testing/widget-request.ts';
import { decide, Gear, Shelf, target, widgetPlanner } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';

const labels = { 'app.kubernetes.io/managed-by': 'toys' };
const retains = { managementPolicies: ['Observe', 'Create', 'Update'] };
const existing = (kind: string, name: string, rest: object = {}) => ({
  object: {
    apiVersion: 'toys.example.org/v1',
    kind,
    metadata: { name, namespace: 'team-a', labels },
    spec: {},
    ...rest,
  },
});
const model: GeneratedModel<object> = { apiVersion: 'v1', kind: 'Safe', plural: 'safes', namespaced: true };
const Safe = composed(model, { ready: ready.exists, writesOwnSecret: true });
const secret = { host: undefined, port: undefined, username: undefined, password: undefined };

/** What a platform answers that composes a gear, once `gear` is the key of what it called otherwise before. */
function answer(observed: WidgetRequest['observed'], keys: object = {}) {
  const local = target(
    widgetPlanner,
    { resources: { gear: main(Gear), shelf: Shelf, ...keys }, record: { decide } },
    () =>
      ({
        resources: { gear: Gear({ spec: { teeth: 1 } as never }), shelf: Shelf({} as never) },
        secret,
        status: {},
      }) as never,
  );
  const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local } } });
  const { results, desired } = handler(widgetRequest({ observed: observed ?? {} }));
  return { message: results.map(({ message }) => message).join(), keys: Object.keys(desired?.resources ?? {}) };
}

describe('nothing changes while something with data is under a key that is not declared', () => {
  const rows: { reason: string; observed: NonNullable<WidgetRequest['observed']>; says: string }[] = [
    {
      reason: 'it is the main resource',
      observed: { wheel: existing('Gear', 'orders-widget') },
      says: 'Gear orders-widget was composed under the key wheel, which',
    },
    {
      reason: 'it is the main resource, which also has another kind now',
      observed: { wheel: existing('Cog', 'orders-widget') },
      says: 'declare the key again with Cog',
    },
    {
      reason: 'it is of the main kind, and no main resource exists',
      observed: { wheel: existing('Gear', 'orders-widget-wheel-0123abcd') },
      says: 'under the key wheel',
    },
    {
      reason: 'its provider would leave the data alone, and a second object would get new data',
      observed: { gear: existing('Gear', 'orders-widget'), rack: existing('Shelf', 'x', { spec: retains }) },
      says: 'Shelf x was composed under the key rack',
    },
    {
      reason: 'the same, as older providers say it',
      observed: {
        gear: existing('Gear', 'orders-widget'),
        rack: existing('Shelf', 'x', { spec: { deletionPolicy: 'Orphan' } }),
      },
      says: 'under the key rack',
    },
    {
      reason: 'what was an item is a single resource now',
      observed: { gear: existing('Gear', 'orders-widget'), 'shelf.a': existing('Shelf', 'x', { spec: retains }) },
      says: 'under the key shelf.a',
    },
  ];
  test.each(rows)('$reason', ({ observed, says }) => {
    const { message, keys } = answer(observed);
    expect(message).toContain(says);
    expect(message).toContain('the platform team must declare the key again');
    expect(message).toMatch(/by moved\('\w+', its new key\) or released\('\w+'\)$/);
    expect(keys).toEqual([]);
  });
});

describe('once all parts are ready, an object under a key that is not declared goes', () => {
  const conditions = [{ type: 'Ready', status: 'True' }];
  const parts = { gear: existing('Gear', 'orders-widget', { status: { conditions } }), shelf: existing('Shelf', 's') };
  const rows: { reason: string; observed: NonNullable<WidgetRequest['observed']> }[] = [
    {
      reason: 'it has no data of its own',
      observed: { ...parts, rack: existing('Shelf', 'x') },
    },
    {
      reason: 'another step of the pipeline composes it',
      observed: {
        ...parts,
        rack: existing('Shelf', 'x', { metadata: { name: 'x', labels: {} }, spec: retains }),
      },
    },
    {
      reason: 'its provider deletes the data too, as its author wants',
      observed: {
        ...parts,
        rack: existing('Shelf', 'x', { spec: { managementPolicies: ['*'] } }),
      },
    },
  ];
  test.each(rows)('$reason', ({ observed }) => {
    const { message, keys } = answer(observed);
    expect({ message, keys }).toEqual({ message: '', keys: ['gear', 'shelf'] });
  });
});

test('an item that the claim takes out is no mistake of the platform', () => {
  const local = target(
    widgetPlanner,
    { resources: { gear: main(Gear), safe: perItem(Safe) }, record: { decide } },
    () => ({ resources: { gear: Gear({ spec: { teeth: 1 } as never }), safe: {} }, secret, status: {} }) as never,
  );
  const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local } } });
  const safe = { object: { ...existing('Safe', 'x', { spec: retains }).object, apiVersion: 'v1' } };
  const { results } = handler(widgetRequest({ observed: { gear: existing('Gear', 'orders-widget'), 'safe.a': safe } }));
  expect(results).toEqual([]);
});
