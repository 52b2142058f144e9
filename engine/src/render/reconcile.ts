/** One reconcile of an XR, without a cluster. */
import type { RunFunctionRequest, RunFunctionResponse, State } from '@crossplane-org/function-sdk-typescript';
import { compareStrings } from './compare.ts';
import { overridden, refuseUnusable, toApplied } from './composed.ts';
import { condition, type Condition, customConditions } from './conditions.ts';
import { compositeLabel, type KubernetesObject } from './object.ts';
import { type Observed, observe } from './observed.ts';
import { type PipelineEnd, type Result, runPipeline } from './pipeline.ts';
import type { Answering, LastAnswer } from './requirements.ts';
import { isOwn, type Run, type Step, type StepCall, stepsOf } from './step.ts';
import { type Lacks, noMatch, toStore } from './store.ts';
import { failedXr, finishedXr, readyCondition } from './status.ts';
import { uidOf } from './uid.ts';

/** The objects in the cluster before a reconcile. */
export interface Cluster {
  /** A Composition with a step that calls the platform's function. */
  readonly composition: KubernetesObject;
  /** The XR as stored (see `toXr`). */
  readonly xr: KubernetesObject;
  /** Whether the XR is of the claims flavour. @default false */
  readonly legacy?: boolean;
  /** Composed resources that exist already. */
  readonly observed?: readonly KubernetesObject[];
  /** Whether the cluster lacks a kind. @default it lacks none */
  readonly lacks?: Lacks;
  /** Other objects that functions may require, such as the EnvironmentConfig and Secrets. */
  readonly required?: readonly KubernetesObject[];
  /**
   * Whether the platform's function is called once if that gives the same answer. Crossplane calls it first with nothing that it requires.
   * @default false
   */
  readonly inOneCall?: boolean;
}

/** The result of a reconcile. */
export interface Reconciled<A> {
  /** The XR's identity, resource references and status after the reconcile. */
  readonly xr: KubernetesObject;
  /** The objects that Crossplane applies, sorted by key. */
  readonly composed: readonly KubernetesObject[];
  /** The results of all steps in their order. After a fatal one nothing is applied. */
  readonly results: readonly Result[];
  readonly conditions: readonly Condition[];
  /** The last answer of the platform's function; undefined if a step before it returned a fatal result. */
  readonly own: LastAnswer<A> | undefined;
  /** The desired state after the last step; undefined after a fatal result. */
  readonly desired: State | undefined;
}

/** Calls the function of one step. */
export type CallFunction = (request: RunFunctionRequest) => Promise<RunFunctionResponse>;

/** The function of a step of others; undefined to leave out the step. */
export type FunctionsOfOthers = (step: Step) => CallFunction | undefined;

/**
 * Reconciles the XR with the platform's function alone, and leaves out the steps of others. It follows Crossplane's reconciler step by step
 * (core internal/controller/apiextensions/composite). Like Crossplane's own render it has no admission.
 */
export function reconcile<A>(functionInProcess: Answering<A>, cluster: Cluster): Reconciled<A> {
  const own = new OwnFunction(functionInProcess);
  const { run, finish } = begin(cluster);
  let next = run.next();
  while (next.done !== true) next = run.next(own.respond(next.value));
  return { ...finish(next.value), own: own.last };
}

/** The same with the steps of others for which there is a function. */
export async function reconcileWith<A>(
  functionInProcess: Answering<A>,
  functionOf: FunctionsOfOthers,
  cluster: Cluster,
): Promise<Reconciled<A>> {
  const own = new OwnFunction(functionInProcess);
  const functions = new Map(
    stepsOf(cluster.composition).flatMap((step) => {
      const call = isOwn(step) ? undefined : functionOf(step);
      return call === undefined ? [] : [[step.step, call] as const];
    }),
  );
  const { run, finish } = begin(cluster, ({ step }) => functions.has(step));
  let next = run.next();
  while (next.done !== true) {
    const { step, request } = next.value;
    next = run.next((await functions.get(step.step)?.(request)) ?? own.respond(next.value));
  }
  return { ...finish(next.value), own: own.last };
}

