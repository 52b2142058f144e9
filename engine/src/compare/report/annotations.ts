/** The report as annotations, which a CI run shows beside its log. */
import type { Comparison } from '../comparison.ts';
import { approvalNotes, saying } from './words.ts';

/** One annotation; `error` if the comparison fails by it. */
export interface ReportAnnotation {
  readonly level: 'error' | 'warning';
  readonly message: string;
}

/** The problems, the findings that somebody must look at, and the approvals that do not count. Safe and approved findings are left out. */
export function annotationsOf(
  comparison: Pick<Comparison, 'problems' | 'findings' | 'expired' | 'stale'>,
): readonly ReportAnnotation[] {
  const { problems, findings } = comparison;
  return [
    ...problems.map((message) => ({ level: 'error' as const, message })),
    ...findings
      .filter(({ approval, severity, fails }) => approval === undefined && (fails || severity !== 'safe'))
      .map((finding) => {
        const { before, subject, rest } = saying(finding);
        const level = finding.fails ? ('error' as const) : ('warning' as const);
        return { level, message: `${finding.severity}: ${before}${subject}${rest} (${finding.fingerprint})` };
      }),
    ...approvalNotes(comparison).map((message) => ({ level: 'warning' as const, message })),
  ];
}
