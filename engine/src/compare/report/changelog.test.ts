import { describe, expect, it } from 'vitest';
import { judgeFindings } from '../comparison.ts';
import { type Finding, finding, type Severity } from '../finding.ts';
import { changelogEntry, changelogProblem } from '../../release/changelog.ts';
import { audienceOf, ruleIds } from './audience.ts';
import { changelogReport } from './changelog.ts';

const found = (id: string, severity: Severity, place: string, message: string, claims: readonly string[] = []) =>
  finding({ id, severity, summary: 'S.' }, { place, message, claims });
const entryOf = (findings: readonly Finding[]) =>
  changelogReport(
    judgeFindings({ platform: 'toys', old: '1.2.3', now: '2.0.0', findings, approvals: [], today: '2027-01-31' }),
  );

describe('an entry of the changelog', () => {
  const entry = entryOf([
    found('right-added', 'risky', 'target cloud', 'the target cloud now needs the right x: look at it.'),
    found('spec-field-added', 'safe', 'Widget spec.colour', 'Widget spec.colour is new: nothing notices.'),
    found('spec-value-removed', 'breaking', 'Widget spec.size', 'Widget spec.size no longer has "a": refused.', [
      'a/b',
    ]),
  ]);

  it('tells each audience what it sees, the worst first', () => {
    expect(entry).toBe(`## 2.0.0 (unreleased)

For those who write claims, and read what becomes of them:

- **Breaking**: **Widget spec.size** no longer has "a": refused (hits a/b).
- **Widget spec.colour** is new: nothing notices.

For those who run the platform:

- **Look at this**: the **target cloud** now needs the right x: look at it.
`);
  });

  it('is read as that of its version, which cannot be released before somebody has dated it', () => {
    expect(changelogEntry(`# Changelog\n\n${entry}\n## 1.2.3\n`, '2.0.0')).toContain('Widget spec.colour');
    expect(changelogProblem(entry, '2.0.0')).toMatch(/unreleased/);
    expect(changelogProblem(entry.replace('unreleased', '2027-01-31'), '2.0.0')).toBeUndefined();
  });

  it('says so if nothing changes', () => {
    expect(entryOf([])).toBe(`## 2.0.0 (unreleased)\n\nNothing changes for claims, their results, or clusters.\n`);
  });

  it('lets no text of others make a heading or a list', () => {
    const wild = entryOf([found('spec-field-added', 'safe', 'Widget', 'x\n## 9.9.9\n- y [z](http://a) <img>')]);
    expect(wild.match(/^(#|-)/gm)).toEqual(['#', '-']);
    expect(wild).not.toMatch(/<img|[^\\]\]\(|:\/\//);
  });

  it.each(ruleIds)('has a place for %s', (rule) => {
    expect(['developers', 'platform teams']).toContain(audienceOf(rule));
  });
});
