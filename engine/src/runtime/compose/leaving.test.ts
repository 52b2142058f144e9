/** The new before the old: what a release calls otherwise goes only when its successor is there. */
import { describe, expect, test } from 'vitest';
import { main } from '../../authoring/index.ts';
import { decide, Gear, Login, Shelf, target, widgetPlanner } from '../../testing/widget.ts';
import { type Existing, widgetRequest } from '../../testing/widget-request.ts';
import { dispatch } from '../index.ts';

const labels = { 'app.kubernetes.io/managed-by': 'toys', 'crossplane.io/composite': 'orders' };
const isTrue = (generation: number) => ({
  conditions: [{ type: 'Ready', status: 'True', observedGeneration: generation }],
});
const existing = (kind: string, name: string, metadata: object = {}, spec: object = {}): Existing => ({
  object: {
    apiVersion: 'toys.example.org/v1',
    kind,
    metadata: { name, namespace: 'team-a', labels, generation: 1, ...metadata },
    spec,
    status: isTrue(1),
  },
});
const gear = existing('Gear', 'orders-widget');
const shelf = existing('Shelf', 'orders-widget-shelf-1');
const login = existing('Login', 'orders-widget-login-1');

const local = target(
  widgetPlanner,
  { resources: { gear: main(Gear), shelf: Shelf, login: Login }, record: { decide } },
  () =>
    ({
      resources: {
        gear: Gear({ spec: { teeth: 1 } as never }),
        shelf: Shelf({ spec: { load: 2 } }),
        login: Login({ spec: { gear: 'orders' } }),
      },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    }) as never,
);
const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local } } });

function answer(observed: Readonly<Record<string, Existing>>, desired?: Parameters<typeof handler>[0]['desired']) {
  const { desired: answered, results } = handler(widgetRequest({ observed, desired }));
  expect(results).toEqual([]);
  return answered?.resources ?? {};
}
const declared = ['gear', 'login', 'shelf'];

describe('an object under a key that is not declared any more', () => {
  const starting = existing('Login', 'orders-widget-login-1', { generation: 2 });
  const rows: { reason: string; observed: Readonly<Record<string, Existing>>; keys: readonly string[] }[] = [
    {
      reason: 'stays while its successor does not exist: Crossplane deletes before it applies, and may then be stopped',
      observed: { gear, login, board: existing('Shelf', 'old') },
      keys: ['board', ...declared],
    },
    {
      reason:
        'stays while its successor exists and is not ready, since a cloud takes minutes to make what an object asks for',
      observed: { gear, shelf, login: starting, account: existing('Login', 'old') },
      keys: ['account', ...declared],
    },
    {
      reason: 'stays while its successor is being deleted',
      observed: {
        gear,
        login,
        shelf: existing('Shelf', 's', { deletionTimestamp: '2026-01-01T00:00:00Z' }),
        board: existing('Shelf', 'old'),
      },
      keys: ['board', ...declared],
    },
    {
      reason: 'goes as soon as all parts are ready',
      observed: { gear, shelf, login, board: existing('Shelf', 'old') },
      keys: declared,
    },
    {
      reason: 'goes if somebody deletes it: asking for it would not bring it back',
      observed: { gear, login, board: existing('Shelf', 'old', { deletionTimestamp: '2026-01-01T00:00:00Z' }) },
      keys: declared,
    },
    {
      reason: 'is left to another step of the pipeline, whose label it has',
      observed: { gear, login, board: existing('Shelf', 'old', { labels: {} }) },
      keys: declared,
    },
    {
      reason: 'stays under a key of its own if its key has another kind now: Crossplane would forget it',
      observed: { gear, login, shelf: existing('Board', 'old') },
      keys: ['former shelf', ...declared],
    },
    {
      reason: 'keeps that key until it goes',
      observed: { gear, login, 'former shelf': existing('Board', 'old') },
      keys: ['former shelf', ...declared],
    },
    {
      reason: 'stays if it was one of several items',
      observed: { gear, login, 'board.top': existing('Shelf', 'old') },
      keys: ['board.top', ...declared],
    },
  ];
  test.each(rows)('$reason', ({ observed, keys }) => {
    expect(Object.keys(answer(observed)).toSorted()).toEqual(keys.toSorted());
  });

  test('stays as it is: server-side apply would take away each field that the answer lacks', () => {
    const metadata = {
      annotations: { 'example.org/by': 'us' },
      uid: 'u-2',
      resourceVersion: '7',
      creationTimestamp: '2026-01-01T00:00:00Z',
      finalizers: ['example.org/theirs'],
      ownerReferences: [{ uid: 'u-1' }],
      managedFields: [{ manager: 'somebody' }],
    };
    const board = existing('Shelf', 'old', metadata, { load: 3 });
    expect(answer({ gear, login, board })['board']).toEqual({
      resource: {
        apiVersion: 'toys.example.org/v1',
        kind: 'Shelf',
        metadata: { name: 'old', namespace: 'team-a', labels, annotations: { 'example.org/by': 'us' } },
        spec: { load: 3 },
      },
      connectionDetails: {},
      ready: 1,
    });
  });

  test('is left to an earlier step that composes it now', () => {
    const theirs = { resource: { kind: 'Shelf' }, connectionDetails: {}, ready: 1 };
    const desired = { composite: undefined, resources: { board: theirs } };
    expect(answer({ gear, login, board: existing('Shelf', 'old') }, desired)['board']).toEqual(theirs);
  });
});
