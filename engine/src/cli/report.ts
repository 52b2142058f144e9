/** Prints what `planesmith render` says about claims: verdicts, conditions, and the report of `--report`. */
import { type RenderedClaim, refusalOf, refusedPath } from '../preview/render-claim.ts';
import type { Condition } from '../render/index.ts';
import { type ConcernRow, laterKeys } from '../runtime/index.ts';
import type { AnsweredClaim } from './answered-claims.ts';
import { tellFinding, tellVerdict, verdictOn } from './findings.ts';
import { count, print, printData, type Session, tell } from './session.ts';

/** The concerns that hold on everything that one claim becomes. */
export interface Report {
  readonly kind: string;
  readonly name: string;
  readonly concerns: readonly ConcernRow[];
}

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
    const { results, conditions } = rendered;
    const refusal = refusalOf(rendered);
    if (refusal === undefined) tellVerdict(verdictOn(judged, becomes(rendered, complete)), tell);
    else {
      const word = results.some(({ severity }) => severity === 'Fatal') ? 'fatal' : 'refused';
      tellFinding(verdictOn(judged, `${word}: ${refusal}`, refusedPath(rendered)), tell);
    }
    for (const { severity, message } of results) {
      if (verbose || severity !== 'Fatal') tell(`  ${severity}: ${message}`);
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

/** Says how to see the resources that come later, if there are any. */
export function tellLater(answered: readonly AnsweredClaim[]): void {
  const isLater = answered.some(
    ({ rendered }) => refusalOf(rendered) === undefined && laterKeys(rendered.answer).length > 0,
  );
  if (isLater) tell('later resources are shown with --complete');
}

/** A report for each claim. */
export async function reportsOf(answered: readonly AnsweredClaim[]): Promise<readonly Report[]> {
  const { survey } = await import('../runtime/index.ts');
  return answered.map(({ rendered: { xr, answer } }) => ({
    kind: xr.kind,
    name: xr.metadata.name ?? '',
    concerns: survey(answer)?.concerns ?? [],
  }));
}

/** Prints on stderr, for each resource that misses a concern, what it lacks. Returns how many there are. */
export function tellMissed(answered: readonly AnsweredClaim[], reports: readonly Report[]): number {
  const findings = answered.flatMap(({ judged }, index) =>
    (reports[index]?.concerns ?? []).flatMap(({ concern, missing }) =>
      missing.map((message) => verdictOn(judged, `${concern}: ${message}`)),
    ),
  );
  for (const finding of findings) tellFinding(finding, tell);
  return findings.length;
}

/** Prints them, as text or as data. */
export async function printReports(output: Session['output'], reports: readonly Report[]): Promise<void> {
  if (output !== 'text') return printData(output, reports);
  const { concernLines } = await import('./concerns.ts');
  for (const { kind, name, concerns } of reports) print(`${kind} ${name}\n${concernLines(concerns)}`);
}
