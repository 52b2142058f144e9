/** What can be said of keys that a target no longer declares, and what is refused when the target is defined. */
import { describe, expect, test } from 'vitest';
import { widget, decide, Gear, Login, Shelf, Sticker, target, widgetPlanner } from '../testing/widget.ts';
import {
  composed,
  composedApi,
  type GeneratedModel,
  main,
  moved,
  none,
  perItem,
  ready,
  type Refactoring,
  released,
} from './index.ts';

const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
const kindOf = (apiVersion: string, kind: string) =>
  composed({ apiVersion, kind, plural: `${kind}s`, namespaced: true } as GeneratedModel<Managed>, {
    ready: ready.exists,
  });
interface Managed {
  spec: { managementPolicies?: readonly string[] };
}
const Plant = kindOf('toys.example.org/v1', 'Plant');

const declare = (refactored: readonly Refactoring[]) =>
  target(
    widgetPlanner,
    { resources: { gear: main(Gear), shelf: Shelf, sticker: perItem(Sticker) }, refactored, record: { decide } },
    () => ({
      resources: { gear: Gear({ spec: { version: '1', teeth: 1 } }), shelf: none('a test'), sticker: {} },
      secret,
      status: {},
    }),
  );

describe('former keys', () => {
  test('lead to their present one, the oldest first, in whatever order they are written', () => {
    const { refactored } = declare([moved('c', 'shelf'), moved('a', 'b'), moved('wheel', 'gear'), moved('b', 'c')]);
    expect(refactored).toEqual({
      former: { shelf: ['a', 'b', 'c'], gear: ['wheel'] },
      present: { a: 'shelf', b: 'shelf', c: 'shelf', wheel: 'gear' },
      released: {},
    });
  });

  test('of what is released have the kind that rights are needed for', () => {
    expect(declare([released('plant', Plant), released('tag')]).refactored.released).toEqual({
      plant: Plant,
      tag: undefined,
    });
  });
});

test.each<{ reason: string; refactored: readonly Refactoring[]; says: string }>([
  {
    reason: 'what is composed under its old key was not renamed',
    refactored: [moved('shelf', 'gear')],
    says: 'it moves shelf, which it still composes',
  },
  {
    reason: 'what is composed cannot be let go',
    refactored: [released('shelf')],
    says: 'it releases shelf, which it still composes',
  },
  {
    reason: 'a resource moves to where one is composed',
    refactored: [moved('rack', 'shefl')],
    says: 'it moves rack to shefl, which is not declared',
  },
  {
    reason: 'so does a chain at its end',
    refactored: [moved('a', 'b'), moved('b', 'c')],
    says: 'it moves a to c, which is not declared',
  },
  {
    reason: 'what moved and then went is released under each key that it had',
    refactored: [moved('rack', 'plant'), released('plant')],
    says: 'it moves rack to plant, which is released: release rack, too',
  },
  {
    reason: 'an object has one key',
    refactored: [moved('rack', 'shelf'), moved('rack', 'gear')],
    says: 'it moves or releases rack twice',
  },
  {
    reason: 'a key has one object',
    refactored: [moved('rack', 'shelf'), moved('board', 'shelf')],
    says: 'it moves two keys to shelf, and only one object can be there',
  },
  { reason: 'a circle has no end', refactored: [moved('a', 'b'), moved('b', 'a')], says: 'it moves a in a circle' },
  {
    reason: 'an item has no key of its own',
    refactored: [moved('sticker.front', 'shelf')],
    says: 'it moves sticker.front, which is no key of a resource',
  },
  {
    reason: "the connection Secret is the engine's",
    refactored: [released('connection-secret')],
    says: 'it releases connection-secret, which is no key of a resource',
  },
  {
    reason: 'Kubernetes deletes its own kinds',
    refactored: [released('config', kindOf('v1', 'ConfigMap'))],
    says: 'it releases config, and ConfigMap is a kind of Kubernetes, without management policies: Crossplane deletes such an object',
  },
  {
    reason: 'so it does those of its newer groups',
    refactored: [released('wall', kindOf('networking.k8s.io/v1', 'NetworkPolicy'))],
    says: 'NetworkPolicy is a kind of Kubernetes',
  },
  {
    reason: 'an API of the platform has none either',
    refactored: [released('inner', composedApi(widget) as never)],
    says: 'it releases inner, and Widget is an API of this platform, without management policies',
  },
])('is refused when the target is defined: $reason', ({ refactored, says }) => {
  expect(() => declare(refactored)).toThrow(says);
});

test('does not compile if it can be seen to be wrong', () => {
  const options = { resources: { gear: main(Gear), login: Login }, record: { decide } };
  const compose = () => ({
    resources: { gear: Gear({ spec: { version: '1', teeth: 1 } }), login: none('a test') },
    secret,
    status: {},
  });
  const typesOnly = (code: () => unknown): void => void code;
  typesOnly(() => {
    target(
      widgetPlanner,
      { ...options, refactored: [moved('a', 'b'), moved('b', 'login'), released('plant', Plant)] },
      compose,
    );
    // @ts-expect-error the key is misspelt
    target(widgetPlanner, { ...options, refactored: [moved('account', 'lgoin')] }, compose);
    // @ts-expect-error the key is still declared
    target(widgetPlanner, { ...options, refactored: [moved('login', 'gear')] }, compose);
    // @ts-expect-error the key is still declared
    target(widgetPlanner, { ...options, refactored: [released('login')] }, compose);
    // @ts-expect-error the kind has no management policies
    released('shelf', Shelf);
  });
});
