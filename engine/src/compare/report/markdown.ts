/** The report as the comment of a pull request: verdict, what to do, and the findings, the worst first. */
import type { Comparison, JudgedFinding } from '../comparison.ts';
import { approvalNotes, approvalText, groupsOf, meanings, saying, shownClaims } from './words.ts';

/** GitHub takes comments of 65,536 characters; the rest of the report is far shorter than what is left. */
const mostCharacters = 50_000;
/** Nobody reads a longer sentence in a list. */
const longestMessage = 500;
/** How many approvals that do not count are named. */
const mostNotes = 10;

/** A comment of less than 65,536 characters, in which names and texts of others neither format, nor link, nor call anybody. */
export function markdownReport(comparison: Comparison): string {
  const { platform, verdict, problems, findings, passes } = comparison;
  const { sections, shown } = findingSections(findings, 'planesmith compare');
  const open = shown.filter(({ approval, severity }) => approval === undefined && severity !== 'safe');
  return joined([
    headingOf(passes, `${platform} ${verdict}`),
    ...problems.filter((problem) => problem !== verdict).map((problem) => `**${escapeMarkdown(problem)}**`),
    ...(passes ? [] : [whatToDo(comparison)]),
    ...sections,
    ...notesText(approvalNotes(comparison)),
    ...(open.length > 0 ? [howToApprove(open)] : []),
  ]);
}

/** The heading of a comment: whether all is well, and the verdict. */
export function headingOf(passes: boolean, verdict: string): string {
  return `## ${passes ? '✅' : '❌'} ${escapeMarkdown(verdict)}`;
}

/** The sections as one comment. */
export function joined(sections: readonly string[]): string {
  return `${sections.join('\n\n')}\n`;
}

/** A section for each severity, and the findings for which there is room; `command` prints the others. */
export function findingSections(
  findings: readonly JudgedFinding[],
  command: string,
): { readonly sections: readonly string[]; readonly shown: readonly JudgedFinding[] } {
  const shown = firstOf(findings);
  const hidden = findings.length - shown.length;
  const sections = [
    ...groupsOf(shown).map(({ title, findings: found }) => groupText(title, found.map(lineOf))),
    ...(hidden > 0 ? [`… and ${hidden} more, which \`${command}\` prints.`] : []),
  ];
  return { sections, shown };
}

function whatToDo({ needed, verdict, problems }: Comparison): string {
  const isLow = problems.includes(verdict);
  const raise = needed.step === 'pre-release' ? 'raise the version' : `set the version to ${needed.version} or later`;
  const ways = [...(isLow ? [raise] : []), 'take the changes back', 'approve the findings in `approvals.yaml`'];
  return `To go on, ${ways.slice(0, -1).join(', ')}, or ${ways.at(-1)}.`;
}

/** The findings that nobody must act on are folded away. */
function groupText(title: keyof typeof meanings, lines: readonly string[]): string {
  const list = lines.join('\n');
  const heading = `${title[0]?.toUpperCase()}${title.slice(1)}: ${meanings[title]}`;
  if (title === 'breaking' || title === 'risky') return `### ${heading}\n\n${list}`;
  return folded(`${heading} (${lines.length})`, list);
}

/** A finding as an item of a list. */
export function lineOf(finding: JudgedFinding): string {
  const { fingerprint, rule, approval } = finding;
  const { before, subject, rest } = saying(finding);
  const { names, more } = shownClaims(finding);
  const hits = names.length === 0 ? [] : [`hits ${names.map(code).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
  const accepted = approval === undefined ? [] : [escapeMarkdown(clipped(approvalText(approval)))];
  const parts = [escapeMarkdown(clipped(rest)), ...hits, ...accepted];
  return `- ${escapeMarkdown(clipped(before))}**${escapeMarkdown(subject)}**${parts.join('; ')} <sub>${code(fingerprint)} ${code(rule)}</sub>`;
}

function notesText(notes: readonly string[]): readonly string[] {
  if (notes.length === 0) return [];
  const lines = notes.slice(0, mostNotes).map((note) => `- ${escapeMarkdown(clipped(note))}`);
  const more = notes.length - lines.length;
  return [[...lines, ...(more > 0 ? [`- … and ${more} more approvals to remove`] : [])].join('\n')];
}

function clipped(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

function howToApprove(open: readonly JudgedFinding[]): string {
  const entries = open.map(({ fingerprint }) => `- finding: '${fingerprint}'\n  by:\n  why:\n  until:`);
  return folded(
    'How to approve',
    `Fill in what is right in \`approvals.yaml\`:\n\n\`\`\`yaml\n${entries.join('\n')}\n\`\`\``,
  );
}

/** A text that is shown once somebody asks for it. */
export function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/** As many findings as a comment has room for, of the first ones. */
function firstOf(findings: readonly JudgedFinding[]): readonly JudgedFinding[] {
  // What `howToApprove` says of each of them.
  const perEntry = 60;
  let room = mostCharacters;
  return findings.filter((each) => (room -= lineOf(each).length + perEntry) > 0);
}

/** The text on one line, without any meaning to Markdown or HTML, and without a mention: GitHub would call the person. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replaceAll(/[\\`*_[\]|~$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;')
    .replaceAll('://', ':&#47;/')
    .replaceAll(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`);
}

/** A name that is set as code, in which Markdown has no meaning. */
function code(text: string): string {
  return `<code>${escapeMarkdown(text)}</code>`;
}

function plain(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ');
}
