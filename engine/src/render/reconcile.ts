/** One reconcile of an XR, without another process, a port or a cluster. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../errors.ts';
import { compareStrings } from './compare.ts';
import { toApplied } from './composed.ts';
import { condition, customConditions, type Condition } from './conditions.ts';
import { compositeLabel, type KubernetesObject } from './object.ts';
import { observe } from './observed.ts';
import { type Answering, callUntilStable, type LastAnswer, resolve } from './requirements.ts';
import { toStore } from './store.ts';
import { failedXr, finishedXr, readyCondition } from './status.ts';
import { uidOf } from './uid.ts';

/** The objects in the cluster before a reconcile. */
export interface Cluster {
  /** A Composition with one step: further steps are programs of others, which cannot run in this process. */
  readonly composition: KubernetesObject;
  /** The XR as stored (see `toXr`). */
  readonly xr: KubernetesObject;
  /** Whether the XR is of the claims flavour. @default false */
  readonly legacy?: boolean;
  /** Composed resources that exist already. */
  readonly observed?: readonly KubernetesObject[];
  /** Other objects that the function may require, such as the EnvironmentConfig and Secrets. */
  readonly required?: readonly KubernetesObject[];
}

/** The result of a reconcile. */
export interface Reconciled<A> extends LastAnswer<A> {
  /** The XR's identity, resource references and status after the reconcile. */
  readonly xr: KubernetesObject;
  /** The objects that Crossplane applies, sorted by key. */
  readonly composed: readonly KubernetesObject[];
  /** The function's results in their order. After a fatal one nothing is applied. */
  readonly results: readonly { readonly severity: 'Fatal' | 'Warning' | 'Normal'; readonly message: string }[];
  readonly conditions: readonly Condition[];
}

interface Step {
  readonly step: string;
  readonly input?: RunFunctionRequest['input'];
  readonly requirements?: { readonly requiredResources?: readonly StaticRequirement[] };
}

interface StaticRequirement {
  readonly requirementName: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/**
 * Reconciles the XR, with `functionInProcess` as the Composition's one step. It follows Crossplane's reconciler step by step
 * (core internal/controller/apiextensions/composite). Like Crossplane's own render it has no admission.
 */
export function reconcile<A>(functionInProcess: Answering<A>, cluster: Cluster): Reconciled<A> {
  const { legacy = false } = cluster;
  const { step, xr, existing, request, store } = readCluster(cluster);
  const last = callUntilStable(functionInProcess, request, store);
  const { response } = last;
  const results = response.results.map(({ severity, message }) => ({ severity: severityName(severity), message }));
  const fatal = results.find(({ severity }) => severity === 'Fatal');
  if (fatal) return { ...failedXr(xr, step.step, fatal.message, response, legacy), ...last, composed: [], results };

  const desired = Object.entries(response.desired?.resources ?? {}).toSorted(([a], [b]) => compareStrings(a, b));
  const composed = desired.map(([key, { resource }]) =>
    toApplied(key, (resource ?? {}) as KubernetesObject, existing.get(key)?.resource, xr),
  );
  const conditions = [
    ...customConditions(response).conditions,
    condition('Synced', 'True', 'ReconcileSuccess'),
    readyCondition(response),
  ];
  return { ...finishedXr(xr, response, composed, conditions, legacy), ...last, composed, results };
}

/** The function's last answer to the state of the cluster. Nothing is applied. */
export function ask<A>(functionInProcess: Answering<A>, cluster: Cluster): LastAnswer<A> {
  const { request, store } = readCluster(cluster);
  return callUntilStable(functionInProcess, request, store);
}

/** The request of Crossplane's first call, which has only the objects that the Composition itself requires. */
export function firstRequest(cluster: Cluster): RunFunctionRequest {
  return readCluster(cluster).request;
}

/** All that Crossplane reads before it calls the function. */
function readCluster({ composition, xr: storedXr, observed = [], required = [] }: Cluster) {
  const step = onlyStep(composition);
  const store = toStore([...observed, ...required]);
  const xr = withIdentity(storedXr);
  const existing = observe(xr, observed, store);
  const request: RunFunctionRequest = {
    meta: { tag: '', capabilities: [1, 2, 3, 4, 5] },
    observed: {
      composite: { resource: xr, connectionDetails: {}, ready: 0 },
      resources: Object.fromEntries(
        [...existing].map(([key, { resource, connectionDetails }]) => [key, { resource, connectionDetails, ready: 0 }]),
      ),
    },
    desired: { composite: undefined, resources: {} },
    input: step.input,
    context: {},
    extraResources: {},
    credentials: {},
    requiredResources: resolve(staticSelectors(step), store),
    requiredSchemas: {},
  };
  return { step, store, xr, existing, request };
}

function withIdentity(xr: KubernetesObject): KubernetesObject {
  const { metadata } = xr;
  const labels = { [compositeLabel]: metadata.name ?? '', ...metadata.labels };
  return { ...xr, metadata: { ...metadata, uid: metadata.uid ?? uidOf(xr), resourceVersion: '999', labels } };
}

function onlyStep(composition: KubernetesObject): Step {
  const { pipeline = [] } = (composition['spec'] ?? {}) as { pipeline?: readonly Step[] };
  const [step, ...others] = pipeline;
  if (step === undefined || others.length > 0) {
    throw new UserError(
      `Composition ${composition.metadata.name} has ${pipeline.length} steps (${pipeline.map(({ step: name }) => name).join(', ')}), and only the platform's own can run in this process`,
      { hint: 'render it with `crossplane composition render`' },
    );
  }
  return step;
}

function staticSelectors({ requirements }: Step) {
  return Object.fromEntries(
    (requirements?.requiredResources ?? []).map(({ requirementName, name, matchLabels, ...selector }) => [
      requirementName,
      { ...selector, matchName: name, matchLabels: matchLabels && { labels: matchLabels } },
    ]),
  );
}

function severityName(severity: number): 'Fatal' | 'Warning' | 'Normal' {
  return severity === 1 ? 'Fatal' : severity === 3 ? 'Normal' : 'Warning';
}
