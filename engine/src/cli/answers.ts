/** Prints what `planesmith render` says about claims on stderr: verdicts, conditions, and what comes later. */
import { type RenderedClaim, refusalOf, refusedPath } from '../preview/render-claim.ts';
import type { Condition } from '../render/index.ts';
import { laterKeys } from '../runtime/index.ts';
import type { AnsweredClaim, FailedClaim } from './answered-claims.ts';
import { tellFinding, tellVerdict, verdictOn } from './findings.ts';
import { count, tell } from './session.ts';

/**
 * Prints a verdict on each claim on stderr. Its conditions follow if they are asked for, or if there are objects whose owners say in one
 * that something is wrong.
 */
export function tellAnswers(
  answered: readonly AnsweredClaim[],
  {
    verbose,
    hasObjects,
    complete,
  }: { readonly verbose: boolean; readonly hasObjects: boolean; readonly complete: boolean },
): void {
  for (const { judged, rendered } of answered) {
    const { results, conditions, answer } = rendered;
    const refusal = refusalOf(rendered);
    if (refusal === undefined) tellVerdict(verdictOn(judged, becomes(rendered, complete)), tell);
    else {
      const word = answer.outcome === 'failed' ? 'fatal' : 'refused';
      tellFinding(verdictOn(judged, `${word}: ${refusal}`, refusedPath(rendered)), tell);
    }
    for (const { severity, message } of results) {
      if (verbose || severity === 'Normal') tell(`  ${severity}: ${message}`);
    }
    for (const condition of conditions) {
      const { type, status, reason, message } = condition;
      if (!verbose && (!hasObjects || refusal !== undefined || !saysNo(condition))) continue;
      tell(`  ${type}=${status} (${reason})${message ? `: ${message}` : ''}`);
    }
  }
}

/** Whether a condition says what is wrong. Those of Crossplane only sum up the others. */
function saysNo({ type, status }: Condition): boolean {
  return status !== 'True' && type !== 'Ready' && type !== 'Synced';
}

/** `4 resources, 2 later: role, database`; those that come later are among the resources of a complete render. */
function becomes({ composed, conditions, answer }: RenderedClaim, isComplete: boolean): string {
  const later = laterKeys(answer);
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  return [
    count(composed.length, 'resource'),
    ...(later.length === 0
      ? []
      : [isComplete ? `${later.length} of them later` : `${later.length} later: ${later.join(', ')}`]),
    ...(isReady ? ['ready'] : []),
  ].join(', ');
}

/** Says on stderr why claims were not rendered. */
export function tellFailed(failed: readonly FailedClaim[]): void {
  for (const { judged, error } of failed) {
    const reason = [error.message, error.hint].filter(Boolean).join('; ');
    tellFinding(verdictOn(judged, `failed: ${reason}`), tell);
  }
}

/** Says how to see the resources that come later, if there are any. */
export function tellLater(answered: readonly AnsweredClaim[]): void {
  const isLater = answered.some(
    ({ rendered }) => refusalOf(rendered) === undefined && laterKeys(rendered.answer).length > 0,
  );
  if (isLater) tell('later resources are shown with --complete');
}
