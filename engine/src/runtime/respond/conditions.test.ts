import { describe, expect, test } from 'vitest';
import { existing, grown } from '../../testing/widget-life.ts';
import { settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { functions, Sticker } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';
import { conditionIsTrue, readyFalse, toCompositeAndClaim } from './wire.ts';

const handler = dispatch(functions);
const ready = grown(handler, { target: 'cloud' });
const conditionsOf = (request: WidgetRequest) => settle(handler, widgetRequest(request)).conditions;
const provisioned = (request: WidgetRequest) => conditionsOf(request).find(({ type }) => type === 'Provisioned');
const gear = ready.observed?.['gear']?.object ?? {};
const failing = (message: string) => ({
  ...ready,
  observed: {
    ...ready.observed,
    gear: { object: { ...gear, status: { conditions: [{ type: 'Ready', status: 'False', message }] } } },
  },
});

describe('the developer reads', () => {
  test('that all is there, and which Secret to use', () => {
    expect(conditionsOf(ready)).toEqual([
      {
        type: 'PlatformCapable',
        status: conditionIsTrue,
        reason: 'EnvironmentComplete',
        message: 'This cluster has all that is needed.',
        target: toCompositeAndClaim,
      },
      {
        type: 'Provisioned',
        status: conditionIsTrue,
        reason: 'Available',
        message: 'Widget orders is ready. Applications connect with Secret orders-widget.',
        target: toCompositeAndClaim,
      },
    ]);
  });

  test('what is missing, and what that says, in quotation marks', () => {
    expect(provisioned(failing('no metal left'))).toMatchObject({
      reason: 'NotReady',
      message:
        'Widget orders is not ready: gear (Gear orders-widget) is not ready: "Ready is False: no metal left". If this lasts, the platform team can tell why.',
    });
  });

  test('the same while nothing exists and while nothing has reported yet', () => {
    const born = provisioned({ target: 'cloud' });
    const { status: _, ...silent } = gear as { status?: object };
    expect(provisioned({ target: 'cloud', observed: { gear: { object: silent } } })).toEqual(born);
  });

  test.each([
    { reason: 'Crossplane drops events', status: 'False', ttl: { seconds: 15, nanos: 0 } },
    { reason: 'Crossplane looks at every event', status: 'True', ttl: undefined },
  ])('the same if $reason, and is called again soon if events are lost', ({ status, ttl }) => {
    const conditions = [{ type: 'Responsive', status, reason: 'WatchCircuit' }];
    for (const state of [{ target: 'cloud' }, ready]) {
      const told = { ...state, status: { ...('status' in state ? state.status : {}), conditions } };
      const response = settle(handler, widgetRequest(told));
      expect(response.meta?.ttl).toEqual(ttl);
      expect(response.desired?.resources).toEqual(settle(handler, widgetRequest(state)).desired?.resources);
    }
  });

  describe('what the API server refuses', () => {
    const message = 'Unsynced resources: shelf';
    const conditions = [{ type: 'Synced', status: 'False', reason: 'ReconcileError', message }];
    const rejected = { ...ready, status: { ...ready.status, conditions } };

    test('and where the reason is, with nothing lost, and it is tried again in a minute', () => {
      expect(provisioned(rejected)).toMatchObject({
        reason: 'Rejected',
        message:
          'The API server refuses shelf: the events of Widget orders tell why, and the platform team can mend it. What exists stays.',
      });
      const response = settle(handler, widgetRequest(rejected));
      expect(response.meta?.ttl).toEqual({ seconds: 60, nanos: 0 });
      expect(response.desired?.composite?.ready).toBe(readyFalse);
      const sound = settle(handler, widgetRequest(ready));
      expect(response.desired?.resources).toEqual(sound.desired?.resources);
      expect(sound.meta?.ttl).toBe(undefined);
    });

    test.each([
      { reason: 'it takes all', condition: { ...conditions[0], status: 'True', message: '' } },
      {
        reason: 'core could not go on at all',
        condition: { ...conditions[0], message: 'cannot compose resources: …' },
      },
    ])('not where $reason', ({ condition }) => {
      const status = { ...ready.status, conditions: [condition] };
      expect(provisioned({ ...ready, status })?.reason).toBe('Available');
    });
  });

  describe('while all is in progress', () => {
    const { status: _, ...silentGear } = gear as { status?: object };
    const silent = { gear: { object: silentGear } };
    const { gear: __, ...others } = ready.observed ?? {};
    const waits =
      'Widget orders is not ready: gear (Gear orders-widget) is in progress. If this lasts, the platform team can tell why.';

    test.each([
      { reason: 'nothing exists', observed: {} },
      { reason: 'one part exists, and has not reported yet', observed: silent },
      { reason: 'all others are ready', observed: { ...others, ...silent } },
    ])('the same few words, since each change makes Crossplane write and call again: $reason', ({ observed }) => {
      expect(provisioned({ target: 'cloud', observed })).toMatchObject({ reason: 'Progressing', message: waits });
    });

    test('nothing of it beside a part that is held up', () => {
      const message = provisioned({ ...failing('no metal left'), spec: { stickers: { new: 'x' } } })?.message;
      expect(message).toContain('no metal left');
      expect(message).not.toContain('in progress');
    });
  });

  test('that something is being deleted', () => {
    const metadata = { ...(gear as { metadata: object }).metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    const observed = { ...ready.observed, gear: existing({ ...gear, metadata }) };
    expect(provisioned({ ...ready, observed })?.message).toContain('gear (Gear orders-widget) is being deleted');
  });

  test('of the first five that are held up, and how many more there are', () => {
    const stickers = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((number) => [`s${number}`, 'x']));
    const dropped = { deletionTimestamp: '2026-01-01T00:00:00Z', namespace: 'team-a' };
    const observed = Object.fromEntries(
      Object.keys(stickers).map((name) => {
        const { apiVersion, kind } = Sticker;
        return [`sticker.${name}`, { object: { apiVersion, kind, metadata: { ...dropped, name } } }];
      }),
    );
    const message = provisioned({ target: 'local', spec: { stickers }, observed })?.message ?? '';
    expect(message).toContain('sticker.s5');
    expect(message).not.toContain('sticker.s6');
    expect(message).toContain('; and 2 more.');
  });

  test('no more of a long text than fits', () => {
    expect(provisioned(failing('x'.repeat(5000)))?.message).toHaveLength(1024);
  });
});

const observed = (connection: Record<string, string>, message: string) => ({
  ...ready,
  observed: { ...failing(message).observed, login: { ...ready.observed?.['login'], object: {}, connection } },
});

describe('no secret is in a message', () => {
  const rows = [
    {
      reason: 'a password',
      connection: { password: 'hunter22' },
      message: 'bad password hunter22',
      expected: 'bad password ***',
    },
    {
      reason: 'a URI before the password in it',
      connection: { uri: 'pg://u:hunter22@h', password: 'hunter22' },
      message: 'cannot reach pg://u:hunter22@h',
      expected: 'cannot reach ***',
    },
    {
      reason: 'a host may be named',
      connection: { host: 'orders.example.org' },
      message: 'no route to orders.example.org',
      expected: 'no route to orders.example.org',
    },
    { reason: 'what is too short is no secret', connection: { pin: 'no' }, message: 'no route', expected: 'no route' },
  ];
  test.each(rows)('$reason', ({ connection, message, expected }) => {
    expect(provisioned(observed(connection, message))?.message).toContain(`: ${expected}"`);
  });

  test('nor in base64, nor of a Secret that was only read', () => {
    const data = { password: Buffer.from('hunter22').toString('base64') };
    const required = { app: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data } };
    const { conditions } = handler(widgetRequest({ ...failing(`hunter22 is ${data.password}`), required }));
    expect(conditions.at(-1)?.message).toContain(': *** is ***"');
  });
});
