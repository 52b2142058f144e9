/** Released: a provider leaves alone what it made, since nothing goes before the provider has seen that. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  composed,
  type GeneratedModel,
  main,
  type Refactoring,
  ready,
  released,
  type Target,
} from '../authoring/index.ts';
import type { KubernetesObject } from '../render/index.ts';
import { isAboutOne, lives, type Step } from '../testing/lives.ts';
import type { Play } from '../testing/player.ts';
import { SimulatedClaim } from '../testing/simulated-claim.ts';
import { decide, Gear, Shelf, target, widget, widgetPlanner } from '../testing/widget.ts';
import { dev } from '../testing/widget-request.ts';
import { dispatch } from './index.ts';

interface Plant {
  apiVersion: 'toys.example.org/v1';
  kind: 'Plant';
  metadata?: { generation?: number };
  spec: { seeds: number; managementPolicies?: string[] };
}

const toys = { apiVersion: 'toys.example.org/v1', namespaced: true };
const model: GeneratedModel<Plant> = { ...toys, kind: 'Plant', plural: 'plants' };
const Plant = composed(model, { ready: ready.managed });

const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
const handlerOf = (local: Target<typeof widget>) =>
  dispatch({ widget: { planner: widgetPlanner, targets: { local } } });

/** The release that composes a plant, with the policies of its author or those of the API server. */
const before = (policies?: string[]) =>
  target(
    widgetPlanner,
    { resources: { gear: main(Gear), plant: Plant }, record: { decide } },
    ({ record: { identity, version, teeth } }) => ({
      resources: {
        gear: Gear({ spec: { identity, version, teeth } }),
        plant: Plant({ spec: { seeds: 7, ...(policies && { managementPolicies: policies }) } }),
      },
      secret,
      status: {},
    }),
  );

/** The release that composes none. */
const after = (refactored: readonly Refactoring[] = [released('plant', Plant)]) =>
  target(
    widgetPlanner,
    { resources: { gear: main(Gear) }, refactored, record: { decide } },
    ({ record: { identity, version, teeth } }) => ({
      resources: { gear: Gear({ spec: { identity, version, teeth } }) },
      secret,
      status: {},
    }),
  );

const play: Play = ({ kind, metadata: { generation: observedGeneration } }, stage) => {
  if (kind === 'Secret') return {};
  const status = stage === 'ready' ? 'True' : 'False';
  return { status: { conditions: ['Synced', 'Ready'].map((type) => ({ type, status, observedGeneration })) } };
};

/** A claim whose plants have the defaults and generations of an API server, and a provider that deletes by the policies that it saw. */
class Garden {
  readonly claim = new SimulatedClaim({
    handler: handlerOf(before()),
    api: widget,
    play,
    target: 'local',
    environment: dev,
    group: 'toys.example.org',
  });
  /** What Crossplane did to the plant, in order: its policies and whether they were seen, and at last `dropped`. */
  readonly seen: string[] = [];

  get plant(): (KubernetesObject & Plant) | undefined {
    return this.claim.objects.get('plant') as (KubernetesObject & Plant) | undefined;
  }

  reconcile(): void {
    const earlier = this.plant;
    const { results } = this.claim.reconcile();
    expect(results.map(({ message }) => message)).toEqual([]);
    const { plant } = this;
    if (plant === undefined) {
      if (earlier === undefined) return;
      const { managementPolicies: policies = [] } = earlier.spec;
      expect(policies, 'the provider deletes what it made').not.toEqual(expect.arrayContaining(['Delete']));
      expect(policies, 'the provider deletes what it made').not.toContain('*');
      expect(isSynced(earlier), 'the provider has not seen the last policies').toBe(true);
      this.seen.push('dropped');
      return;
    }
    const spec = { managementPolicies: ['*'], ...plant.spec };
    const isChanged = earlier !== undefined && JSON.stringify(earlier.spec) !== JSON.stringify(spec);
    const generation = (earlier?.metadata.generation ?? 1) + (isChanged ? 1 : 0);
    if (earlier !== undefined)
      expect({ ...spec, managementPolicies: [] }).toEqual({ ...earlier.spec, managementPolicies: [] });
    this.claim.objects.set('plant', { ...plant, metadata: { ...plant.metadata, generation }, spec });
    this.seen.push(spec.managementPolicies.join());
  }

  happen({ what, which }: Step): void {
    const { claim } = this;
    const key = [...claim.objects.keys()].toSorted()[which % Math.max(1, claim.objects.size)];
    if (what === 'reconcile') this.reconcile();
    else if (what === 'settled') this.settle();
    else if (what === 'status lost') claim.status = undefined;
    else if (what === 'accepted') claim.rejects = undefined;
    else if (!isAboutOne(what) || key === undefined) return;
    else if (what === 'rejected') claim.rejects = key;
    else if (what === 'deleted') claim.objects.delete(key);
    else claim.play(key, what as 'ready' | 'starting' | 'failing');
  }

  settle(): void {
    this.claim.rejects = undefined;
    for (let pass = 0; pass < 6; pass += 1) {
      this.reconcile();
      for (const key of this.claim.objects.keys()) this.claim.play(key, 'ready');
    }
  }
}

function isSynced({ metadata, ['status']: status }: KubernetesObject): boolean {
  const { conditions = [] } = (status ?? {}) as {
    conditions?: { type: string; status: string; observedGeneration?: number }[];
  };
  const synced = conditions.find(({ type }) => type === 'Synced');
  return synced === undefined || (synced.status === 'True' && synced.observedGeneration === metadata.generation);
}

const gardenOf = (policies?: string[]) => {
  const garden = new Garden();
  garden.claim.handler = handlerOf(before(policies));
  return garden;
};

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
        const garden = gardenOf(given);
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
      const garden = gardenOf(policies);
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
    const garden = gardenOf();
    garden.settle();
    garden.claim.handler = handlerOf(after());
    for (let pass = 0; pass < 5; pass += 1) {
      garden.reconcile();
      garden.claim.play('plant', 'failing');
    }
    expect(garden.plant).toBeDefined();
  });

  test('stays if it is all that is left of a claim that now asks for too much', () => {
    const garden = gardenOf();
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
    const garden = gardenOf();
    garden.settle();
    garden.claim.handler = handlerOf(after());
    garden.reconcile();
    const { plant, claim } = garden;
    claim.objects.set('plant', { ...plant!, status: { conditions: [{ type: 'Synced', status: 'True' }] } } as never);
    claim.reconcile();
    expect(garden.plant).toBeUndefined();
  });

  test('is deleted with what its provider made if nobody says that it is released', () => {
    const garden = gardenOf();
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
