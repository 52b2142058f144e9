/** What a cluster holds when Crossplane looks at a claim: played from the claim alone, pass by pass. */
import { readFileSync } from 'node:fs';
import type { Flavour } from 'planesmith/schema';
import { xrdFlavour } from 'planesmith/synth';
import { type KubernetesObject, render, type Rendered, type Stage, toXr } from 'planesmith/testing';
import { parse } from 'yaml';
import { playedTime } from '../played/fake.ts';
import { play, secretObjects } from '../played/play.ts';
import { apiOf, handler, synthesisedFor } from './platform.ts';

/**
 * How far a claim has come: nothing was composed yet; everything that is composed at first is being created; what was composed at
 * first is ready, what comes after it is being created; all has just become ready; all was ready before; all is ready and the XR's
 * status is lost, as after a restore.
 */
export type State = 'new' | 'starting' | 'halfway' | 'ready' | 'settled' | 'restored';

/** A claim at one moment in one cluster. */
export interface Moment {
  readonly claim: KubernetesObject;
  readonly target: string;
  readonly flavour: Flavour;
  readonly state: State;
  /** A file of examples/environments, or none where the EnvironmentConfig is missing. */
  readonly environment: string | undefined;
  /** The EnvironmentConfig as it is now, where it has changed since the claim was made. */
  readonly environmentNow?: (environment: KubernetesObject) => KubernetesObject;
  /** The claim as it is now, where it has changed since it reached `state`. */
  readonly claimNow?: KubernetesObject;
  /** What else stands in the cluster. */
  readonly others?: readonly KubernetesObject[];
}

/** Everything that a render is given, here and by Crossplane. */
export interface Situation {
  readonly xr: KubernetesObject;
  readonly xrd: KubernetesObject;
  readonly composition: KubernetesObject;
  readonly legacy: boolean;
  readonly observed: readonly KubernetesObject[];
  readonly required: readonly KubernetesObject[];
}

/** A claim that has not settled after so many passes never will. */
const mostPasses = 12;

/** The situation of a moment. */
export async function situationOf(moment: Moment): Promise<Situation> {
  const { claim, claimNow = claim, target, flavour, state, environmentNow = (same) => same, others = [] } = moment;
  const environment = moment.environment === undefined ? [] : [environmentConfig(moment.environment)];
  const first = {
    ...(await synthesisedFor(apiOf(claim), target, flavour)),
    legacy: xrdFlavour(apiOf(claim), flavour) === 'claims',
    observed: [],
  };
  const reached = advance({ ...first, xr: xrOf(claim, flavour), required: [...environment, ...others] }, state);
  const { status } = reached.xr;
  const now = xrOf(claimNow, flavour);
  return {
    ...reached,
    xr: state === 'restored' || status === undefined ? now : { ...now, status },
    required: [...environment.map(environmentNow), ...reached.required.slice(environment.length)],
  };
}

/** What our own render makes of a situation. */
export function renderSituation({ composition, xr, legacy, observed, required }: Situation): Rendered {
  return render({ handler, composition, xr, legacy, observed, required });
}

/** The EnvironmentConfig of a file in examples/environments. */
export function environmentConfig(name: string): KubernetesObject {
  const path = new URL(`../../examples/environments/${name}.yaml`, import.meta.url);
  return parse(readFileSync(path, 'utf8')) as KubernetesObject;
}

function xrOf(claim: KubernetesObject, flavour: Flavour): KubernetesObject {
  const api = apiOf(claim);
  const xr = toXr(api, claim, xrdFlavour(api, flavour));
  return { ...xr, metadata: { ...xr.metadata, creationTimestamp: playedTime } };
}

function advance(start: Situation, state: State): Situation {
  if (state === 'new') return start;
  if (state === 'starting') return pass(start, 'starting');
  const first = pass(start, 'ready');
  if (state === 'halfway') return playAll(pass(first, 'ready'), (each) => (isIn(first, each) ? 'ready' : 'starting'));
  let [before, now] = [start, first];
  for (let count = 1; count < mostPasses; count += 1) {
    const next = pass(now, 'ready');
    // One pass earlier for what has just become ready: the pass in which that is told.
    if (JSON.stringify(next) === JSON.stringify(now)) return state === 'settled' ? now : before;
    [before, now] = [now, next];
  }
  throw new Error(`${start.xr.kind} ${start.xr.metadata.name} is not settled after ${mostPasses} passes`);
}

/** The situation after Crossplane has composed and the owners of what it composed have come to `stage`. */
function pass(before: Situation, stage: Stage): Situation {
  const { xr, composed } = renderSituation(before);
  const { status } = xr;
  const observed = composed.map(created);
  return playAll({ ...before, xr: { ...before.xr, status }, observed }, () => stage);
}

/** The situation with everything observed played anew. */
function playAll(situation: Situation, stageOf: (object: KubernetesObject) => Stage): Situation {
  const { observed } = situation;
  const played = observed.map((object) => ({ object, written: play(object, stageOf(object), observed) }));
  const secrets = played.flatMap(({ object, written }) => secretObjects(object, written));
  const names = new Set(secrets.map(({ metadata }) => metadata.name));
  return {
    ...situation,
    observed: played.map(({ object, written: { status } }) => (status === undefined ? object : { ...object, status })),
    required: [...situation.required.filter(({ metadata }) => !names.has(metadata.name)), ...secrets],
  };
}

/** As the API server stores a new object. */
function created(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, generation: 1 } };
}

function isIn({ observed }: Situation, { kind, metadata }: KubernetesObject): boolean {
  return observed.some((each) => each.kind === kind && each.metadata.name === metadata.name);
}
