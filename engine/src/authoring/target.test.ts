import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { decide, Gear, planner, Shelf, Sticker, target, widgetPlanner } from '../testing/widget.ts';
import { gadgetPlanner } from '../testing/gadget.ts';
import { api, claimsInside, object } from '../schema/index.ts';
import type { Declarations } from './declaration.ts';
import { composed, type GeneratedModel, main, perItem, ready } from './index.ts';

interface Plain {
  metadata?: object;
}
const secretModel: GeneratedModel<Plain> = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true };
const spaceModel: GeneratedModel<Plain> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};
const Secret = composed(secretModel, { ready: ready.exists });
const Namespace = composed(spaceModel, { ready: ready.exists });
const declaring = (resources: Declarations) => () =>
  target(widgetPlanner, { resources: resources as never }, () => ({}) as never);

describe('a target that could never work is refused when it is defined', () => {
  const rows: { reason: string; resources: Declarations; says: string }[] = [
    { reason: 'no main resource', resources: { gear: Gear }, says: 'exactly one resource is the main one, not 0' },
    { reason: 'two of them', resources: { gear: main(Gear), shelf: main(Shelf) }, says: 'not 2' },
    {
      reason: 'a key with a dot could be an item of another',
      resources: { gear: main(Gear), 'a.b': Shelf },
      says: 'a.b is no key',
    },
    { reason: 'the engine’s own key', resources: { gear: main(Gear), 'connection-secret': Shelf }, says: 'is no key' },
    {
      reason: 'a kind outside any namespace',
      resources: { gear: main(Gear), space: Namespace },
      says: 'space is a cluster-scoped Namespace',
    },
    {
      reason: 'a main Secret beside the connection Secret',
      resources: { app: main(Secret) },
      says: 'name of the connection Secret',
    },
  ];
  test.each(rows)('$reason', ({ resources, says }) => {
    expect(declaring(resources)).toThrow(UserError);
    expect(declaring(resources)).toThrow(says);
  });

  test('a Secret of a resource that is composed once per item', () => {
    const settings = { resources: { gear: main(Gear), sticker: perItem(Sticker) }, secrets: { note: 'sticker' } };
    expect(() => target(widgetPlanner, settings as never, () => ({}) as never)).toThrow(
      'its secret note belongs to sticker, which is composed once per item',
    );
  });

  test('a Secret with the name under which a target reads the connection Secret', () => {
    const settings = { resources: { gear: main(Gear) }, record: { decide } } as const;
    const allowed = () => target(widgetPlanner, { ...settings, secrets: { login: 'gear' } }, () => ({}) as never);
    // @ts-expect-error the name is taken
    const declared = () => target(widgetPlanner, { ...settings, secrets: { connection: 'gear' } }, () => ({}) as never);
    expect(allowed).not.toThrow();
    expect(declared).toThrow('its secret connection has the name of the connection Secret');
  });

  test('all mistakes are reported at once', () => {
    expect(declaring({ 'a.b': Namespace })).toThrow(/not 0.*no key.*cluster-scoped/);
  });
});

test('a main Secret is fine where none is promised', () => {
  const { resources } = target(gadgetPlanner, { resources: { app: main(Secret) } }, () => ({}) as never);
  expect(Object.keys(resources)).toEqual(['app']);
});

test('a cluster-scoped API composes cluster-scoped kinds', () => {
  const status = object({ claims: claimsInside() });
  const parts = { spec: object({}), recorded: object({}), status, secret: {} } as const;
  const depot = api({ kind: 'Depot', description: 'A depot.', targets: ['local'], scope: 'Cluster', ...parts });
  const depotPlan = planner(depot, () => ({ record: {} }));
  const { resources } = target(depotPlan, { resources: { space: main(Namespace) } }, () => ({}) as never);
  expect(Object.keys(resources)).toEqual(['space']);
});
