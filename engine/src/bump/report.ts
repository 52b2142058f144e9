/** The report on the next version of a provider or operator: verdict, findings, rights, and how it was judged. */
import { byWeight, countsOf, type JudgedFinding } from '../compare/comparison.ts';
import { escapeMarkdown, findingSections, folded, headingOf, joined, lineOf } from '../compare/report/markdown.ts';
import { groupLines, lineOf as textLine } from '../compare/report/text.ts';
import type { BumpFinding } from './comparison.ts';
import { rightRules } from './rules.ts';

/** One of two versions. */
export interface ReportedVersion {
  readonly version: string;
  /** Where its CRDs were read, as a noun. */
  readonly crds: string;
}

/** What becomes of a platform under the next version of a source. */
export interface BumpReport {
  /** The name in the lock. */
  readonly source: string;
  readonly old: ReportedVersion;
  readonly new: ReportedVersion;
  readonly isDowngrade: boolean;
  /** One sentence without a full stop: how many findings there are. */
  readonly verdict: string;
  /** Whether nothing breaks. */
  readonly passes: boolean;
  /** The worst first, then by place. */
  readonly findings: readonly (BumpFinding & JudgedFinding)[];
  /** Why the rights of both versions are not compared, in a sentence without a full stop; absent if they are. */
  readonly permissions?: string | undefined;
  /** What becomes of an operator's chart, in a sentence without a full stop; absent if the lock has none. */
  readonly chart?: string | undefined;
  /** How it was judged, and what was not, in sentences without a full stop. */
  readonly notes: readonly string[];
}

/** The report with its findings judged and sorted. */
export function bumpReport(
  report: Omit<BumpReport, 'verdict' | 'passes' | 'findings'> & { readonly findings: readonly BumpFinding[] },
): BumpReport {
  const { source, old, new: now, isDowngrade } = report;
  const findings = report.findings.toSorted(byWeight).map((each) => ({ ...each, fails: each.severity === 'breaking' }));
  const counts = findings.length === 0 ? 'nothing that is composed notices' : countsOf(findings);
  const verdict = `${source} ${old.version} → ${now.version}${isDowngrade ? ', a downgrade' : ''}: ${counts}`;
  return { ...report, verdict, passes: !findings.some(({ fails }) => fails), findings };
}

/** Why it fails, in one sentence; empty if it does not. */
export function bumpProblems({ findings, new: now }: BumpReport): readonly string[] {
  const broken = findings.filter(({ fails }) => fails);
  if (broken.length === 0) return [];
  const places = new Set(broken.flatMap(({ api, target }) => (api === undefined ? [] : [`${api} on ${target}`])));
  const where = places.size === 0 ? '' : ` for ${[...places].join(', ')}`;
  return [`the API server refuses what the platform composes${where} once ${now.version} is installed`];
}

function isRight({ rule }: BumpFinding): boolean {
  return rightRules.includes(rule);
}

/** The lines of the report for a terminal. */
export function bumpText(report: BumpReport): readonly string[] {
  const rights = report.findings.filter(isRight);
  return [
    report.verdict,
    ...bumpProblems(report),
    ...groupLines(report.findings.filter((each) => !isRight(each))),
    ...(rights.length === 0 ? [] : ['', 'permissions', ...rights.map(textLine)]),
    ...(report.chart === undefined ? [] : ['', report.chart]),
  ];
}

/** The report as the text of a pull request, in which names and texts of others neither format, nor link, nor call anybody. */
export function bumpMarkdown(report: BumpReport): string {
  const { passes, verdict, findings, notes, old, new: now } = report;
  const rights = findings.filter(isRight);
  const { sections } = findingSections(
    findings.filter((each) => !isRight(each)),
    'planesmith bump',
  );
  const judged = [`old: ${old.crds}`, `new: ${now.crds}`, ...notes].map((note) => `- ${escapeMarkdown(note)}`);
  return joined([
    headingOf(passes, verdict),
    ...bumpProblems(report).map((problem) => `**${escapeMarkdown(problem)}.**`),
    whatToDo(report),
    ...(report.chart === undefined ? [] : [`${escapeMarkdown(report.chart)}.`]),
    ...sections,
    `### Permissions\n\n${rights.length === 0 ? noRights(report) : rights.map(lineOf).join('\n')}`,
    folded('How this was judged', judged.join('\n')),
  ]);
}

function noRights({ permissions }: BumpReport): string {
  return permissions === undefined ? 'None changes.' : `Not compared: ${escapeMarkdown(permissions)}.`;
}

function whatToDo({ passes, findings, old }: BumpReport): string {
  const stay = escapeMarkdown(old.version);
  if (!passes)
    return `Change the functions first, or stay at ${stay}. Each line says which objects would be refused, and why.`;
  if (findings.some(({ severity }) => severity === 'risky'))
    return 'Nothing is refused. Look at the risky findings before you merge.';
  return 'Nothing that the platform composes is refused or changed.';
}
