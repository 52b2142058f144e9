/** The whole function: one request of Crossplane to its response. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { AnyFunctions } from './functions.ts';

/** Answers a request of Crossplane; a throw becomes a fatal result. */
export type Handler = (request: RunFunctionRequest) => RunFunctionResponse;

/** The handler of a platform: picks the API by the XR's kind, and its target by what was recorded or else by the step's input. */
export function dispatch(functions: AnyFunctions): Handler {
  void functions;
  return () => {
    throw new Error('not built yet');
  };
}
