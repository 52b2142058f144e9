/**
 * A live claim in a world that remembers: it knows each object and each external resource by its identity, and its owners accept or refuse every
 * change as the kinds say. It shares no code with the comparison of releases.
 */
import type { ComposedKind } from 'planesmith/authoring';
import { immutableChanges, type KubernetesObject } from 'planesmith/testing';
import type { Loose } from '../fixtures.ts';
import type { PlayedClaim } from '../played/claim.ts';
import { condition } from '../played/condition.ts';

/** The composed kinds of a release by apiVersion and kind, with a space between. */
export type Kinds = ReadonlyMap<string, ComposedKind>;

/** An object in the world. */
export interface Thing {
  /** The one under which it is, or was last, composed. */
  key: string;
  /** The one that it had before the new release. */
  readonly firstKey: string;
  /** As it was before the new release. */
  readonly before: KubernetesObject | undefined;
  /** The last values that its owner accepted. */
  accepted: KubernetesObject;
  /** The fields that its owner refuses to change. */
  refused: readonly string[];
  /** `abandoned`: it exists, and Crossplane does not know it any more. */
  fate: 'exists' | 'deleted' | 'abandoned';
}

const mostPasses = 20;
const severityFatal = 1;

/** How the claim ends. */
export interface End {
  readonly things: readonly Thing[];
  /** What stops it as a whole: a fatal result, or passes without an end. */
  readonly stop: 'fatal' | 'restless' | undefined;
  /** Whether the function refuses the claim or a part of it. */
  readonly isRefused: boolean;
  /** The keys of objects that are not ready, although nobody refuses them. */
  readonly unready: readonly string[];
}

/** What the claim is before and after the function of another release takes over. */
export class World {
  readonly #claim: PlayedClaim;
  readonly #kinds: Kinds;
  readonly #things = new Map<string, Thing>();

  constructor(claim: PlayedClaim, kinds: Kinds) {
    this.#claim = claim;
    this.#kinds = kinds;
    for (const [key, object] of claim.objects) this.#appear(key, object, true);
  }

  /** Reconciles and lets owners act until nothing changes. */
  run(): End {
    const claim = this.#claim;
    let last = claim.fingerprint();
    for (let pass = 0; pass < mostPasses; pass += 1) {
      const { results, conditions, desired } = claim.reconcile();
      const isRefused = conditions.some(({ reason }) => reason === 'Refused');
      if (results.some(({ severity }) => (severity as number) === severityFatal))
        return this.#end('fatal', isRefused, {});
      this.#apply();
      const now = claim.fingerprint();
      if (now === last) return this.#end(undefined, isRefused, desired?.resources ?? {});
      last = now;
    }
    return this.#end('restless', false, {});
  }

  #appear(key: string, object: KubernetesObject, existed: boolean): void {
    const copy = structuredClone(object);
    this.#things.set(identityOf(object), {
      key,
      firstKey: key,
      before: existed ? copy : undefined,
      accepted: copy,
      refused: [],
      fate: 'exists',
    });
  }

  /** Crossplane has applied and deleted objects; their owners see it. */
  #apply(): void {
    const { objects } = this.#claim;
    const composed = new Map([...objects].map(([key, object]) => [identityOf(object), key]));
    for (const [identity, thing] of this.#things) {
      if (composed.has(identity) || thing.fate !== 'exists') continue;
      // Crossplane deletes what is under a key that is not desired; another object under the same key hides the first one from it.
      thing.fate = objects.has(thing.key) ? 'abandoned' : 'deleted';
    }
    for (const [key, object] of objects) {
      const thing = this.#things.get(identityOf(object));
      if (thing === undefined || thing.fate === 'deleted') this.#appear(key, object, false);
      else if (thing.fate === 'exists') this.#change(thing, object);
      this.#own(key, this.#things.get(identityOf(object)));
    }
  }

  /** The owner does what the object says. What it fills in is no change that it could refuse. */
  #own(key: string, thing: Thing | undefined): void {
    if (thing === undefined || thing.refused.length > 0) return;
    try {
      this.#claim.play(key, 'ready');
    } catch {
      // No player knows what to make of it; it is as it was asked for.
    }
    thing.accepted = structuredClone(this.#claim.objects.get(key) ?? thing.accepted);
  }

  #change(thing: Thing, object: KubernetesObject): void {
    thing.key = keyOf(object);
    const kind = this.#kinds.get(`${object.apiVersion} ${object.kind}`);
    thing.refused = kind === undefined ? [] : immutableChanges(kind, thing.accepted, object);
    if (thing.refused.length === 0) {
      thing.accepted = structuredClone(object);
      return;
    }
    const status = object['status'] as Loose | undefined;
    const kept = ((status?.['conditions'] ?? []) as Loose[]).filter(({ type }) => type !== 'Synced');
    const words = { reason: 'ReconcileError', message: `refuses ${thing.refused.join(', ')}` };
    const conditions = [
      ...kept,
      condition('Synced', false, { ...words, observedGeneration: object.metadata.generation ?? 1 }),
    ];
    this.#claim.objects.set(thing.key, { ...object, status: { ...status, conditions } });
  }

  #end(stop: End['stop'], isRefused: boolean, resources: Loose): End {
    const things = [...this.#things.values()];
    const refused = new Set(things.filter(({ refused: fields }) => fields.length > 0).map(({ key }) => key));
    const unready = Object.keys(resources).filter((key) => resources[key].ready !== 1 && !refused.has(key));
    return { things, stop, isRefused, unready };
  }
}

function keyOf({ metadata }: KubernetesObject): string {
  return metadata.annotations?.['crossplane.io/composition-resource-name'] ?? '';
}

function identityOf({ apiVersion, kind, metadata: { namespace = '', name = '' } }: KubernetesObject): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return JSON.stringify([group, kind, namespace, name]);
}
