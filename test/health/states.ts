/** The states in which a GitOps controller may find a claim, with what is true of each. */
import type { KubernetesObject } from 'planesmith/testing';
import * as lives from './claim-lives.ts';
import type { PlaceOfClaim, Reach } from './claim-lives.ts';
import { changed, circuitOpen, claimOf, deleted, deleting, handedOn, paused, unanswered } from './crossplane.ts';

/**
 * What is true of a claim: it is `ready` at its present generation, it `waits` and needs nobody, it is `stopped` until a person acts, or it is
 * `paused`, with or without being ready.
 */
export type Truth = 'ready' | 'waits' | 'stopped' | 'paused' | 'ready and paused';

/** A state. */
export interface State {
  readonly name: string;
  readonly truth: Truth;
  /** The life of the XR until then. */
  readonly reach: Reach;
  /** What happens to the XR after that, before its claim learns of it. @default nothing */
  readonly toXr?: (xr: KubernetesObject) => KubernetesObject;
  /** What happens last to the object that the controller looks at. @default nothing */
  readonly last?: (object: KubernetesObject) => KubernetesObject;
  /** Only a v1 claim has this state: the claim from its earlier self and the XR. */
  readonly ofClaim?: (before: KubernetesObject, xr: KubernetesObject) => KubernetesObject;
}

/** Every state, in the order of the page. */
export const states: readonly State[] = [
  { name: 'new, not seen by Crossplane', truth: 'waits', reach: lives.unseen },
  { name: 'new, parts are being made', truth: 'waits', reach: lives.begun },
  { name: 'parts are starting', truth: 'waits', reach: lives.starting },
  { name: 'ready', truth: 'ready', reach: lives.ready },
  { name: 'ready, a part reports trouble', truth: 'waits', reach: lives.troubled },
  { name: 'ready, a part is lost', truth: 'waits', reach: lives.withLostPart },
  { name: 'ready, changed since', truth: 'waits', reach: lives.ready, last: changed },
  { name: 'ready, changed since, handed to the XR', truth: 'waits', reach: lives.ready, ofClaim: handedOn },
  { name: 'restored without status', truth: 'waits', reach: lives.withoutStatus },
  { name: 'new, refused by the environment', truth: 'stopped', reach: lives.refused },
  { name: 'ready, a change is refused', truth: 'stopped', reach: lives.changeRefused },
  { name: 'refused, changed since', truth: 'waits', reach: lives.refused, last: changed },
  { name: 'new, the environment lacks a fact', truth: 'stopped', reach: lives.withoutFact },
  { name: 'ready, the environment loses a fact', truth: 'stopped', reach: lives.losingFact },
  { name: 'new, the cluster lacks a kind', truth: 'stopped', reach: lives.withoutKind },
  { name: 'ready, the cluster loses a kind', truth: 'stopped', reach: lives.losingKind },
  { name: 'new, the kind that it lacked is there now', truth: 'waits', reach: lives.givenKind },
  { name: 'new, its kinds are unknown', truth: 'waits', reach: lives.withUnknownKinds },
  {
    name: 'ready, a part is lost, its kind is unknown',
    truth: 'waits',
    reach: lives.withUnknownKindOfLostPart,
  },
  { name: 'ready, its record is unknown to the release', truth: 'stopped', reach: lives.contradicted },
  { name: 'new, the function has a bug', truth: 'stopped', reach: lives.withBug },
  { name: 'ready, the function has a bug', truth: 'stopped', reach: lives.gettingBug },
  { name: 'ready, the API server refuses a part', truth: 'stopped', reach: lives.rejected },
  { name: 'new, the function cannot be called', truth: 'waits', reach: lives.unseen, toXr: unanswered },
  { name: 'ready, the function cannot be called', truth: 'waits', reach: lives.ready, toXr: unanswered },
  { name: 'ready, the circuit of its watches is open', truth: 'ready', reach: lives.ready, toXr: circuitOpen },
  { name: 'new, paused', truth: 'paused', reach: lives.unseen, last: paused },
  { name: 'ready, paused', truth: 'ready and paused', reach: lives.ready, last: paused },
  { name: 'ready, changed since, paused', truth: 'paused', reach: lives.ready, last: (one) => paused(changed(one)) },
  { name: 'deleted, not seen by Crossplane', truth: 'waits', reach: lives.ready, last: deleted },
  { name: 'being deleted', truth: 'waits', reach: lives.ready, last: deleting },
];

/** What a controller looks at: an XR, alone or behind a v1 claim, or the v1 claim. */
export type Form = 'XR' | 'claim';

/** An object in a state. */
export interface Found {
  readonly form: Form;
  readonly object: KubernetesObject;
}

/** The objects of a state at a place: the XR, and in the flavour `claims` the claim too. */
export function found({ reach, toXr = same, last = same, ofClaim }: State, place: PlaceOfClaim): readonly Found[] {
  const reached = reach(place);
  if (reached === undefined) return [];
  const xr = toXr(reached);
  const isBehindClaim = xr.kind !== place.kind;
  const ofXr: Found[] = ofClaim === undefined ? [{ form: 'XR', object: last(xr) }] : [];
  if (!isBehindClaim) return ofXr;
  const seen = claimOf(claimBehind(place, xr), xr);
  return [...ofXr, { form: 'claim', object: ofClaim?.(seen, xr) ?? last(seen) }];
}

const same = (object: KubernetesObject) => object;

/** The v1 claim of an XR. Its controller names the XR in it before anything else (claim/syncer_ssa.go). */
export function claimBehind({ kind }: Pick<PlaceOfClaim, 'kind'>, xr: KubernetesObject): KubernetesObject {
  const { apiVersion, metadata, spec, status } = xr;
  const {
    claimRef,
    resourceRefs: _,
    ...asked
  } = spec as { claimRef: { name: string; namespace: string }; resourceRefs?: unknown };
  const { name, namespace } = claimRef;
  const resourceRef = { apiVersion, kind: xr.kind, name: metadata.name };
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, namespace },
    spec: { ...asked, ...(status !== undefined && { resourceRef }) },
  };
}
