/** The objects in a cluster when Crossplane reconciles a claim, found by reconciling and playing pass by pass. */
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
 * The progress of a claim, in this order: nothing is composed yet; the first resources are being created; those are ready, and the next
 * are being created; all have just become ready; all were ready before; all are ready and the XR's status is lost, as after a restore.
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
  /** Other objects in the cluster. */
  readonly others?: readonly KubernetesObject[];
}

/** The input of a render, ours and Crossplane's. */
export interface Situation extends Required<Omit<Cluster, 'inOneCall'>> {
  readonly xrd: KubernetesObject;
}

/** A claim that has not settled after this many passes never does. */
const mostPasses = 12;

/** The situation of a claim at a moment. */
export async function situationOf(moment: Moment): Promise<Situation> {
  const { claim, claimNow = claim, target, flavour, state, environmentNow = (same) => same, others = [] } = moment;
  const environment = moment.environment === undefined ? [] : [environmentConfig(moment.environment)];
  const first = {
    ...(await synthesisedFor(apiOf(claim), target, flavour)),
    lacks: () => false,
    legacy: xrdFlavour(apiOf(claim), flavour) === 'claims',
    observed: [],
  };
  const reached = advance(
    { ...first, xr: xrOf(claim, flavour), required: [...environment, rightsOf(first.composition), ...others] },
    state,
  );
  const { status } = reached.xr;
  const now = xrOf(claimNow, flavour);
  return {
    ...reached,
    xr: state === 'restored' || status === undefined ? now : { ...now, status },
    required: [...environment.map(environmentNow), ...reached.required.slice(environment.length)],
  };
}

/** The sign that the rights of the release are in the cluster, which its Composition requires. */
export function rightsOf({ spec }: KubernetesObject): KubernetesObject {
  const { pipeline } = spec as { pipeline: { requirements?: { requiredResources: Rights[] } }[] };
  const required = pipeline.flatMap(({ requirements }) => requirements?.requiredResources ?? []);
  const { apiVersion, kind, name } = required.find(({ requirementName }) => requirementName === 'rights') as Rights;
  return { apiVersion, kind, metadata: { name } };
}

interface Rights {
  readonly requirementName: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The result of our own render. */
export function renderSituation({ xrd: _, ...cluster }: Situation): Rendered {
  return render({ handler, ...cluster });
}

/** The EnvironmentConfig of a file in examples/environments. */
export function environmentConfig(name: string): KubernetesObject {
  const config = environments.get(name) ?? readEnvironment(name);
  environments.set(name, config);
  return structuredClone(config);
}

/** Files are read once, since parsing YAML takes longer than most tests. */
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

/** The situation after Crossplane has reconciled and the owners have brought all objects to `stage`. */
function pass(before: Situation, stage: Stage): Situation {
  return playAll({ ...before, ...afterReconcile(before, renderSituation(before)) }, () => stage);
}

/** The situation with all observed objects played again. */
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
