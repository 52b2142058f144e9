/** Judges the findings between two releases: which are approved, which version they need, and whether the new release has it. */
import type { Approval } from './approvals.ts';
import type { Finding, Severity } from './finding.ts';
import { after, compareVersions, hasReached, isPreRelease, type Step, stepAfter, stepBetween } from './version.ts';

/** A finding with the approval that counts for it, if there is one. */
export interface JudgedFinding extends Finding {
  /** Whether the comparison fails by this finding. */
  readonly fails: boolean;
  readonly approval?: Approval;
}

/** What becomes of two releases and the findings between them. */
export interface Comparison {
  /** The name of the platform. */
  readonly platform: string;
  readonly old: { readonly version: string };
  readonly new: { readonly version: string };
  /** The step from the old version to the new one. */
  readonly step: Step;
  /** The step that the findings need, and the lowest version that takes it; the old version if they need none. */
  readonly needed: { readonly step: Step; readonly version: string };
  /** One sentence: what changed, and whether the version says so. */
  readonly verdict: string;
  /** Whether there are no problems. */
  readonly passes: boolean;
  /** Why the comparison fails, one sentence each. */
  readonly problems: readonly string[];
  /** Sorted: by severity, the worst first, then by place. */
  readonly findings: readonly JudgedFinding[];
  /** Approvals of findings that are over. */
  readonly expired: readonly Approval[];
  /** Approvals that no finding has. */
  readonly stale: readonly Approval[];
}

export const severities: readonly Severity[] = ['breaking', 'risky', 'safe'];

/** What a comparison is made of. */
export interface Compared {
  readonly platform: string;
  /** Versions of the old and of the new release. */
  readonly old: string;
  readonly now: string;
  readonly findings: readonly Finding[];
  readonly approvals: readonly Approval[];
  /** The day on which approvals must still count, as `2027-01-31`. */
  readonly today: string;
  /** The least severity that fails under any version, unless it is approved. @default none */
  readonly failOn?: 'breaking' | 'risky';
}

/** The comparison; the same values give the same result. Throws a `UserError` for a version that is none. */
export function judgeFindings(compared: Compared): Comparison {
  const { platform, old, now, findings, approvals, today, failOn } = compared;
  const valid = new Map(approvals.filter(({ until }) => until >= today).map((each) => [each.finding, each]));
  const judged = findings.toSorted(byWeight).map((each): JudgedFinding => {
    const approval = valid.get(each.fingerprint);
    if (approval !== undefined) return { ...each, fails: false, approval };
    return { ...each, fails: !hasVersionFor(old, now, each.severity) || failsBy(each.severity, failOn) };
  });
  const isFound = ({ finding }: Approval): boolean => findings.some(({ fingerprint }) => fingerprint === finding);
  const open = judged.filter(({ approval }) => approval === undefined);
  const needed = neededAfter(old, judged);
  const enough = judged.length === 0 || (compareVersions(now, old) > 0 && hasReached(now, needed.version));
  const verdict = verdictOn(compared, needed, judged, enough);
  const problems = [...(enough ? [] : [verdict]), ...openProblems(open, failOn)];
  return {
    platform,
    old: { version: old },
    new: { version: now },
    step: stepBetween(old, now),
    needed,
    verdict,
    passes: problems.length === 0,
    problems,
    findings: judged,
    expired: approvals.filter((approval) => approval.until < today && isFound(approval)),
    stale: approvals.filter((approval) => !isFound(approval)),
  };
}

/** `2 breaking, 1 safe`, and how many are approved; `nothing` without findings. */
export function countsOf(findings: readonly JudgedFinding[]): string {
  const open = findings.filter(({ approval }) => approval === undefined);
  const counts = severities.map((severity) => ({
    severity,
    number: open.filter((each) => each.severity === severity).length,
  }));
  const parts = [...counts, { severity: 'approved', number: findings.length - open.length }]
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}`);
  return parts.join(', ') || 'nothing';
}

function neededAfter(old: string, findings: readonly JudgedFinding[]): Comparison['needed'] {
  if (findings.length === 0) return { step: 'none', version: old };
  // A pre-release promises nothing, so whatever follows it will do.
  if (isPreRelease(old)) return { step: 'pre-release', version: old.replace(/[-+].*$/, '') };
  const worst = findings.find(({ approval }) => approval === undefined);
  const step = worst === undefined ? 'patch' : stepFor(worst.severity);
  return { step: stepAfter(old, step), version: after(old, step) };
}

/** The step that the users of a release expect from a change. */
function stepFor(severity: Severity): 'minor' | 'major' {
  return severity === 'breaking' ? 'major' : 'minor';
}

function hasVersionFor(old: string, now: string, severity: Severity): boolean {
  if (compareVersions(now, old) <= 0) return false;
  return isPreRelease(old) || hasReached(now, after(old, stepFor(severity)));
}

function verdictOn(
  { old, now }: Compared,
  needed: Comparison['needed'],
  findings: readonly JudgedFinding[],
  enough: boolean,
): string {
  const steps = `${old} → ${now}`;
  if (findings.length === 0) return `${steps}: nothing changed`;
  if (enough) return `${steps}: ${countsOf(findings)}; the version says so`;
  const wanted =
    needed.step === 'pre-release' ? `a version after ${old}` : `a ${needed.step} version, ${needed.version} or later`;
  return `${steps} needs ${wanted}: ${countsOf(findings)}`;
}

function openProblems(open: readonly JudgedFinding[], failOn: Compared['failOn']): readonly string[] {
  const hits = open.filter(({ severity }) => failsBy(severity, failOn));
  return hits.length === 0 ? [] : [`${countsOf(hits)}, which nobody has approved`];
}

/** Whether an open finding fails under any version. */
function failsBy(severity: Severity, failOn: Compared['failOn']): boolean {
  return failOn !== undefined && severities.indexOf(severity) <= severities.indexOf(failOn);
}

/** Orders findings by severity, the worst first, then by place. */
export function byWeight(a: Finding, b: Finding): number {
  const keys = (each: Finding): readonly string[] => [
    String(severities.indexOf(each.severity)),
    each.place,
    each.rule,
    each.fingerprint,
  ];
  const [one, other] = [keys(a), keys(b)];
  const differs = one.findIndex((key, at) => key !== other[at]);
  if (differs < 0) return 0;
  return (one[differs] ?? '') < (other[differs] ?? '') ? -1 : 1;
}
