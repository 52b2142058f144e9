/** Released: a provider leaves alone what it made, since nothing goes before the provider has seen that. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { main, type Refactoring, released } from '../authoring/index.ts';
import { after, Garden, handlerOf, Plant, secret } from '../testing/garden.ts';
import { lives } from '../testing/lives.ts';
import { decide, Gear, Shelf, target, widgetPlanner } from '../testing/widget.ts';
import { dev } from '../testing/widget-request.ts';

describe('a resource that is released', () => {
  test('is never deleted with what its provider made, from any state and through any life', () => {
    const policies = fc.constantFrom<string[] | undefined>(
      undefined,
      ['*'],
      ['Observe', 'Create', 'Update', 'Delete'],
      ['Observe', 'Create'],
    );
    fc.assert(
      fc.property(policies, lives(), lives(), (given, life, { steps }) => {
        const garden = new Garden(given);
        if (life.from === 'settled') garden.settle();
        life.steps.forEach((step) => garden.happen(step));
        garden.claim.handler = handlerOf(after());
        steps.forEach((step) => garden.happen(step));
        garden.settle();
        expect([...garden.claim.objects.keys()].toSorted()).toEqual(['connection-secret', 'gear']);
      }),
      { numRuns: 100 },
    );
  });

  const all = ['Observe', 'Create', 'Update', 'LateInitialize'].join();
  test.each([
    { reason: 'all policies', policies: undefined, passes: [all, all, 'dropped'] },
    {
      reason: 'its own policies',
      policies: ['Observe', 'Create', 'Update', 'Delete'],
      passes: ['Observe,Create,Update', 'Observe,Create,Update', 'dropped'],
    },
    { reason: 'none to delete', policies: ['Observe', 'Create', 'Update'], passes: ['dropped'] },
  ])(
    'is first composed without Delete, and dropped once the provider has seen that: $reason',
    ({ policies, passes }) => {
      const garden = new Garden(policies);
      garden.settle();
      garden.seen.length = 0;
      garden.claim.handler = handlerOf(after());
      garden.reconcile();
      // The provider has not come to it yet.
      garden.reconcile();
      garden.claim.play('plant', 'ready');
      garden.reconcile();
      expect(garden.seen).toEqual(passes);
    },
  );

  test('stays while its provider does not take the policies', () => {
    const garden = new Garden();
    garden.settle();
    garden.claim.handler = handlerOf(after());
    for (let pass = 0; pass < 5; pass += 1) {
      garden.reconcile();
      garden.claim.play('plant', 'failing');
    }
    expect(garden.plant).toBeDefined();
  });

  test('stays if it is all that is left of a claim that now asks for too much', () => {
    const garden = new Garden();
    garden.settle();
    const { claim } = garden;
    for (const key of ['gear', 'connection-secret']) claim.objects.delete(key);
    claim.status = undefined;
    claim.environment = { ...dev, maxTeeth: 5 };
    claim.handler = handlerOf(after());
    claim.reconcile();
    expect(garden.plant).toBeDefined();
  });

  test('goes as soon as it has the policies if its provider reports no generation', () => {
    const garden = new Garden();
    garden.settle();
    garden.claim.handler = handlerOf(after());
    garden.reconcile();
    const { plant, claim } = garden;
    claim.objects.set('plant', { ...plant!, status: { conditions: [{ type: 'Synced', status: 'True' }] } } as never);
    claim.reconcile();
    expect(garden.plant).toBeUndefined();
  });

  test('is deleted with what its provider made if nobody says that it is released', () => {
    const garden = new Garden();
    garden.settle();
    garden.claim.handler = handlerOf(after([]));
    expect(() => garden.settle()).toThrow('the provider deletes what it made');
  });
});

test('an object without management policies stops its claim, and stays', () => {
  const withShelf = target(
    widgetPlanner,
    { resources: { gear: main(Gear), shelf: Shelf }, record: { decide } },
    ({ record: { identity, version, teeth } }) => ({
      resources: { gear: Gear({ spec: { identity, version, teeth } }), shelf: Shelf({ spec: { load: 1 } }) },
      secret,
      status: {},
    }),
  );
  const { claim } = new Garden();
  claim.handler = handlerOf(withShelf);
  claim.settle();
  claim.handler = handlerOf(after([released('shelf')]));
  const { results } = claim.reconcile();
  expect(results.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^Shelf orders-widget-shelf-\w+ under the key shelf cannot be released, since it has no spec.managementPolicies, so nothing was changed/,
    ),
  ]);
  expect([...claim.objects.keys()]).toContain('shelf');
});

test('a main resource of the same kind waits until the released one has left its name', () => {
  const next = (refactored: readonly Refactoring[]) =>
    target(
      widgetPlanner,
      {
        resources: { tree: main(Plant) },
        refactored,
        record: { decide, recover: ({ tree }) => ({ version: tree && '1' }) },
      },
      () => ({
        resources: { tree: Plant({ spec: { seeds: 9 } }) },
        secret,
        status: {},
      }),
    );
  const first = target(widgetPlanner, { resources: { plant: main(Plant) }, record: { decide } }, () => ({
    resources: { plant: Plant({ spec: { seeds: 7 } }) },
    secret,
    status: {},
  }));
  const garden = new Garden();
  garden.claim.handler = handlerOf(first);
  garden.settle();
  garden.claim.handler = handlerOf(next([released('plant', Plant)]));
  garden.reconcile();
  expect([...garden.claim.objects.keys()].toSorted()).toEqual(['connection-secret', 'plant']);
  garden.settle();
  expect([...garden.claim.objects.keys()].toSorted()).toEqual(['connection-secret', 'tree']);
});
