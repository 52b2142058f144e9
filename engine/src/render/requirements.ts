/** The loop in which Crossplane calls a function until the function has all that it requires (core internal/xfn/required_resources.go). */
import type {
  Resources,
  RunFunctionRequest,
  RunFunctionResponse,
  Schema,
} from '@crossplane-org/function-sdk-typescript';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../errors.ts';
import { isOwn, type Run, type Step, type StepCall } from './step.ts';
import type { Selector, Store } from './store.ts';

/** A function in this process, whose answers are values of its own. */
export interface Answering<A> {
  readonly answer: (request: RunFunctionRequest) => A;
  /** The response for Crossplane. */
  readonly toResponse: (answer: A) => RunFunctionResponse;
}

/** A function of which only the responses are known: its answers are the responses. */
export function answering(
  handler: (request: RunFunctionRequest) => RunFunctionResponse,
): Answering<RunFunctionResponse> {
  return { answer: handler, toResponse: (response) => response };
}

/** The last answer of a function to one reconcile. */
export interface LastAnswer<A> {
  /** The request that it answers. */
  readonly request: RunFunctionRequest;
  readonly answer: A;
  readonly response: RunFunctionResponse;
  /** How often the function was called. */
  readonly calls: number;
}

const severityFatal = 1;
/** See MaxRequirementsIterations. */
const maxIterations = 5;

/**
 * The function's last response. The function is called again with what it requires, until its requirements are stable or it
 * returns a fatal result. One call is enough if the first request already had all of it. Throws if the requirements never become stable,
 * as Crossplane does.
 *
 * With `inOneCall`, the first call has an answer to whatever the function may require: that an object does not exist, and that a kind is served. If that
 * is true of all that the response requires, a call with those answers alone gives the same response, so it is left out.
 */
export function* callUntilStable(
  { step, request }: StepCall,
  store: Store,
  inOneCall = false,
): Run<RunFunctionResponse> {
  const { requiredResources, extraResources, requiredSchemas } = request;
  if (inOneCall) {
    const assumed = {
      requiredResources: orElse(requiredResources, absent),
      requiredSchemas: orElse(requiredSchemas, served),
    };
    const response = yield { step, request: { ...request, ...assumed } };
    // A fatal result need not say what it required, so nobody knows whether it follows from a wrong assumption.
    if (!isFatal(response) && isAsAssumed(response.requirements, store)) return response;
  }
  let given: Given = { requiredResources, extraResources, requiredSchemas };
  let context = request.context;
  let previous: RunFunctionResponse['requirements'];
  for (let calls = 1; calls <= maxIterations + 1; calls += 1) {
    const response: RunFunctionResponse = yield { step, request: { ...request, ...given, context } };
    if (isFatal(response) || (calls > 1 && isDeepStrictEqual(response.requirements, previous))) return response;

    const next = required(response.requirements, { requiredResources, requiredSchemas }, step, store);
    if (calls === 1 && isDeepStrictEqual(next, given)) return response;
    previous = response.requirements;
    given = next;
    context = response.context;
  }
  throw new UserError(
    `step ${step.step}: its requirements didn't stabilize after the maximum number of iterations (${maxIterations})`,
    { hint: 'its function must require the same objects whenever it is given the same request' },
  );
}

function isFatal({ results }: RunFunctionResponse): boolean {
  return results.some(({ severity }) => (severity as number) === severityFatal);
}

const absent: Resources = Object.freeze({ items: [] });
/** The platform's function asks only whether there is a schema. */
const served: Schema = Object.freeze({ openapiV3: { type: 'object' } });

/** What is known, and for every other requirement the same answer. */
function orElse<T extends object>(known: Record<string, T>, answer: T): Record<string, T> {
  return new Proxy(known, {
    get: (target, name) =>
      typeof name === 'string' && !Object.hasOwn(target, name) ? answer : Reflect.get(target, name),
    getOwnPropertyDescriptor: (target, name) =>
      Reflect.getOwnPropertyDescriptor(target, name) ?? { value: answer, configurable: true, enumerable: false },
  });
}

/** Whether none of the required objects exists, and the cluster has all kinds whose schemas are required. */
function isAsAssumed(requirements: RunFunctionResponse['requirements'], store: Store): boolean {
  const { resources = {}, extraResources = {}, schemas = {} } = requirements ?? {};
  const selectors = [...Object.values(resources), ...Object.values(extraResources)];
  return (
    !Object.values(schemas).some((kind) => store.lacks(kind)) &&
    !selectors.some((selector) => (store.select(selector) ?? []).length > 0)
  );
}

/** What Crossplane fetches for a function. */
type Given = Pick<RunFunctionRequest, 'requiredResources' | 'extraResources' | 'requiredSchemas'>;

/**
 * What a response requires, beside what the step has by itself. The platform's function asks only whether there is a schema. Others get
 * none, as for an unknown kind: a render has no cluster that could give it.
 */
function required(
  requirements: RunFunctionResponse['requirements'],
  { requiredResources, requiredSchemas }: Omit<Given, 'extraResources'>,
  step: Step,
  store: Store,
): Given {
  const { resources = {}, extraResources = {}, schemas = {} } = requirements ?? {};
  return {
    requiredResources: { ...requiredResources, ...resolve(resources, store) },
    extraResources: resolve(extraResources, store),
    requiredSchemas: {
      ...requiredSchemas,
      ...Object.fromEntries(
        Object.entries(schemas).map(([name, kind]) => [
          name,
          { openapiV3: isOwn(step) && !store.lacks(kind) ? served.openapiV3 : undefined },
        ]),
      ),
    },
  };
}

/** The required resources by name of the requirement. An absent object has an entry without items. */
export function resolve(
  selectors: Readonly<Record<string, Selector>>,
  store: Store,
): RunFunctionRequest['requiredResources'] {
  return Object.fromEntries(
    Object.entries(selectors).map(([name, selector]) => [
      name,
      {
        items: (store.select(selector) ?? []).map((resource) => ({ resource, connectionDetails: {}, ready: 0 })),
      },
    ]),
  );
}
