import { describe, expect, test } from 'vitest';
import { existing } from '../../testing/widget-life.ts';
import { settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { decide, Gear, Login, Shelf, Sticker, target, widgetPlanner } from '../../testing/widget.ts';
import { main, none, perItem, resource } from '../../authoring/index.ts';
import { UserError } from '../../errors.ts';
import { dispatch } from '../index.ts';

interface Order {
  readonly shelf?: readonly string[] | 'none';
  readonly login?: readonly string[];
  /** The keys that the login itself waits for, if those are fewer than its declaration names. */
  readonly narrowed?: readonly string[];
  readonly stickers?: readonly string[];
}

/** A target with the order of creation of the test. */
function orderedTarget({ shelf = [], login = [], narrowed, stickers = [] }: Order) {
  const declared = {
    gear: main(Gear),
    shelf: resource(Shelf, { after: shelf === 'none' ? [] : shelf }),
    login: resource(Login, { after: login }),
    sticker: perItem(Sticker),
  };
  return target(widgetPlanner, { resources: declared as Known<typeof declared>, record: { decide } }, () => ({
    resources: {
      gear: Gear({ spec: { version: '1', teeth: 1 } }),
      shelf: shelf === 'none' ? none('no shelf') : Shelf({ spec: { load: 1 } }),
      login: Login({ spec: { gear: 'g' } }, narrowed === undefined ? {} : { after: narrowed }),
      sticker: Object.fromEntries(stickers.map((name) => [name, Sticker({ spec: { text: 'x' } })])),
    },
    secret: { host: undefined, port: undefined, username: undefined, password: undefined },
    status: {},
  }));
}

/** The same declarations, with an order that the types do not know. */
type Known<R> = { readonly [K in keyof R]: Omit<R[K], 'after'> & { readonly after: readonly never[] } };

function ordered(order: Order) {
  const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local: orderedTarget(order) } } });
  return (request: WidgetRequest = {}) => settle(handler, widgetRequest(request));
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
    { reason: 'waits while that does not exist', order: { login: ['gear'] }, expected: ['gear', 'shelf'] },
    {
      reason: 'waits while that is not ready',
      order: { login: ['gear'] },
      observed: { gear: silent('Gear') },
      expected: ['gear', 'shelf'],
    },
    {
      reason: 'is composed once that is ready',
      order: { login: ['gear'] },
      observed: { gear: working('Gear') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'waits for all of several',
      order: { login: ['gear', 'shelf'] },
      observed: { gear: working('Gear') },
      expected: ['gear', 'shelf'],
    },
    {
      reason: 'stays composed when that is no longer ready',
      order: { login: ['gear'] },
      observed: { gear: silent('Gear'), login: silent('Login') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'stays composed when that is gone',
      order: { login: ['gear'] },
      observed: { login: silent('Login') },
      expected: ['gear', 'login', 'shelf'],
    },
    {
      reason: 'does not wait for what is left out on purpose',
      order: { shelf: 'none', login: ['shelf'] },
      expected: ['gear', 'login'],
    },
    {
      reason: 'waits for every item of a key',
      order: { login: ['sticker'], stickers: ['a', 'b'] },
      observed: { 'sticker.a': working('Sticker') },
      expected: ['gear', 'shelf', 'sticker.a', 'sticker.b'],
    },
    {
      reason: 'does not wait for a key without items',
      order: { login: ['sticker'] },
      expected: ['gear', 'login', 'shelf'],
    },
  ];
  test.each(rows)('$reason', ({ order, observed = {}, expected }) => {
    const response = ordered(order)({ observed });
    expect(response.results).toEqual([]);
    expect(keys(response)).toEqual(expected);
  });
});

test('an item may wait for fewer keys than its declaration names', () => {
  const order = { login: ['gear', 'shelf'], narrowed: ['shelf'] };
  const observed = { shelf: working('Shelf') };
  expect(keys(ordered(order)({ observed }))).toEqual(['gear', 'login', 'shelf']);
  expect(ordered({ login: ['shelf'], narrowed: ['gear'] })().results[0]?.message).toContain(
    'login waits for gear, which its declaration does not name',
  );
});

describe('an order that cannot be', () => {
  const rows: { reason: string; order: Order; says: string }[] = [
    {
      reason: 'a key that is not declared',
      order: { login: ['geer'] },
      says: 'login comes after geer, which is not declared',
    },
    { reason: 'a resource after itself', order: { login: ['login'] }, says: 'login waits for login' },
    {
      reason: 'one after the other',
      order: { login: ['shelf'], shelf: ['login'] },
      says: 'shelf waits for login waits for shelf: none of them can ever be created',
    },
  ];
  test.each(rows)('is refused when the target is defined: $reason', ({ order, says }) => {
    expect(() => orderedTarget(order)).toThrow(UserError);
    expect(() => orderedTarget(order)).toThrow(says);
  });
});
