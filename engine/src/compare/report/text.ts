/** The report for a terminal, and the list of rules. */
import type { Comparison, JudgedFinding } from '../comparison.ts';
import type { CompareRule } from '../finding.ts';
import { approvalText, groupsOf, saying, shownClaims } from './words.ts';

/** The lines of the report: the verdict first, then the findings by severity, one line each. */
export function textReport(comparison: Comparison): readonly string[] {
  const { platform, verdict, problems, findings } = comparison;
  return [`${platform} ${verdict}`, ...problems.filter((problem) => problem !== verdict), ...groupLines(findings)];
}

/** The findings by severity, each after an empty line and a heading. */
export function groupLines(findings: readonly JudgedFinding[]): readonly string[] {
  return groupsOf(findings).flatMap(({ title, findings: found }) => ['', title, ...found.map(lineOf)]);
}

/** The rules with their severity and their sentence, in columns. */
export function rulesText(rules: readonly CompareRule[]): readonly string[] {
  const width = (of: (rule: CompareRule) => string): number => Math.max(...rules.map((rule) => of(rule).length));
  const [ids, severities] = [width(({ id }) => id), width(({ severity }) => severity)];
  return rules.map(({ id, severity, summary }) => `${id.padEnd(ids)}  ${severity.padEnd(severities)}  ${summary}`);
}

/** A finding in one line. */
export function lineOf(finding: JudgedFinding): string {
  const { fingerprint, rule, approval } = finding;
  const { before, subject, rest } = saying(finding);
  const { names, more } = shownClaims(finding);
  const hits = names.length === 0 ? [] : [`hits ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
  const parts = [`${before}${subject}${rest}`, ...hits, ...(approval === undefined ? [] : [approvalText(approval)])];
  return `  ${fingerprint} ${parts.join('; ')} (${rule})`;
}
