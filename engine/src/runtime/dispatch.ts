/** The function of a platform: it answers each request of Crossplane by the API of the XR. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { environmentOf, type AnyFunctions } from '../authoring/functions.ts';
import { inGroup } from '../authoring/in-group.ts';
import { UserError } from '../errors.ts';
import { xrKind } from '../schema/index.ts';
import { answerer } from './answerer.ts';
import { foreignSections } from './read/foreign-sections.ts';
import type { Answer, FailedAnswer } from './respond/answer.ts';
import { groupOf } from '../schema/kind-name.ts';
import { bugIn, type OnBug } from './respond/failed.ts';
import { toResponse } from './respond/to-response.ts';

/** Responds to a request of Crossplane. */
export type Handler = (request: RunFunctionRequest) => RunFunctionResponse;

/** Answers a request of Crossplane. `toResponse` turns the answer into a response, `survey` into a report. */
export type Answers = (request: RunFunctionRequest) => Answer;

/** The options of `dispatch`. */
export interface DispatchOptions {
  /** Is called for the log; see `OnBug`. */
  readonly onBug?: OnBug;
}

/** The handler of a platform. It never throws; `dispatch` itself throws for the same reasons as `answers`. */
export function dispatch(functions: AnyFunctions, { onBug }: DispatchOptions = {}): Handler {
  const answer = answers(functions);
  const failed = (failure: FailedAnswer) => {
    const bug = bugIn(failure);
    if (bug !== undefined) onBug?.(bug);
    return toResponse(failure);
  };
  return (request) => {
    let value: Answer | undefined;
    try {
      value = answer(request);
      return value.outcome === 'failed' ? failed(value) : toResponse(value);
    } catch (error) {
      const requirements = value?.outcome === 'composed' ? value.composed.requirements : {};
      return failed({
        outcome: 'failed',
        request,
        error,
        situation: value?.situation,
        requirements,
        kinds: value?.kinds,
      });
    }
  };
}

/**
 * The answers of a platform, by the XR's kind in either flavour. They never throw: a mistake is a failed answer.
 *
 * `answers` itself throws a `UserError` if two APIs have the same kind, if a target does not belong to its planner, or if planners have
 * different environments.
 */
export function answers(functions: AnyFunctions): Answers {
  const made = new WeakMap<AnyFunctions[string], Answers>();
  const byKindIn = (group: string) => answersByKind(inGroup(functions, group), made);
  let current = { group: '', byKind: byKindIn('') };
  return (request) => {
    const { apiVersion, kind: value } = (request.observed?.composite?.resource ?? {}) as Record<string, unknown>;
    const kind = String(value);
    const group = groupOf(String(apiVersion));
    // All XRs of a platform are of one group.
    if (current.group !== group) current = { group, byKind: byKindIn(group) };
    const answer = current.byKind.get(kind);
    if (answer !== undefined) return answer(request);
    const known = Object.values(functions).map(({ planner }) => planner.api.kind);
    const error = new UserError(`this function does not know the kind ${kind}, only ${known.join(', ')}`);
    return { outcome: 'failed', request, error, situation: undefined, requirements: {} };
  };
}

/** Answers by kind. Those in `made` are taken again, since the schemas of an API take milliseconds to prepare. */
function answersByKind(
  functions: AnyFunctions,
  made: WeakMap<AnyFunctions[string], Answers>,
): ReadonlyMap<string, Answers> {
  environmentOf(functions);
  const byKind = new Map<string, Answers>();
  const taken = new Set<string>();
  for (const apiFunction of Object.values(functions)) {
    const { planner, targets } = apiFunction;
    const stray = Object.keys(targets).find((name) => targets[name]?.planner !== planner);
    if (stray !== undefined) throw new UserError(`target ${stray} of ${planner.api.kind} was made for another planner`);
    const answer = made.get(apiFunction) ?? answerer(apiFunction, foreignSections(apiFunction, functions));
    made.set(apiFunction, answer);
    for (const kind of [xrKind(planner.api, 'namespaced'), xrKind(planner.api, 'claims')]) {
      // Names are made of the kind in lower case, so kinds that differ only in case would share them.
      if (taken.has(kind.toLowerCase())) throw new UserError(`two APIs have XRs of the kind ${kind}: rename one`);
      taken.add(kind.toLowerCase());
      byKind.set(kind, answer);
    }
  }
  return byKind;
}
