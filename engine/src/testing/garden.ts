/** A Widget with a plant beside its gear, in a release that composes the plant and in one that does not: for tests of what is released. */
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
import { dispatch } from '../runtime/index.ts';
import { isAboutOne, type Step } from './lives.ts';
import type { Play } from './player.ts';
import { SimulatedClaim } from './simulated-claim.ts';
import { decide, Gear, target, widget, widgetPlanner } from './widget.ts';
import { dev } from './widget-request.ts';

/** A kind with management policies. */
export interface Plant {
  apiVersion: 'toys.example.org/v1';
  kind: 'Plant';
  metadata?: { generation?: number };
  spec: { seeds: number; soil?: string; managementPolicies?: string[] };
}

const toys = { apiVersion: 'toys.example.org/v1', namespaced: true };
const model: GeneratedModel<Plant> = { ...toys, kind: 'Plant', plural: 'plants' };
export const Plant = composed(model, { ready: ready.managed });

/** The connection Secret of every release. */
export const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
/** The function of a release. */
export const handlerOf = (local: Target<typeof widget>) =>
  dispatch({ widget: { planner: widgetPlanner, targets: { local } } });

/** The release that composes a plant, with the policies of its author or those of the API server. */
export const before = (policies?: string[]) =>
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
export const after = (refactored: readonly Refactoring[] = [released('plant', Plant)]) =>
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
  const conditions = ['Synced', 'Ready'].map((type) => ({ type, status, observedGeneration }));
  // A field that nobody composes.
  return { status: { conditions }, ...(kind === 'Plant' && { initialised: { soil: 'loam' } }) };
};

/**
 * A claim whose plant has the defaults and generations of an API server. Its provider deletes by the policies that it saw.
 * A reconcile throws an `Error` if a deleted plant would take with it what its provider made, or if Crossplane changes any other field of it.
 */
export class Garden {
  readonly claim: SimulatedClaim;
  /** What Crossplane did to the plant, in order: its policies and whether they were seen, and at last `dropped`. */
  readonly seen: string[] = [];

  /** Its author gives the plant these policies. @default those of the API server */
  constructor(policies?: string[]) {
    const toys = { api: widget, play, target: 'local', environment: dev, group: 'toys.example.org' };
    this.claim = new SimulatedClaim({ ...toys, handler: handlerOf(before(policies)) });
  }

  /** The plant, while there is one. */
  get plant(): (KubernetesObject & Plant) | undefined {
    return this.claim.objects.get('plant') as (KubernetesObject & Plant) | undefined;
  }

  /** Reconciles the claim; fails as said above. */
  reconcile(): void {
    const earlier = this.plant;
    const { results } = this.claim.reconcile();
    insist(results.length === 0, `it fails: ${results.map(({ message }) => message).join('; ')}`);
    const { plant } = this;
    if (plant === undefined) {
      if (earlier === undefined) return;
      const { managementPolicies: policies = [] } = earlier.spec;
      insist(!policies.includes('Delete') && !policies.includes('*'), 'the provider deletes what it made');
      insist(isSynced(earlier), 'the provider has not seen the last policies');
      this.seen.push('dropped');
      return;
    }
    const spec = { managementPolicies: ['*'], ...plant.spec };
    const isChanged = earlier !== undefined && JSON.stringify(earlier.spec) !== JSON.stringify(spec);
    const generation = (earlier?.metadata.generation ?? 1) + (isChanged ? 1 : 0);
    insist(earlier === undefined || withoutPolicies(earlier) === withoutPolicies(plant), 'its other fields change');
    this.claim.objects.set('plant', { ...plant, metadata: { ...plant.metadata, generation }, spec });
    this.seen.push(spec.managementPolicies.join());
  }

  /** Lets an event of a life happen; `blind` and lost Secrets mean nothing here. */
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

  /** Lets every owner succeed until nothing changes. */
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

function withoutPolicies({ spec: { seeds, soil } }: Plant): string {
  return JSON.stringify({ seeds, soil });
}

function insist(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
