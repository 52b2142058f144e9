/** What a cluster holds when Crossplane looks at a claim: reconciled and played from the claim alone, pass by pass. */
import { readFileSync } from 'node:fs';
import type { Flavour } from 'planesmith/schema';
import { xrdFlavour } from 'planesmith/synth';
import {
  afterReconcile,
  type Cluster,
  type KubernetesObject,
  ownedAt,
  render,
  type Rendered,
  type Stage,
  toXr,
} from 'planesmith/testing';
import { parse } from 'yaml';
import { playedTime } from '../played/fake.ts';
import { play } from '../played/play.ts';
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
  /** A file of examples/environments, or none if the EnvironmentConfig is missing. */
  readonly environment: string | undefined;
  /** The EnvironmentConfig as it is now, if it has changed since the claim was made. */
  readonly environmentNow?: (environment: KubernetesObject) => KubernetesObject;
  /** The claim as it is now, if it has changed since it reached `state`. */
  readonly claimNow?: KubernetesObject;
  /** What else stands in the cluster. */
  readonly others?: readonly KubernetesObject[];
}

/** Everything that a render is given, here and by Crossplane. */
export interface Situation extends Required<Cluster> {
  readonly xrd: KubernetesObject;
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
export function renderSituation({ xrd: _, ...cluster }: Situation): Rendered {
  return render({ handler, ...cluster });
}

/** The EnvironmentConfig of a file in examples/environments. */
export function environmentConfig(name: string): KubernetesObject {
  const config = environments.get(name) ?? readEnvironment(name);
  environments.set(name, config);
  return structuredClone(config);
}

/** Read once each, since parsing YAML takes longer than what most tests do with it. */
const environments = new Map<string, KubernetesObject>();

function readEnvironment(name: string): KubernetesObject {
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
  if (state === 'halfway')
    return playAll(pass(first, 'ready'), (object) => (isIn(first, object) ? 'ready' : 'starting'));
  let [before, now] = [start, first];
  for (let count = 1; count < mostPasses; count += 1) {
    const next = pass(now, 'ready');
    // One pass earlier for what has just become ready: the pass that reports it.
    if (JSON.stringify(next) === JSON.stringify(now)) return state === 'settled' ? now : before;
    [before, now] = [now, next];
  }
  throw new Error(`${start.xr.kind} ${start.xr.metadata.name} is not settled after ${mostPasses} passes`);
}

/** The situation after Crossplane has composed and the owners of what it composed have come to `stage`. */
function pass(before: Situation, stage: Stage): Situation {
  return playAll({ ...before, ...afterReconcile(before, renderSituation(before)) }, () => stage);
}

/** The situation with everything observed played anew. */
function playAll(situation: Situation, stageOf: (object: KubernetesObject) => Stage): Situation {
  const { observed, required } = situation;
  const owned = observed.map((object) => ownedAt(stageOf(object), play, object, observed));
  const secrets = owned.flatMap((one) => one.secrets);
  const names = new Set(secrets.map(({ metadata }) => metadata.name));
  return {
    ...situation,
    // An owner that writes no status leaves the one that is there.
    observed: owned.map(({ object }, index) => ({ ...observed[index], ...object })),
    required: [...required.filter(({ metadata }) => !names.has(metadata.name)), ...secrets],
  };
}

function isIn({ observed }: Situation, { kind, metadata }: KubernetesObject): boolean {
  return observed.some((object) => object.kind === kind && object.metadata.name === metadata.name);
}
