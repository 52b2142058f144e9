import { describe, expect, test } from 'vitest';
import { appSecret, cluster, credentials, grown, next } from '../../testing/widget-life.ts';
import { settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { functions } from '../../testing/widget.ts';
import { connectionSecret, type SecretRequest } from './connection-secret.ts';
import { none, secretValues, type Unstructured } from '../../authoring/index.ts';
import { dispatch } from '../index.ts';
import { readyFalse, readyTrue } from '../respond/wire.ts';

const handler = dispatch(functions);
const ready = grown(handler, { target: 'cloud' });
const answer = (request: WidgetRequest, objects: Record<string, object> = cluster) =>
  settle(handler, widgetRequest(request), objects);
const secretOf = ({ desired }: ReturnType<typeof answer>) => desired?.resources['connection-secret'];
const without = ({ observed, ...rest }: WidgetRequest, ...keys: string[]): WidgetRequest => ({
  ...rest,
  observed: Object.fromEntries(Object.entries(observed ?? {}).filter(([key]) => !keys.includes(key))),
});
const message = ({ conditions }: ReturnType<typeof answer>) => conditions.at(-1)?.message;

describe('a new Secret', () => {
  test('is composed once every key has a value, and ready once it exists', () => {
    const response = answer(without(ready, 'connection-secret'));
    expect(secretOf(response)).toMatchObject({
      ready: readyFalse,
      resource: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'orders-widget', namespace: 'team-a', labels: { 'app.kubernetes.io/instance': 'orders' } },
        type: 'Opaque',
      },
    });
    const values = secretValues(secretOf(response)?.resource as Unstructured);
    expect(values).toEqual({ host: 'orders.example.org', port: '5432', ...credentials });
    const { desired } = answer(next(ready, response));
    expect(desired?.resources['connection-secret']?.ready).toBe(readyTrue);
    expect(desired?.composite?.resource?.['status']).toMatchObject({ connectionSecretRef: { name: 'orders-widget' } });
  });

  test('waits for all of its keys, and says for which', () => {
    const gear = ready.observed?.['gear']?.object;
    const silent = { ...gear, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    const request = without(ready, 'connection-secret');
    const response = answer({ ...request, observed: { ...request.observed, gear: { object: silent } } });
    expect(secretOf(response)).toBeUndefined();
    expect(response.desired?.composite?.ready).toBe(readyFalse);
    expect(response.desired?.composite?.resource?.['status']).not.toHaveProperty('connectionSecretRef');
    expect(message(response)).toContain('Secret orders-widget waits for host, port');
  });

  test('is not composed before it is known who has the name', () => {
    const request = widgetRequest(without(ready, 'connection-secret'));
    const response = handler(request);
    expect(secretOf(response)).toBeUndefined();
    expect(Object.values(response.requirements?.resources ?? {})).toContainEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      matchName: 'orders-widget',
      namespace: 'team-a',
    });
  });

  test('that is somebody else already lets a new claim make nothing, and an existing one go on', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'orders-widget', namespace: 'team-a' } };
    const taken = { 'orders-widget': secret };
    const refused = answer({ target: 'cloud' }, taken);
    expect(refused.desired?.resources).toEqual({});
    expect(refused.desired?.composite?.resource?.['status']).toBeUndefined();
    expect(refused.conditions.at(-1)?.reason).toBe('Refused');
    expect(message(refused)).toMatch(/^Secret orders-widget already exists .* choose another name in [\w.]+\.$/);
    expect(Object.values(refused.requirements?.resources ?? {})).toContainEqual(
      expect.objectContaining({ matchName: 'orders-widget' }),
    );
    const existing = answer(without(ready, 'connection-secret'), taken);
    expect(Object.keys(existing.desired?.resources ?? {})).toContain('gear');
    expect(message(existing)).toContain('Secret orders-widget already exists');
  });

  test('has the name and the further keys that the claim wishes', () => {
    const connectionSecretWishes = { name: 'mine', keyAliases: { PGHOST: 'host', port: 'password' } };
    const response = answer({
      ...without(ready, 'connection-secret'),
      spec: { connectionSecret: connectionSecretWishes },
    });
    expect(secretOf(response)?.resource?.['metadata']).toMatchObject({ name: 'mine' });
    expect(secretValues(secretOf(response)?.resource as Unstructured)).toMatchObject({
      PGHOST: 'orders.example.org',
      port: '5432',
    });
  });
});

