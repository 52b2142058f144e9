/** The loop in which Crossplane calls a function until the function has all objects that it requires. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { isDeepStrictEqual } from 'node:util';
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
/** See MaxRequirementsIterations in core internal/xfn/required_resources.go. */
const maxIterations = 5;

/**
 * The function's last answer. The function is called again with the objects that it requires, until its requirements are stable or it
 * returns a fatal result. One call is enough if the first request already had all of them. Throws if the requirements never become stable,
 * as Crossplane does.
 */
export function callUntilStable<A>(
  { answer: answerTo, toResponse }: Answering<A>,
  request: RunFunctionRequest,
  store: Store,
): LastAnswer<A> {
  const bootstrap = request.requiredResources;
  let current = request;
  let previous: RunFunctionResponse['requirements'];
  for (let calls = 1; calls <= maxIterations + 1; calls += 1) {
    const answer = answerTo(current);
    const response = toResponse(answer);
    const isFatal = response.results.some(({ severity }) => (severity as number) === severityFatal);
    if (isFatal || (calls > 1 && isDeepStrictEqual(response.requirements, previous)))
      return { request: current, answer, response, calls };

    const next = { ...bootstrap, ...resolve(response.requirements?.resources ?? {}, store) };
    if (calls === 1 && isDeepStrictEqual(next, current.requiredResources))
      return { request: current, answer, response, calls };
    previous = response.requirements;
    current = { ...request, requiredResources: next, context: response.context };
  }
  throw new Error(`requirements didn't stabilize after the maximum number of iterations (${maxIterations})`);
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
