/** Random lives of claims, with every object that a GitOps controller may find meanwhile, and what is true of it by the simulation alone. */
import * as fc from 'fast-check';
import { flavours } from 'planesmith/schema';
import { type everyMishap, type KubernetesObject, lives } from 'planesmith/testing';
import { cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { isInstalled, type PlaceOfClaim, titleOf } from './claim-lives.ts';
import { changed, claimOf, deleted, paused } from './crossplane.ts';
import { claimBehind } from './states.ts';

/** An object in the midst of a life. It is known without a look at its conditions whether a verdict on it can be true. */
export interface Glimpse {
  /** Where the claim lives, and what has happened to it. */
  readonly life: string;
  readonly object: KubernetesObject;
  /** Whether Crossplane has answered to its present generation, and had all parts then, none failing and, as far as it can tell, none refused. */
  readonly mayBeReady: boolean;
  /** Whether something was so at the last answer that only a person can mend, or, for a refused part, at the one before. */
  readonly mayBeStopped: boolean;
}

type Life = ReturnType<typeof everyMishap>;

/** What happens besides the events of the engine's simulator. */
const others = ['changed', 'facts lost', 'facts back', 'kind lost', 'kind back'] as const;
type Event = Life['steps'][number]['what'] | (typeof others)[number];
interface Step {
  readonly what: Event;
  readonly which: number;
}

/** A life with other events among its steps. */
const mixed = fc
  .record({
    life: lives(24),
    more: fc.array(fc.record({ what: fc.constantFrom(...others), which: fc.nat(40) }), { minLength: 1, maxLength: 6 }),
  })
  .map(({ life: { from, steps }, more }) => {
    const all: Step[] = [...steps];
    for (const { what, which } of more)
      all.splice(which % (all.length + 1), 0, { what, which }, { what: 'reconcile', which: 0 });
    return { from, steps: all };
  });

/** What can be seen in random lives, `livesIn` at each place, each sight once; the same seed gives the same ones. */
export function glimpsesOf(seed: number, livesIn: number): readonly Glimpse[] {
  const places = flavours.flatMap((flavour) => cells.map((cell) => ({ ...cell, flavour })));
  const drawn = fc.sample(mixed, { seed, numRuns: places.length * livesIn });
  const all = drawn.flatMap(({ from, steps }, at) => new Observed(places[at % places.length]!, from).through(steps));
  const sights = new Map(all.map((glimpse) => [JSON.stringify({ ...glimpse, life: '' }), glimpse]));
  return [...sights.values()];
}

function isAboutOne(what: Event): boolean {
  return ['deleted', 'ready', 'starting', 'failing', 'rejected', 'kind lost'].includes(what);
}

/** A claim that is looked at after every event. */
class Observed {
  readonly #place: PlaceOfClaim;
  readonly #claim: PlayedClaim;
  readonly #events: string[];
  readonly #failing = new Set<string>();
  readonly #lacked: string[] = [];
  readonly #facts: PlayedClaim['environment'];
  #isBare = false;
  #mayBeStopped = false;
  /** Undefined before the first answer. */
  #answered: { readonly generation: number; readonly isWhole: boolean } | undefined;
  /** For how many answers in a row the API server has refused a part. */
  #refusals = 0;
  /** The v1 claim as its controller wrote it last. */
  #v1: KubernetesObject | undefined;

  constructor(place: PlaceOfClaim, from: Life['from']) {
    const { key, kind, target, flavour } = place;
    this.#facts = facts(usualEnvironment(target));
    const options = { kind, target, flavour, environment: this.#facts, spec: exampleSpec(key) };
    this.#place = place;
    this.#claim = from === 'settled' ? readyClaim(options) : new PlayedClaim(options);
    this.#events = [from];
    this.#lookAtXr();
    if (from === 'settled') this.#reconcile();
  }

  through(steps: readonly Step[]): readonly Glimpse[] {
    return [
      ...this.#glimpses(),
      ...steps.flatMap((step) => {
        this.#happen(step);
        return this.#glimpses();
      }),
    ];
  }

  #happen({ what, which }: Step): void {
    const claim = this.#claim;
    const keys = [...claim.objects.keys()].toSorted();
    const key = keys[which % Math.max(1, keys.length)] ?? '';
    this.#events.push(isAboutOne(what) ? `${what} ${key || 'nothing'}` : what);
    if (what === 'reconcile' || what === 'settled') this.#reconcile();
    else if (what === 'blind') this.#reconcileBlindly();
    else if (what === 'accepted') claim.rejects = undefined;
    else if (what === 'secrets lost') claim.secrets.clear();
    else if (what === 'status lost') claim.status = undefined;
    else if (what === 'changed') this.#change();
    else if (what === 'facts lost' || what === 'facts back') this.#turnFacts(what === 'facts lost');
    else if (what === 'kind back') this.#giveKinds();
    else if (key === '') return;
    else if (what === 'kind lost') this.#loseKindOf(key);
    else if (what === 'rejected') claim.rejects = key;
    else if (what === 'deleted') this.#delete(key);
    else this.#play(key, what);
  }

  #reconcile(): void {
    const claim = this.#claim;
    const before = new Set(claim.objects.keys());
    claim.reconcile();
    const parts = [...claim.objects.keys()];
    const isWhole = parts.length > 0 && parts.every((key) => before.has(key) && !this.#failing.has(key));
    this.#answered = { generation: claim.generation, isWhole };
    // The function says what the API server did before it was called. So a refusal, and the end of one, shows an answer later.
    const wasRefused = this.#refusals > 0;
    this.#refusals = claim.isRejected ? this.#refusals + 1 : 0;
    this.#mayBeStopped = wasRefused || claim.isRejected || this.#isBare || this.#lacked.length > 0;
    this.#lookAtXr();
  }

  /** The controller of v1 claims looks at the XR. */
  #lookAtXr(): void {
    const { xr } = this.#claim;
    if (xr.kind !== this.#place.kind) this.#v1 = claimOf(claimBehind(this.#place, xr), xr);
  }

  /** Crossplane does not apply anything, and writes nothing. */
  #reconcileBlindly(): void {
    this.#claim.isBlind = true;
    this.#claim.reconcile();
    this.#claim.isBlind = false;
  }

  #change(): void {
    this.#claim.generation += 1;
    this.#v1 &&= changed(this.#v1);
  }

  #turnFacts(isBare: boolean): void {
    this.#isBare = isBare;
    this.#claim.environment = isBare ? { name: this.#facts['name'] } : this.#facts;
  }

  /** With its CRD, Kubernetes removes all objects of a kind. */
  #loseKindOf(key: string): void {
    const lost = this.#claim.objects.get(key);
    if (lost === undefined || !isInstalled(lost)) return;
    this.#lacked.push(titleOf(lost));
    this.#claim.lackedKinds.add(titleOf(lost));
    for (const [each, object] of this.#claim.objects) if (titleOf(object) === titleOf(lost)) this.#delete(each);
  }

  #giveKinds(): void {
    this.#claim.lackedKinds.clear();
    this.#lacked.length = 0;
  }

  #delete(key: string): void {
    this.#claim.objects.delete(key);
    this.#failing.delete(key);
  }

  /** An owner without conditions cannot fail: then nothing shows it. */
  #play(key: string, stage: 'ready' | 'starting' | 'failing'): void {
    this.#claim.play(key, stage);
    this.#failing.delete(key);
    const status = JSON.stringify(this.#claim.objects.get(key)?.['status']) ?? '';
    if (stage === 'failing' && status.includes('ReconcileError')) this.#failing.add(key);
  }

  /** What a controller may find now, also if the claim were paused or deleted at this moment. */
  #glimpses(): readonly Glimpse[] {
    const { kind, target, flavour } = this.#place;
    const { generation, xr } = this.#claim;
    const isWhole = this.#answered?.generation === generation && this.#answered.isWhole;
    const known = {
      life: `${kind} on ${target}, ${flavour}: ${this.#events.join(', ')}`,
      mayBeStopped: this.#mayBeStopped,
    };
    const mayBeReady = isWhole && this.#refusals === 0;
    // Neither a v1 claim nor a pause shows Synced of the XR, so that the function must learn of a refusal first.
    const mayBeReadyUntold = isWhole && this.#refusals <= 1;
    const seen = [
      { object: xr, mayBeReady },
      ...(this.#v1 === undefined ? [] : [{ object: this.#v1, mayBeReady: mayBeReadyUntold }]),
    ];
    return seen.flatMap(({ object, mayBeReady: here }) => [
      { ...known, mayBeReady: here, object },
      { ...known, mayBeReady: mayBeReadyUntold, object: paused(object) },
      { ...known, mayBeReady: false, object: deleted(object) },
    ]);
  }
}
