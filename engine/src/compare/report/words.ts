/** The words in which reports in several forms say the same. */
import type { Approval } from '../approvals.ts';
import type { JudgedFinding } from '../comparison.ts';
import type { Severity } from '../finding.ts';

/** What a group of findings means for those who use the platform. */
export const meanings: Readonly<Record<Severity | 'approved', string>> = {
  breaking: 'what works today stops',
  risky: 'what works today may stop, so somebody must look',
  safe: 'nothing that exists notices',
  approved: 'somebody has looked, and accepts it',
};

/** The findings of one heading. */
export interface Group {
  readonly title: keyof typeof meanings;
  readonly findings: readonly JudgedFinding[];
}

/** The findings in groups without empty ones: the worst first, and the approved ones last. */
export function groupsOf(findings: readonly JudgedFinding[]): readonly Group[] {
  const groups = Object.groupBy(findings, ({ severity, approval }) => (approval === undefined ? severity : 'approved'));
  return (['breaking', 'risky', 'safe', 'approved'] as const).flatMap((title) => {
    const { [title]: found } = groups;
    return found === undefined ? [] : [{ title, findings: found }];
  });
}

/** What a finding says, without a full stop: its place, and what stands around it. */
export function saying({ place, message }: Pick<JudgedFinding, 'place' | 'message'>): {
  readonly before: string;
  readonly subject: string;
  readonly rest: string;
} {
  const text = message.replace(/\.$/, '');
  // Many a sentence names the place itself.
  const start = text.toLowerCase().indexOf(place.toLowerCase());
  const end = start + place.length;
  const isNamed = start >= 0 && !/^[\w.[-]/.test(text.slice(end));
  return isNamed
    ? { before: text.slice(0, start), subject: text.slice(start, end), rest: text.slice(end) }
    : { before: '', subject: place, rest: `: ${text}` };
}

/** How many claims a line names. */
const mostClaims = 5;

/** The first of the claims that a finding hits, and how many others there are. */
export function shownClaims({ claims }: JudgedFinding): { readonly names: readonly string[]; readonly more: number } {
  const names = claims.slice(0, claims.length > mostClaims ? mostClaims - 1 : mostClaims);
  return { names, more: claims.length - names.length };
}

/** What follows from a finding, one sentence for each rule, with the targets where it follows: all of them say the same. */
export function consequencesOf({ consequences = [] }: JudgedFinding): readonly Consequence[] {
  const rules = Map.groupBy(consequences, ({ rule }) => rule);
  return [...rules].map(([rule, [first, ...others]]) => {
    const places = [first, ...others].flatMap((each) => each?.place.split(' on ').slice(1).join(' on ') ?? []);
    return { rule, text: `on ${[...new Set(places)].toSorted().join(', ')}: ${first?.message ?? ''}` };
  });
}

/** What follows from a finding by a rule of the behaviour. */
export interface Consequence {
  readonly rule: string;
  readonly text: string;
}

/** Who accepts a finding, until when, and why. */
export function approvalText({ by, until, why }: Approval): string {
  return `approved by ${by} until ${until}: ${why}`;
}

/** What is to be done about approvals that do not count, one sentence each. */
export function approvalNotes({
  expired,
  stale,
}: {
  readonly expired: readonly Approval[];
  readonly stale: readonly Approval[];
}): readonly string[] {
  return [
    ...expired.map(({ finding, by, until }) => `the approval of ${finding} by ${by} ended with ${until}: look again`),
    ...stale.map(({ finding, by }) => `the approval of ${finding} by ${by} fits no finding: remove it`),
  ];
}
