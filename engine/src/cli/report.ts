/** Prints the report of `planesmith render --report`. */
import { surveyOf } from '../preview/render-claim.ts';
import type { ConcernRow } from '../runtime/index.ts';
import type { AnsweredClaim } from './answered-claims.ts';
import { tellFinding, verdictOn } from './findings.ts';
import { print, printData, type Session, tell } from './session.ts';

/** The concerns that hold on everything that one claim becomes. */
export interface Report {
  readonly kind: string;
  readonly name: string;
  readonly concerns: readonly ConcernRow[];
}

/** A report for each claim; it has no concerns if the claim is refused. */
export function reportsOf(answered: readonly AnsweredClaim[]): readonly Report[] {
  return answered.map(({ rendered }) => ({
    kind: rendered.xr.kind,
    name: rendered.xr.metadata.name ?? '',
    concerns: surveyOf(rendered)?.concerns ?? [],
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
