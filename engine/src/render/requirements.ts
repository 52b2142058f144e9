/** The loop in which core calls a function until it has been current everything it asks for. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { isDeepStrictEqual } from 'node:util';
import type { Selector, Store } from './store.ts';

/** A composition function in this process, whose answers are values of its own. */
export interface Answering<A> {
  readonly answer: (request: RunFunctionRequest) => A;
  /** What of an answer Crossplane is told. */
  readonly toResponse: (answer: A) => RunFunctionResponse;
}

/** A function of which only the responses are known: they are its answers. */
export function answering(
  handler: (request: RunFunctionRequest) => RunFunctionResponse,
): Answering<RunFunctionResponse> {
  return { answer: handler, toResponse: (response) => response };
}

/** The last answer of a function to one reconcile. */
export interface LastAnswer<A> {
  /** What was asked. */
  readonly request: RunFunctionRequest;
  readonly answer: A;
  readonly response: RunFunctionResponse;
  /** How often the function was called. */
  readonly calls: number;
}

const severityFatal = 1;
/** core internal/xfn/required_resources.go, MaxRequirementsIterations. */
const maxIterations = 5;

/**
 * The function's last answer: it is called again with what it required until its requirements are stable, it was already current all of
 * them on the first call, or it answers with a fatal result. Throws if the requirements never settle, as core does.
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

/** The required resources under their names; an absent named object keeps its key, with no items. */
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
