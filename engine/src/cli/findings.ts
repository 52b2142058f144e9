/** Prints verdicts as lines for people. */
import { issueLine } from '../judge/documents.ts';
import type { Judgement } from '../judge/judge.ts';
import type { ExitCode } from './exit-code.ts';
import { oneLine } from './printable.ts';
import { annotate, count, print, tell, tellError } from './session.ts';

/** Prints every finding, one line each, and sums up on stderr. */
export function tellFindings(judgement: Judgement, write: (line: string) => void = print): void {
  const { claims, ignored, unusable, skipped } = judgement;
  for (const { verdict, place, values } of claims) {
    const { kind, name, errors } = verdict;
    const title = [kind, name, values && `with ${values}`].filter(Boolean).join(' ');
    for (const { path, message } of errors) {
      const { file = verdict.file, line, column } = place(path);
      const text = [title, path, message].filter(Boolean).join(': ');
      write(oneLine(`${file}:${line}:${column}: ${text}`));
      annotate({ file, line, column, message: text });
    }
  }
  for (const issue of unusable) {
    tellError(oneLine(issueLine(issue)));
    annotate(issue);
  }
  if (unusable.length > 0) tell(`  hint: ${remedy(unusable)}; everything else was checked`);
  tellSkipped(judgement);
  const invalid = claims.filter(({ verdict }) => !verdict.valid).length;
  const counts = [
    `${claims.length - invalid} valid`,
    `${invalid} invalid`,
    ...(ignored > 0 ? [`${count(ignored, 'other document')} ignored`] : []),
    ...(unusable.length > 0 ? [`${unusable.length} unreadable`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  tell(counts.join(', '));
}

/** Names on stderr what was left out. */
export function tellSkipped({ skipped }: Pick<Judgement, 'skipped'>): void {
  for (const line of skipped) tell(oneLine(`skipped: ${line}`));
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
