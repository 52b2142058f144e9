/** The function's answer to one request, as a value: the input of stage 4, and of reports. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { Refusal } from '../../authoring/planner.ts';
import type { AskedKinds } from '../read/kinds.ts';
import type { ComposedClaim } from '../compose/composed-claim.ts';
import type { Selectors } from '../read/requirement.ts';
import type { Decision } from '../decide/decide.ts';
import type { Situation } from '../read/situation.ts';

/** An answer, by its outcome. `kinds` is undefined if nothing is known of the claim. */
export type Answer = FailedAnswer | RefusedAnswer | PendingAnswer | ComposedAnswer;

/** A stage threw: nothing may be composed, and what exists stays. */
export interface FailedAnswer {
  readonly outcome: 'failed';
  readonly request: RunFunctionRequest;
  readonly error: unknown;
  /** Undefined if the request could not be read. */
  readonly situation: Situation | undefined;
  /** The objects that were asked for so far. Without them the answer would change with every call, and Crossplane would give up. */
  readonly requirements: Selectors;
  readonly kinds?: AskedKinds | undefined;
}

/** A new claim is refused as a whole. */
export interface RefusedAnswer {
  readonly outcome: 'refused';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly refusals: readonly Refusal[];
  readonly requirements: Selectors;
  readonly kinds?: AskedKinds | undefined;
}

/** Crossplane must fetch objects first. */
export interface PendingAnswer {
  readonly outcome: 'pending';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly requirements: Selectors;
  readonly kinds?: AskedKinds | undefined;
}

/** The claim is composed: all three stages succeeded. */
export interface ComposedAnswer {
  readonly outcome: 'composed';
  readonly request: RunFunctionRequest;
  readonly situation: Situation;
  readonly decision: Decision;
  readonly composed: ComposedClaim;
  readonly kinds?: AskedKinds | undefined;
}
