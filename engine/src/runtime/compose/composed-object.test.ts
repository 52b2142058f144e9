import { expect, test } from 'vitest';
import { settle, widgetRequest } from '../../testing/widget-request.ts';
import { decide, Gear, Sticker, widgetPlanner, target } from '../../testing/widget.ts';
import { perItem, main } from '../../authoring/index.ts';
import { dispatch } from '../index.ts';

const metadata = {
  labels: { team: 'a', 'app.kubernetes.io/instance': 'mine' },
  annotations: { note: 'n' },
  finalizers: ['toys.example.org/gear'],
};
const keyLists: string[][] = [];
const local = target(
  widgetPlanner,
  { resources: { gear: main(Gear), sticker: perItem(Sticker) }, record: { decide } },
  ({ plan: { stickers } }) => {
    keyLists.push(Object.keys(stickers));
    const backwards = Object.keys(stickers).toReversed();
    return {
      resources: {
        gear: Gear({ metadata, spec: { version: '1', teeth: 1 } }),
        sticker: Object.fromEntries(backwards.map((name) => [name, Sticker({ spec: { text: 'x' } })])),
      },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    };
  },
);
const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local } } });
const { desired } = settle(handler, widgetRequest({ spec: { stickers: { b: 'x', c: 'x', a: 'x' } } }));

test('an object has the author’s labels, annotations and finalizers, and those by which all of a claim is found', () => {
  expect(desired?.resources['gear']?.resource).toEqual({
    apiVersion: 'toys.example.org/v1',
    kind: 'Gear',
    metadata: {
      name: 'orders-widget',
      namespace: 'team-a',
      labels: {
        team: 'a',
        'app.kubernetes.io/name': 'widget',
        'app.kubernetes.io/instance': 'orders',
        'app.kubernetes.io/managed-by': 'toys',
        'toys.example.org/team': 'team-a',
      },
      annotations: { note: 'n' },
      finalizers: ['toys.example.org/gear'],
    },
    spec: { version: '1', teeth: 1 },
  });
});

test('a function gets keys in order, though Crossplane writes them in any', () => {
  expect(keyLists[0]).toEqual(['a', 'b', 'c']);
});

test('items are composed in order, however the target lists them', () => {
  expect(Object.keys(desired?.resources ?? {}).join(' ')).toMatch(/sticker\.a sticker\.b sticker\.c/);
});

test('another version of the platform changes nothing but the claim’s status', () => {
  const of = (platformVersion: string) => settle(handler, widgetRequest({ input: { platformVersion } })).desired;
  const [before, after] = [of('0.1.0'), of('9.9.9')];
  expect(Object.keys(after?.resources ?? {})).toContain('gear');
  expect(after?.resources).toEqual(before?.resources);
  expect(after?.composite?.resource).toMatchObject({ status: { platformVersion: '9.9.9' } });
});