describe('a Secret of that name that already exists', () => {
  const theirs = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'orders-widget', namespace: 'team-a' },
    data: {},
  };
  const owned = (uid: string, controller: boolean) => ({
    ...theirs,
    metadata: { ...theirs.metadata, ownerReferences: [{ uid, controller }] },
  });
  const rows = [
    { reason: 'nobody controls it', holder: theirs },
    { reason: 'another XR controls it', holder: owned('u-2', true) },
    { reason: 'this XR only refers to it', holder: owned('u-1', false) },
  ];
  test.each(rows)('is refused when $reason', ({ holder }) => {
    const response = answer(without(ready, 'connection-secret'), { 'orders-widget': holder });
    expect(secretOf(response)).toBeUndefined();
    expect(response.results).toEqual([]);
    expect(response.desired?.composite?.ready).toBe(readyFalse);
    expect(response.conditions.at(-1)?.reason).toBe('Refused');
    expect(message(response)).toContain('delete it, or choose another name in spec.connectionSecret.name');
    expect(Object.keys(response.desired?.resources ?? {})).toContain('gear');
  });

  const labels = {
    'app.kubernetes.io/name': 'widget',
    'app.kubernetes.io/instance': 'orders',
    'app.kubernetes.io/managed-by': 'toys',
    'toys.example.org/team': 'team-a',
  };

  test('is taken over if an earlier claim left it, once all values are known, so that no old one stays', () => {
    const left = { ...theirs, metadata: { ...theirs.metadata, labels }, data: { host: 'b2xk', more: 'b2xk' } };
    const objects = { ...cluster, 'orders-widget': left };
    const values = secretValues(
      secretOf(answer(without(ready, 'connection-secret'), objects))?.resource as Unstructured,
    );
    expect(values).toEqual({ host: 'orders.example.org', port: '5432', ...credentials });
    const early = answer({ target: 'cloud' }, objects);
    expect(secretOf(early)).toBeUndefined();
    expect(message(early)).not.toContain('already exists');
  });

  test('is waited for if it goes with an earlier claim', () => {
    const ownerReferences = [{ kind: 'Widget', uid: 'u-0', controller: true }];
    const leaving = { ...theirs, metadata: { ...theirs.metadata, labels, ownerReferences } };
    expect(message(answer({ target: 'cloud' }, { 'orders-widget': leaving }))).toContain('is still being deleted');
  });

  test('is reported before anything is composed', () => {
    expect(message(answer({ target: 'cloud' }, { 'orders-widget': theirs }))).toContain('already exists');
  });

  test('is this claim’s own when this XR controls it, with the values it had', () => {
    const lost = { ...owned('u-1', true), data: { host: 'b2xk' } };
    const response = answer({ target: 'cloud' }, { 'orders-widget': lost });
    expect(secretValues(secretOf(response)?.resource as Unstructured)).toEqual({ host: 'old' });
  });
});

describe('a Secret that exists', () => {
  test('keeps the last value of a key whose source is gone', () => {
    const before = secretOf(answer(ready))?.resource;
    expect(secretOf(answer(ready, {}))?.resource).toEqual(before);
    expect(secretOf(answer(without(ready, 'gear', 'login')))?.resource).toEqual(before);
  });

  test('follows a value that changes', () => {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const data = { username: encode('new'), password: encode('newer') };
    const changed = Object.fromEntries(Object.entries(cluster).map(([name, secret]) => [name, { ...secret, data }]));
    expect(secretValues(secretOf(answer(ready, changed))?.resource as Unstructured)).toMatchObject({
      username: 'new',
      password: 'newer',
    });
  });

  test('is no longer required', () => {
    const requiredNames = Object.values(answer(ready).requirements?.resources ?? {}).map(({ matchName }) => matchName);
    expect(requiredNames).not.toContain('orders-widget');
  });

  test('keeps its name, and a claim that gives another name gets a message', () => {
    const response = answer({ ...ready, spec: { connectionSecret: { name: 'other' } } });
    expect(secretOf(response)?.resource?.['metadata']).toMatchObject({ name: 'orders-widget' });
    expect(message(response)).toBe(
      'spec.connectionSecret.name: the Secret was created as orders-widget and keeps that name; write it back in the claim.',
    );
  });
});

const plain: SecretRequest = {
  keys: ['store', 'note'],
  values: { store: new Uint8Array([0, 255, 1]), note: '' },
  wishes: {},
  defaultName: 'x',
  namespace: 'team-a',
  mark: { uid: 'u-1', kind: 'Widget', labels: {} },
  observed: undefined,
  holder: null,
};

test('a key that the target lacks is neither waited for nor there, and an alias of it is refused', () => {
  const request = {
    ...plain,
    keys: [...plain.keys, 'queue'],
    lacks: ['queue'],
    wishes: { keyAliases: { Q: 'queue' } },
  };
  const { object, refusals } = connectionSecret(request);
  expect(object?.['data']).toEqual({ store: 'AP8B', note: '' });
  expect(refusals).toEqual([
    'spec.connectionSecret.keyAliases.Q: there is no queue here, only store, note; take it out of the claim.',
  ]);
});

describe('a key that does not exist for this claim', () => {
  const note = none('nobody wrote one');

  test('is neither waited for nor there, and no longer there where it was', () => {
    const observed = { ...(connectionSecret(plain).object as unknown as Unstructured), metadata: { name: 'x' } };
    for (const earlier of [undefined, observed]) {
      const { object, unready } = connectionSecret({ ...plain, lacks: ['note'], values: { note }, observed: earlier });
      expect(unready).toBe(earlier === undefined ? 'waits for store' : undefined);
      expect(object?.['data']).toEqual(earlier && { store: 'AP8B' });
    }
  });

  test('leaves no Secret where it was the only one, and an alias of it is refused', () => {
    const wishes = { keyAliases: { NOTE: 'note' } };
    const result = connectionSecret({ ...plain, keys: ['note'], lacks: ['note'], values: { note }, wishes });
    expect(result).toMatchObject({ object: undefined, unready: undefined });
    expect(result.refusals).toEqual([
      'spec.connectionSecret.keyAliases.NOTE: there is no note here; take it out of the claim.',
    ]);
  });
});

test('values may be bytes, and empty', () => {
  expect(connectionSecret(plain).object?.['data']).toEqual({ store: 'AP8B', note: '' });
});

test('a local widget reads its login from the Secret beside it', () => {
  const local = grown(handler, { target: 'local' });
  const response = settle(handler, widgetRequest(local), cluster);
  expect(secretValues(secretOf(response)?.resource as Unstructured)).toMatchObject(
    secretValues(appSecret as Unstructured),
  );
});
