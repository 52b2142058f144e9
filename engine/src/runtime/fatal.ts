/** The end of a call in which nothing may be composed: who is told what. */
import type { Condition, RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../errors.ts';
import { failed, platformCapable, stopped } from './conditions.ts';
import { Incapable } from './incapable.ts';
import { Refused } from './refusal.ts';
import { refuse } from './response.ts';

/** Told of every throw that is a bug, with its stack; the response says only its message. */
export type OnBug = (error: unknown) => void;

/** The fatal result for something thrown; `known` are conditions that had been found before. */
export function fatal(
  request: RunFunctionRequest,
  error: unknown,
  onBug: OnBug | undefined,
  known: readonly Condition[] = [],
): RunFunctionResponse {
  if (error instanceof Incapable) {
    return refuse(request, error.message, [platformCapable(error), stopped('EnvironmentIncomplete', error.message)]);
  }
  if (error instanceof UserError) {
    return refuse(request, error.message, [
      ...known,
      stopped(error instanceof Refused ? 'Refused' : 'CannotProceed', error.message),
    ]);
  }
  onBug?.(error);
  const message = `The function failed: ${error instanceof Error ? error.message : String(error)}`;
  return refuse(request, message, [...known, failed(message)]);
}
