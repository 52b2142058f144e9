/** The response to a failed answer: a fatal result, with conditions that say who acts. */
import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { Incapable } from '../../authoring/incapable.ts';
import { UserError } from '../../errors.ts';
import type { FailedAnswer } from './answer.ts';
import { Refused } from '../decide/refusal.ts';
import { failed, platformCapable, stopped } from './conditions.ts';
import { redact } from './redact.ts';
import { fatalResponse } from './response.ts';

/** Is called with the stack of every bug, without secret values. The response has only the message. */
export type OnBug = (stack: string) => void;

/** The response to a failed answer. Crossplane leaves everything as it is. */
export function toFatalResponse({ request, error, situation }: FailedAnswer): RunFunctionResponse {
  if (error instanceof Incapable) {
    const conditions = [platformCapable(error), stopped('EnvironmentIncomplete', error.message)];
    return fatalResponse(request, error.message, conditions);
  }
  const known = situation === undefined ? [] : [platformCapable(true)];
  if (error instanceof UserError) {
    const reason = error instanceof Refused ? 'Refused' : 'CannotProceed';
    return fatalResponse(request, error.message, [...known, stopped(reason, error.message)]);
  }
  const message = `The function failed: ${error instanceof Error ? error.message : String(error)}`;
  return fatalResponse(request, message, [...known, failed(message)]);
}

/** The stack of the bug behind a failed answer, without secret values; undefined for a `UserError`. */
export function bugIn({ request, error }: FailedAnswer): string | undefined {
  if (error instanceof UserError) return undefined;
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error), request);
}
