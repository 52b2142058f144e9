/** The steps of a Composition, one after the other as Crossplane runs them (core v2.4.0 composite/composition_functions.go Compose). */
import type {
  Condition,
  RunFunctionRequest,
  RunFunctionResponse,
  State,
} from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../errors.ts';
import { bytesOf } from './object.ts';
import { callUntilStable, resolve } from './requirements.ts';
import { isOwn, type Run, type Step } from './step.ts';
import type { Selector, Store } from './store.ts';

/** A result of a function. */
export interface Result {
  readonly severity: 'Fatal' | 'Warning' | 'Normal';
  readonly message: string;
  /** The step that gave it, unless that is the platform's own. */
  readonly step?: string;
}

/** The outcome of a pipeline. */
export interface PipelineEnd {
  /** Undefined after a fatal result: Crossplane then applies nothing. */
  readonly desired: State | undefined;
  readonly conditions: readonly Condition[];
  /** In their order; a fatal one is the last. */
  readonly results: readonly Result[];
  /** The step that returned the fatal result. */
  readonly stoppedAt: string | undefined;
  /** The last step. */
  readonly last: Step;
}

/**
 * Runs the steps. Desired state and context go from each to the next, results and conditions are collected. With `inOneCall` the platform's own
 * function is called once, if that gives the same (see `callUntilStable`).
 */
export function* runPipeline(
  steps: readonly Step[],
  observed: State,
  store: Store,
  inOneCall = false,
): Run<PipelineEnd> {
  const conditions: Condition[] = [];
  const results: Result[] = [];
  let desired: State | undefined = { composite: undefined, resources: {} };
  let context: RunFunctionRequest['context'] = {};
  for (const step of steps) {
    const response: RunFunctionResponse = yield* callUntilStable(
      { step, request: { ...emptyRequest, observed, desired, context, ...givenTo(step, store) } },
      store,
      inOneCall && isOwn(step),
    );
    conditions.push(...response.conditions);
    for (const { severity, message } of response.results) {
      results.push({ severity: severityName(severity), message, ...(!isOwn(step) && { step: step.step }) });
      if (severityName(severity) === 'Fatal')
        return { desired: undefined, conditions, results, stoppedAt: step.step, last: step };
    }
    results.push(...dropped(step, desired, response.desired));
    desired = response.desired;
    context = response.context;
  }
  return { desired, conditions, results, stoppedAt: undefined, last: steps.at(-1) as Step };
}

const emptyRequest = {
  meta: { tag: '', capabilities: [1, 2, 3, 4, 5] },
  extraResources: {},
} satisfies Partial<RunFunctionRequest>;

/** The part of a request that a step has by itself. */
function givenTo({ step, input, requirements = {}, credentials = [] }: Step, store: Store) {
  const { requiredResources = [], requiredSchemas = [] } = requirements;
  const selectors = requiredResources.map(({ requirementName, name, matchLabels, ...selector }) => [
    requirementName,
    { ...selector, matchName: name, matchLabels: matchLabels && { labels: matchLabels } },
  ]);
  return {
    input,
    requiredResources: resolve(Object.fromEntries(selectors) as Readonly<Record<string, Selector>>, store),
    requiredSchemas: Object.fromEntries(
      requiredSchemas.map(({ requirementName }) => [requirementName, { openapiV3: undefined }]),
    ),
    credentials: Object.fromEntries(
      credentials.map(({ name, secretRef }) => {
        const secret = store.get('v1', 'Secret', secretRef.namespace, secretRef.name);
        if (secret !== undefined) return [name, { credentialData: { data: bytesOf(secret) } }];
        throw new UserError(
          `step ${step} needs the Secret ${secretRef.namespace}/${secretRef.name}, from which it has its credentials`,
          { hint: 'give the Secret with --observed' },
        );
      }),
    ),
  };
}

/** A warning about each resource that a step of others takes out of the desired state: a forgetful function deletes everything. */
function dropped(step: Step, before: State | undefined, after: State | undefined): Result[] {
  if (isOwn(step)) return [];
  const lost = Object.keys(before?.resources ?? {}).filter((key) => !Object.hasOwn(after?.resources ?? {}, key));
  return lost.map((key) => ({
    severity: 'Warning',
    message: `it drops ${key}, which an earlier step composes: Crossplane deletes what is no longer desired`,
    step: step.step,
  }));
}

function severityName(severity: number): Result['severity'] {
  return severity === 1 ? 'Fatal' : severity === 3 ? 'Normal' : 'Warning';
}
