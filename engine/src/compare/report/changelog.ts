/** The report as an entry of CHANGELOG.md: what developers see, and what platform teams see, each with the worst first. */
import type { Severity } from '../finding.ts';
import type { Comparison, JudgedFinding } from '../comparison.ts';
import { type Audience, audienceOf } from './audience.ts';
import { escapeMarkdown } from './markdown.ts';
import { saying, shownClaims } from './words.ts';

const titles: Readonly<Record<Audience, string>> = {
  developers: 'For those who write claims, and read what becomes of them',
  'platform teams': 'For those who run the platform',
};

const heads: Readonly<Record<Severity, string>> = { breaking: '**Breaking**: ', risky: '**Look at this**: ', safe: '' };

/**
 * The entry in Markdown. Its version is called unreleased, so a build refuses to release it until somebody has read it and written the day. A finding
 * that is approved is told like any other: readers have not approved it.
 */
export function changelogReport({ new: now, findings }: Comparison): string {
  const groups = Object.groupBy(findings, ({ rule }) => audienceOf(rule));
  const sections = (['developers', 'platform teams'] as const).flatMap((audience) => {
    const { [audience]: found } = groups;
    return found === undefined ? [] : [`${titles[audience]}:`, found.map(bullet).join('\n')];
  });
  const none = 'Nothing changes for claims, their results, or clusters.';
  return `${[`## ${now.version} (unreleased)`, ...(sections.length === 0 ? [none] : sections)].join('\n\n')}\n`;
}

function bullet(finding: JudgedFinding): string {
  const { before, subject, rest } = saying(finding);
  const { names, more } = shownClaims(finding);
  const hits = names.length === 0 ? '' : ` (hits ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
  const [text, place, end] = [before, subject, `${rest}${hits}.`].map(escapeMarkdown);
  return `- ${heads[finding.severity]}${text}**${place}**${end}`;
}
