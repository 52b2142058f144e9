/**
 * Answers the requests for one API, in four stages. Each gives a value, and any of the first three may be the last:
 *
 * 1. read (`read/situation.ts`): checks the request and gives the `Situation` of one claim. It may fail.
 * 2. decide (`decide/decide.ts`): runs the planner and gives its `Decision`. It may refuse a new claim.
 * 3. compose (`compose/compose.ts`): runs the target and gives the `ComposedClaim`. Crossplane may have to fetch objects first.
 * 4. respond (`respond/to-response.ts`): turns the answer into a `RunFunctionResponse` for Crossplane.
 *
 * A stage that throws makes the answer a failed one. Reports (`survey.ts`) are another view of the same answer.
 */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { AnyFunctions } from '../authoring/functions.ts';
import { withAskedKinds } from './respond/asked-kinds.ts';
import { compose, prepare } from './compose/compose.ts';
import type { Taken } from './compose/composed-claim.ts';
import { decide } from './decide/decide.ts';
import { stuck } from './decide/refusal.ts';
import { toRequirements } from './read/requirement.ts';
import { type Situation, situationReader } from './read/situation.ts';
import type { Answer } from './respond/answer.ts';

/** Returns a function that answers the requests for XRs of one API. It never throws. */
export function answerer(
  apiFunction: AnyFunctions[string],
  foreign: Readonly<Record<string, readonly string[]>> = {},
): (request: RunFunctionRequest) => Answer {
  const read = situationReader(apiFunction, foreign);
  const answer = (request: RunFunctionRequest): Answer => {
    let situation: Situation | undefined;
    let required: readonly ResourceSelector[] = [];
    try {
      situation = read(request);
      required = situation.required;
      const decision = decide(apiFunction.planner, situation);
      if (!('record' in decision)) {
        const requirements = toRequirements(required);
        return { outcome: 'refused', request, situation, refusals: decision.refusals, requirements };
      }
      const prepared = prepare(situation, decision, request);
      required = [...required, ...prepared.required.selectors];
      const composed = compose(apiFunction, situation, decision, prepared, request);
      if ('pending' in composed) return { outcome: 'pending', request, situation, requirements: composed.pending };
      if ('taken' in composed) return withoutName(composed, situation, request);
      return { outcome: 'composed', request, situation, decision, composed };
    } catch (error) {
      // An earlier claim may have left its main resource. Decisions as it shows them need not fail.
      if (situation?.isUnsure === true) {
        return { outcome: 'pending', request, situation, requirements: toRequirements(situation.required) };
      }
      return { outcome: 'failed', request, error, situation, requirements: toRequirements(required) };
    }
  };
  return (request) => withAskedKinds(answer(request));
}

/** A new claim is refused if its names belong to others. For an existing one this throws, and everything stays as it is. */
function withoutName({ taken, requirements }: Taken, situation: Situation, request: RunFunctionRequest): Answer {
  if (!situation.isNew) throw stuck(taken);
  return { outcome: 'refused', request, situation, refusals: taken, requirements };
}
