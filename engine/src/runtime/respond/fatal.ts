/** The end of a call in which nothing may be composed: who is told what. */
import type { Condition, RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { UserError } from '../../errors.ts';
import { failed, platformCapable, stopped } from './conditions.ts';
import { Incapable } from '../../authoring/incapable.ts';
import { redact } from './redact.ts';
import { Refused } from '../compose/refusal.ts';
import { refuse } from './response.ts';

/** Told the stack of every throw that is a bug, free of secrets; the response says only its message. */
export type OnBug = (stack: string) => void;

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
  const [message, stack] =
    error instanceof Error ? [error.message, error.stack ?? error.message] : [String(error), String(error)];
  onBug?.(redact(stack, request));
  const told = `The function failed: ${message}`;
  return refuse(request, told, [...known, failed(told)]);
}
