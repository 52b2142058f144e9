/**
 * The function's answer to one request, as a value. An answer is made in four stages; each gives a value, and any of the first three may be
 * the last:
 *
 * 1. read (`read/situation.ts`): the request, checked, as the `Situation` of one claim. It may fail.
 * 2. decide (`decide/decide.ts`): what the planner decides, as a `Decision`. A new claim may be refused.
 * 3. compose (`compose/compose.ts`): all that the claim becomes, as a `ComposedClaim`. Required objects may be pending.
 * 4. respond (`respond/to-response.ts`): what of the answer Crossplane is told now, as a `RunFunctionResponse`.
 *
 * A throw at any stage makes the answer a failed one. Reports (`survey.ts`) are another view of the same value.
 */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { AnyFunctions } from '../authoring/functions.ts';
import { compose } from './compose/compose.ts';
import type { ComposedClaim } from './compose/composed-claim.ts';
import type { Selectors } from './compose/requirements.ts';
import { decide, type Decision } from './decide/decide.ts';
import type { Refusal } from '../authoring/planner.ts';
import { type Situation, situationReader } from './read/situation.ts';

/** What a request has come to. */
export type Answer = FailedAnswer | RefusedAnswer | PendingAnswer | ComposedAnswer;

/** Something was thrown: nothing may be composed, and what exists stays. */
export interface FailedAnswer {
  readonly outcome: 'failed';
  readonly request: RunFunctionRequest;
  readonly error: unknown;
  /** Undefined if the request could not be read. */
  readonly situation: Situation | undefined;
}

/** A new claim asks for what it cannot get. */
export interface RefusedAnswer {
  readonly outcome: 'refused';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly refusals: readonly Refusal[];
}

/** Crossplane must fetch something first. */
export interface PendingAnswer {
  readonly outcome: 'pending';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly decision: Decision;
  readonly requirements: Selectors;
}

/** All three stages were reached. */
export interface ComposedAnswer {
  readonly outcome: 'composed';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly decision: Decision;
  readonly composed: ComposedClaim;
}

/** Answers the requests for XRs of one API. It never throws. */
export function answerer(
  apiFunction: AnyFunctions[string],
  foreign: Readonly<Record<string, readonly string[]>> = {},
): (request: RunFunctionRequest) => Answer {
  const read = situationReader(apiFunction, foreign);
  return (request) => {
    let situation: Situation | undefined;
    try {
      situation = read(request);
      const decision = decide(apiFunction.planner, situation);
      if (!('record' in decision)) return { outcome: 'refused', request, situation, refusals: decision.refusals };
      const composed = compose(apiFunction, situation, decision, request);
      if ('pending' in composed) {
        return { outcome: 'pending', request, situation, decision, requirements: composed.pending };
      }
      return { outcome: 'composed', request, situation, decision, composed };
    } catch (error) {
      return { outcome: 'failed', request, error, situation };
    }
  };
}
