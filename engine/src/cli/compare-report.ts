/** Prints what `planesmith compare` found, in the form that is asked for. */
import type { Comparison } from '../compare/comparison.ts';
import { annotationsOf } from '../compare/report/annotations.ts';
import { changelogReport } from '../compare/report/changelog.ts';
import { junitReport } from '../compare/report/junit.ts';
import { markdownReport } from '../compare/report/markdown.ts';
import { comparisonSchema } from '../compare/report/schema.ts';
import { rulesText, textReport } from '../compare/report/text.ts';
import { approvalNotes } from '../compare/report/words.ts';
import { behaviourRules } from '../compare/behaviour/rules.ts';
import { contractRules } from '../compare/rules.ts';
import { UserError } from '../errors.ts';
import type { ExitCode } from './exit-code.ts';
import { oneLine } from './printable.ts';
import { annotate, print, printData, type Session, tell } from './session.ts';

/** Prints the report on stdout, and on stderr what else there is to say. */
export async function printComparison(
  comparison: Comparison,
  output: Session['output'],
  as: 'markdown' | 'junit' | 'changelog' | undefined,
): Promise<void> {
  if (as !== undefined && output !== 'text') {
    throw new UserError(`--as ${as} and --output ${output} name two forms`, { hint: 'give one of them' });
  }
  if (as === 'markdown') print(markdownReport(comparison));
  else if (as === 'junit') print(junitReport(comparison));
  else if (as === 'changelog') print(changelogReport(comparison));
  else if (output === 'text') print(textReport(comparison).map(oneLine).join('\n'));
  else await printData(output, comparison);
  const isText = as === undefined && output === 'text';
  for (const line of [...(isText ? [] : comparison.problems), ...approvalNotes(comparison)]) tell(oneLine(line));
  annotationsOf(comparison).forEach(annotate);
}

/** Prints all rules. */
export async function printRules(output: Session['output']): Promise<ExitCode> {
  const rules = [...contractRules, ...behaviourRules];
  if (output === 'text') print(rulesText(rules).join('\n'));
  else await printData(output, rules);
  return 0;
}

/** Prints the JSON Schema of a comparison. */
export async function printSchema(): Promise<ExitCode> {
  await printData('json', comparisonSchema);
  return 0;
}
