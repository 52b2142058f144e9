/** The response to a failed answer: nothing is composed, and conditions say who acts. */
import type { Condition, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Incapable } from '../../authoring/incapable.ts';
import type { EventReason } from '../../authoring/reasons.ts';
import { UserError } from '../../errors.ts';
import type { FailedAnswer } from './answer.ts';
import { Refused } from '../decide/refusal.ts';
import { isUntouched } from '../read/untouched.ts';
import { failed, platformCapable, stopped } from './conditions.ts';
import { redact } from './redact.ts';
import { fatalResponse, outcomeResponse, retrySeconds, warning } from './response.ts';

/** Is called with the stack of every bug, without secret values. The response has only the message. */
export type OnBug = (stack: string) => void;

/**
 * The response to a failed answer. A fatal one is for claims that have something: Crossplane leaves that as it is, and `Ready` too. A claim
 * without anything would then never get `Ready`, and tools would take it for healthy. So it is answered as not ready, which deletes nothing.
 */
export function toFailedResponse(answer: FailedAnswer): RunFunctionResponse {
  const { request, requirements, kinds } = answer;
  const { reason, message, conditions } = verdictOn(answer);
  if (!isUntouched(request)) return fatalResponse(request, message, conditions);
  const nothing = { composite: undefined, resources: {}, isReady: false, requirements, kinds };
  return {
    ...outcomeResponse(request, { ...nothing, conditions, retrySeconds }),
    results: [warning(request, reason, message)],
  };
}

interface FailureVerdict {
  readonly reason: EventReason;
  readonly message: string;
  readonly conditions: readonly Condition[];
}

function verdictOn({ error, situation }: FailedAnswer): FailureVerdict {
  if (error instanceof Incapable) {
    const { message } = error;
    const reason = 'EnvironmentIncomplete';
    return { reason, message, conditions: [platformCapable(error), stopped(reason, message)] };
  }
  const known = situation === undefined ? [] : [platformCapable(true)];
  if (error instanceof UserError) {
    const { message } = error;
    const reason = error instanceof Refused ? 'Refused' : 'CannotProceed';
    return { reason, message, conditions: [...known, stopped(reason, message)] };
  }
  const message = `The function failed: ${error instanceof Error ? error.message : String(error)}`;
  return { reason: 'FunctionFailed', message, conditions: [...known, failed(message)] };
}

/** The stack of the bug behind a failed answer, without secret values; undefined for a `UserError`. */
export function bugIn({ request, error }: FailedAnswer): string | undefined {
  if (error instanceof UserError) return undefined;
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error), request);
}
