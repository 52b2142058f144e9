import { describe, expect, test } from 'vitest';
import { existing } from '../../testing/widget-life.ts';
import { type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { Gear, Login, Shelf, Sticker, plan } from '../../testing/widget.ts';
import { type ComposeOptions, each, main, none, target } from '../../authoring/index.ts';
import { dispatch } from '../index.ts';

interface Order {
  readonly shelf?: ComposeOptions | 'none';
  readonly login?: ComposeOptions;
  readonly stickers?: readonly string[];
}

/** A target in which the order of creation is what the test says. */
function ordered({ shelf = {}, login = {}, stickers = [] }: Order) {
  const local = target(
    plan,
    { resources: { gear: main(Gear), shelf: Shelf, login: Login, sticker: each(Sticker) } },
    () => ({
      resources: {
        gear: Gear({ spec: { version: '1', teeth: 1 } }),
        shelf: shelf === 'none' ? none('no shelf') : Shelf({ spec: { load: 1 } }, shelf),
        login: Login({ spec: { gear: 'g' } }, login),
        sticker: Object.fromEntries(stickers.map((name) => [name, Sticker({ spec: { text: 'x' } })])),
      },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    }),
  );
  const handler = dispatch({ widget: { planner: plan, targets: { local } } });
  return (request: WidgetRequest = {}) => handler(widgetRequest(request));
}

const keys = ({ desired }: ReturnType<ReturnType<typeof ordered>>) => Object.keys(desired?.resources ?? {}).toSorted();
const kindOnly = (kind: string) => ({
  apiVersion: Gear.apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'team-a' },
});
const working = (kind: string) => existing(kindOnly(kind));
const silent = (kind: string) => ({ object: kindOnly(kind) });

describe('a resource after another', () => {
  const rows: { reason: string; order: Order; observed?: WidgetRequest['observed']; expected: string[] }[] = [
    { reason: 'waits while that does not exist', order: { login: { after: ['gear'] } }, expected: ['gear', 'shelf'] },
    {
      reason: 'waits while that is not ready',
      order: { login: { after: ['gear'] } },
      observed: { gear: silent('Gear') },
      expected: ['gear', 'shelf'],
    },
    {
      reason: 'is composed once that is ready',
      order: { login: { after: ['gear'] } },
      observed: { gear: working('Gear') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'waits for all of several',
      order: { login: { after: ['gear', 'shelf'] } },
      observed: { gear: working('Gear') },
      expected: ['gear', 'shelf'],
    },
    {
      reason: 'stays composed when that is no longer ready',
      order: { login: { after: ['gear'] } },
      observed: { gear: silent('Gear'), login: silent('Login') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'stays composed when that is gone',
      order: { login: { after: ['gear'] } },
      observed: { login: silent('Login') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'does not wait for what is left out on purpose',
      order: { shelf: 'none', login: { after: ['shelf'] } },
      expected: ['gear', 'login'],
    },
    {
      reason: 'waits for every item of a key',
      order: { login: { after: ['sticker'] }, stickers: ['a', 'b'] },
      observed: { 'sticker.a': working('Sticker') },
      expected: ['gear', 'shelf', 'sticker.a', 'sticker.b'],
    },
    {
      reason: 'does not wait for a key without items',
      order: { login: { after: ['sticker'] } },
      expected: ['gear', 'login', 'shelf'],
    },
  ];
  test.each(rows)('$reason', ({ order, observed = {}, expected }) => {
    const response = ordered(order)({ observed });
    expect(response.results).toEqual([]);
    expect(keys(response)).toEqual(expected);
  });

  test('is said to come after it', () => {
    const { conditions } = ordered({ login: { after: ['gear'] } })();
    expect(conditions.at(-1)?.message).toContain('login comes after gear');
  });
});

describe('an order that cannot be', () => {
  const rows: { reason: string; order: Order; says: string }[] = [
    {
      reason: 'a key nobody declared',
      order: { login: { after: ['geer'] } },
      says: 'login comes after geer, which is not declared',
    },
    { reason: 'a resource after itself', order: { login: { after: ['login'] } }, says: 'login waits for login' },
    {
      reason: 'two after each other',
      order: { login: { after: ['shelf'] }, shelf: { after: ['login'] } },
      says: 'shelf waits for login waits for shelf',
    },
  ];
  test.each(rows)('is a mistake of the code: $reason', ({ order, says }) => {
    expect(ordered(order)().results[0]?.message).toContain(says);
  });
});
