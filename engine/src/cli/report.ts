/** Prints what `planesmith render` says about claims: results and conditions, and the report of `--report`. */
import type { RenderedClaim } from '../preview/render-claim.ts';
import type { ConcernRow } from '../runtime/index.ts';
import { print, printData, type Session, tell } from './session.ts';

/** The concerns that hold on everything that one claim becomes. */
export interface Report {
  readonly kind: string;
  readonly name: string;
  readonly concerns: readonly ConcernRow[];
}

/** Prints the results and conditions of each claim on stderr. */
export function tellAnswers(rendered: readonly RenderedClaim[]): void {
  for (const { xr, results, conditions } of rendered) {
    const title = `${xr.kind} ${xr.metadata.name}`;
    for (const { severity, message } of results) tell(`${title}: ${severity}: ${message}`);
    for (const { type, status, reason, message } of conditions) {
      tell(`${title}: ${type}=${status} (${reason})${message ? `: ${message}` : ''}`);
    }
  }
}

/** A report for each claim. */
export async function reportsOf(rendered: readonly RenderedClaim[]): Promise<readonly Report[]> {
  const { survey } = await import('../runtime/index.ts');
  return rendered.map(({ xr, answer }) => ({
    kind: xr.kind,
    name: xr.metadata.name ?? '',
    concerns: survey(answer)?.concerns ?? [],
  }));
}

/** Prints them, as text or as data. */
export async function printReports(output: Session['output'], reports: readonly Report[]): Promise<void> {
  if (output !== 'text') return printData(output, reports);
  const { concernLines } = await import('./concerns.ts');
  for (const { kind, name, concerns } of reports) print(`${kind} ${name}\n${concernLines(concerns)}`);
}