/** The function's last answer to the state of the cluster. Nothing is applied. */
export function ask<A>(functionInProcess: Answering<A>, cluster: Cluster): LastAnswer<A> {
  const own = new OwnFunction(functionInProcess);
  const { run } = begin(cluster);
  let next = run.next();
  while (next.done !== true) next = run.next(own.respond(next.value));
  return own.last as LastAnswer<A>;
}

/** The request of Crossplane's first call, which has only the objects that the Composition itself requires. */
export function firstRequest(cluster: Cluster): RunFunctionRequest {
  return (begin(cluster).run.next().value as StepCall).request;
}

/** The platform's function, which remembers its last answer. */
class OwnFunction<A> {
  readonly #function: Answering<A>;
  last: LastAnswer<A> | undefined;

  constructor(functionInProcess: Answering<A>) {
    this.#function = functionInProcess;
  }

  respond({ request }: StepCall): RunFunctionResponse {
    const answer = this.#function.answer(request);
    const response = this.#function.toResponse(answer);
    this.last = { request, answer, response, calls: (this.last?.calls ?? 0) + 1 };
    return response;
  }
}

interface Begun {
  readonly run: Run<PipelineEnd>;
  /** What Crossplane does once the pipeline has ended. */
  readonly finish: (end: PipelineEnd) => Omit<Reconciled<never>, 'own'>;
}

/** Reads all that Crossplane reads before it calls the first function; the run has the platform's step, and those of others that `hasFunction`. */
function begin(
  {
    composition,
    xr: storedXr,
    observed = [],
    required = [],
    legacy = false,
    lacks = () => false,
    inOneCall = false,
  }: Cluster,
  hasFunction: (step: Step) => boolean = () => false,
): Begun {
  const steps = stepsOf(composition).filter((step) => isOwn(step) || hasFunction(step));
  const store = toStore([...observed, ...required], lacks);
  const xr = withIdentity(storedXr);
  const existing = observe(xr, observed, store);
  const state: State = {
    composite: { resource: xr, connectionDetails: {}, ready: 0 },
    resources: Object.fromEntries(
      [...existing].map(([key, { resource, connectionDetails }]) => [key, { resource, connectionDetails, ready: 0 }]),
    ),
  };
  const run = runPipeline(steps, state, store, inOneCall);
  return { run, finish: (end) => finished(end, xr, existing, { legacy, lacks }) };
}

function finished(
  end: PipelineEnd,
  xr: KubernetesObject,
  existing: ReadonlyMap<string, Observed>,
  { legacy, lacks }: Required<Pick<Cluster, 'legacy' | 'lacks'>>,
): ReturnType<Begun['finish']> {
  const { desired, results, stoppedAt, last } = end;
  if (stoppedAt !== undefined) return { ...failedXr(xr, end, legacy), composed: [], results, desired };

  const entries = Object.entries(desired?.resources ?? {})
    .map(([key, { resource }]) => [key, (resource ?? {}) as KubernetesObject] as const)
    .toSorted(([a], [b]) => compareStrings(a, b));
  const composed = entries.map(([key, resource]) => toApplied(key, resource, existing.get(key)?.resource, xr));
  const missing = composed.find(lacks);
  if (missing !== undefined) throw noMatch(missing);
  if (!isOwn(last)) composed.forEach((object) => refuseUnusable(object, last.step));
  const conditions = [
    ...customConditions(end).conditions,
    condition('Synced', 'True', 'ReconcileSuccess'),
    readyCondition(desired),
  ];
  return {
    ...finishedXr(xr, end, composed, conditions, legacy),
    composed,
    results: [...results, ...entries.flatMap(([key, resource]) => overridden(key, resource, existing.has(key), xr))],
    desired,
  };
}

function withIdentity(xr: KubernetesObject): KubernetesObject {
  const { metadata } = xr;
  const labels = { [compositeLabel]: metadata.name ?? '', ...metadata.labels };
  return { ...xr, metadata: { ...metadata, uid: metadata.uid ?? uidOf(xr), resourceVersion: '999', labels } };
}
