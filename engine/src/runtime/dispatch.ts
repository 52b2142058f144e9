/** The whole function: one request of Crossplane to its response. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../errors.ts';
import { xrKind } from '../schema/index.ts';
import { apiHandler } from './api-handler.ts';
import { fatal, type OnBug } from './respond/fatal.ts';
import { foreignSections } from './read/foreign-sections.ts';
import type { AnyFunctions } from '../authoring/functions.ts';

/** Answers a request of Crossplane. */
export type Handler = (request: RunFunctionRequest) => RunFunctionResponse;

export interface DispatchOptions {
  /** For the log: see `OnBug`. */
  readonly onBug?: OnBug;
}

/**
 * The handler of a platform: picks the API by the XR's kind, in either flavour. It never throws: whatever goes wrong is a fatal result.
 * `dispatch` itself throws a `UserError` where two APIs could not be told apart, or a target does not belong to its planner.
 */
export function dispatch(functions: AnyFunctions, { onBug }: DispatchOptions = {}): Handler {
  const handlers = handlersByKind(functions, onBug);
  return (request) => {
    try {
      const kind = String(request.observed?.composite?.resource?.['kind']);
      const handler = handlers.get(kind);
      if (handler !== undefined) return handler(request);
      const known = Object.values(functions).map(({ planner }) => planner.api.kind);
      throw new UserError(`this function does not know the kind ${kind}, only ${known.join(', ')}`);
    } catch (error) {
      return fatal(request, error, onBug);
    }
  };
}

function handlersByKind(functions: AnyFunctions, onBug: OnBug | undefined): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>();
  const taken = new Set<string>();
  for (const each of Object.values(functions)) {
    const { api } = each.planner;
    const stray = Object.keys(each.targets).find((name) => each.targets[name]?.planner !== each.planner);
    if (stray !== undefined) throw new UserError(`target ${stray} of ${api.kind} was made for another planner`);
    const handler = apiHandler(each, onBug, foreignSections(each, functions));
    for (const kind of [xrKind(api, 'namespaced'), xrKind(api, 'claims')]) {
      // Names are made of the kind in lower case, so kinds that differ only in case would share them.
      if (taken.has(kind.toLowerCase())) throw new UserError(`two APIs have XRs of the kind ${kind}: rename one`);
      taken.add(kind.toLowerCase());
      handlers.set(kind, handler);
    }
  }
  return handlers;
}
