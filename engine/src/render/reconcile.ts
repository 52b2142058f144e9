/** One reconcile of an XR in this process: what is in the cluster to what Crossplane applies, without a process, a port or a cluster. */
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

/** What Crossplane finds in the cluster. */
export interface Cluster {
  /** A Composition with one step; further steps are other people's programs, which cannot run in this process. */
  readonly composition: KubernetesObject;
  /** The XR as stored (see `toXr`). */
  readonly xr: KubernetesObject;
  /** @default false: an XR of an `apiextensions.crossplane.io/v2` definition */
  readonly legacy?: boolean;
  /** Composed resources that exist already. */
  readonly observed?: readonly KubernetesObject[];
  /** Anything else in the cluster that the function may ask for: EnvironmentConfig, Secrets. */
  readonly required?: readonly KubernetesObject[];
}

/** What a reconcile comes to. */
export interface Reconciled<A> extends LastAnswer<A> {
  /** The XR's identity, resource references and status, as core leaves it. */
  readonly xr: KubernetesObject;
  /** What core applies, sorted by key. */
  readonly composed: readonly KubernetesObject[];
  /** The function's results, warnings first to last; a fatal one means that nothing was applied. */
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
 * What Crossplane would apply for the XR, with `functionInProcess` as the Composition's one step. Follows core's reconciler step by step
 * (internal/controller/apiextensions/composite); like core's own render it knows no admission, and observes exactly what it is given.
 */
export function reconcile<A>(functionInProcess: Answering<A>, cluster: Cluster): Reconciled<A> {
  const { legacy = false } = cluster;
  const { step, xr, existing, request, store } = look(cluster);
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

/** The function's last answer to what is in the cluster, of which nothing is applied. */
export function ask<A>(functionInProcess: Answering<A>, cluster: Cluster): LastAnswer<A> {
  const { request, store } = look(cluster);
  return callUntilStable(functionInProcess, request, store);
}

/** The request of Crossplane's first call, which holds only what the Composition itself requires. */
export function firstRequest(cluster: Cluster): RunFunctionRequest {
  return look(cluster).request;
}

/** What Crossplane looks at before it calls the function. */
function look({ composition, xr: storedXr, observed = [], required = [] }: Cluster) {
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
