/** Prints verdicts as lines for people. */
import type { Judgement } from '../judge/judge.ts';
import type { ExitCode } from './exit-code.ts';
import { annotate, count, print, tell, warnStyle } from './session.ts';

/** Prints every finding, one line each, and sums up on stderr. */
export function tellFindings({ claims, ignored, unusable }: Judgement, write: (line: string) => void = print): void {
  for (const { verdict, place, values } of claims) {
    const { kind, name, errors } = verdict;
    const title = [kind, name, values && `with ${values}`].filter(Boolean).join(' ');
    for (const { path, message } of errors) {
      const { file = verdict.file, line, column } = place(path);
      const text = `${title}: ${path === '' ? '' : `${path}: `}${message}`;
      write(`${file}:${line}:${column}: ${text}`);
      annotate({ file, line, column, message: text });
    }
  }
  for (const { file, line, column, message } of unusable) {
    tell(`${warnStyle('error:')} ${file}:${line}:${column}: ${message}`);
    annotate({ file, line, column, message });
  }
  if (unusable.length > 0) tell('  hint: correct the YAML; everything else was checked');
  const invalid = claims.filter(({ verdict }) => !verdict.valid).length;
  const counts = [
    `${claims.length - invalid} valid`,
    `${invalid} invalid`,
    ...(ignored > 0 ? [`${count(ignored, 'other document')} ignored`] : []),
    ...(unusable.length > 0 ? [`${unusable.length} unreadable`] : []),
  ];
  tell(counts.join(', '));
}

/** 2 if a document could not be read, else 1 if a claim is invalid. */
export function exitCodeOf({ claims, unusable }: Judgement): ExitCode {
  if (unusable.length > 0) return 2;
  return claims.every(({ verdict }) => verdict.valid) ? 0 : 1;
}
