/** Prints verdicts and findings as lines for people, and findings as annotations in a GitHub Actions run. */
import { issueLine, type Place } from '../judge/documents.ts';
import type { Judged, Judgement } from '../judge/judge.ts';
import { rulesSkipped } from '../schema/index.ts';
import type { ExitCode } from './exit-code.ts';
import { oneLine } from './printable.ts';
import { annotate, count, print, tell, tellError } from './session.ts';

/** Prints one line, such as `print` or `tell`. */
export type Write = (line: string) => void;

/** A verdict on a claim, or a finding in it, at its place. */
export interface PlacedLine extends Place {
  readonly file: string;
  readonly message: string;
}

/** Prints the findings in every claim, and with `valid` also which ones have none; sums up on stderr. */
export function tellVerdicts(
  judgement: Judgement,
  { write = print, valid = false }: { readonly write?: Write; readonly valid?: boolean } = {},
): void {
  for (const judged of judgement.claims) {
    tellErrors(judged, write);
    tellWarnings(judged, write);
    if (valid && judged.verdict.valid) tellVerdict(verdictOn(judged, 'valid'), write);
  }
  for (const judged of judgement.warned ?? []) tellWarnings(judged, write);
  tellUnusable(judgement);
  tellCounts(judgement);
}

/** Prints on stderr why claims are invalid, what in them is deprecated, which files cannot be read, and what was left out. */
export function tellFindings(judgement: Judgement): void {
  for (const judged of judgement.claims) {
    tellErrors(judged, tell);
    tellWarnings(judged, tell);
  }
  tellUnusable(judgement);
}

/** A verdict on a claim, or on the field at `path` in it, with the claim's kind and name before it. */
export function verdictOn({ verdict, place, values }: Judged, text: string, path = ''): PlacedLine {
  const { file, kind, name } = verdict;
  const title = [kind, name, values && `with ${values}`].filter(Boolean).join(' ');
  return { file, ...place(path), message: [title, text].filter(Boolean).join(': ') };
}

/** Prints `file:line:column: message`. */
export function tellVerdict({ file, line, column, message }: PlacedLine, write: Write): void {
  write(oneLine(`${file}:${line}:${column}: ${message}`));
}

/** Prints the same for a finding, and annotates it. */
export function tellFinding(finding: PlacedLine, write: Write): void {
  tellVerdict(finding, write);
  annotate(finding);
}

/** Names on stderr what cannot be read, and what was left out. */
export function tellUnusable({ unusable, skipped }: Pick<Judgement, 'unusable' | 'skipped'>): void {
  for (const issue of unusable) {
    tellError(oneLine(issueLine(issue)));
    annotate(issue);
  }
  if (unusable.length > 0) tell(`  hint: ${remedy(unusable)}; everything else was checked`);
  for (const line of skipped) tell(oneLine(`skipped: ${line}`));
}

/** Sums up on stderr; `counts` say what became of the valid claims. */
export function tellCounts(judgement: Judgement, counts?: readonly string[]): void {
  const { claims, warned = [], ignored, unusable, skipped } = judgement;
  const invalid = claims.filter(({ verdict }) => !verdict.valid).length;
  const warnings = [...claims, ...warned].reduce((sum, { verdict }) => sum + verdict.warnings.length, 0);
  const all = [
    ...(counts ?? [`${claims.length - invalid} valid`]),
    ...(counts === undefined || invalid > 0 ? [`${invalid} invalid`] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(ignored > 0 ? [`${count(ignored, 'other document')} ignored`] : []),
    ...(unusable.length > 0 ? [`${unusable.length} unreadable`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  tell(all.join(', '));
}

function tellErrors(judged: Judged, write: Write): void {
  // Another error explains why rules were not checked.
  const errors = judged.verdict.errors.filter(({ message }) => message !== rulesSkipped);
  for (const { path, message, hint } of errors) {
    const text = ['invalid', path, message].filter(Boolean).join(': ');
    tellFinding(verdictOn(judged, hint === undefined ? text : `${text}; ${hint}`, path), write);
  }
}

/** Nobody has to act today, so the exit code does not change. */
function tellWarnings(judged: Judged, write: Write): void {
  for (const { path, message, hint } of judged.verdict.warnings) {
    const text = `warning: ${path}: ${message}`;
    const line = verdictOn(judged, hint === undefined ? text : `${text}; ${hint}`, path);
    tellVerdict(line, write);
    annotate({ ...line, level: 'warning' });
  }
}

function remedy(unusable: Judgement['unusable']): string {
  const files = unusable.filter(({ line }) => line === undefined).length;
  const remedies = [...(files > 0 ? ['check the path'] : []), ...(files < unusable.length ? ['correct the YAML'] : [])];
  return remedies.join(', ');
}

/** 2 if a document could not be read, else 1 if a claim is invalid. */
export function exitCodeOf({ claims, unusable }: Judgement): ExitCode {
  if (unusable.length > 0) return 2;
  return claims.every(({ verdict }) => verdict.valid) ? 0 : 1;
}
