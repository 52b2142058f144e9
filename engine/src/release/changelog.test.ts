import { describe, expect, it } from 'vitest';
import { changelogEntry, changelogProblem } from './changelog.ts';

describe('changelogEntry', () => {
  it.each([
    { heading: '## 1.2.3', reason: 'the version alone' },
    { heading: '## 1.2.3 (unreleased)', reason: 'something behind it' },
    { heading: '## [1.2.3] - 2026-01-31', reason: 'the brackets of keepachangelog.com' },
    { heading: '## v1.2.3', reason: 'a leading v' },
  ])('is what stands under $heading: $reason', ({ heading }) => {
    const text = `# Changelog\n\n## 1.2.30\n\n- no\n\n${heading}\n\n- yes\n\n### Fixed\n\n- too\n\n## 1.2.2\n\n- no\n`;
    expect(changelogEntry(text, '1.2.3')).toBe('- yes\n\n### Fixed\n\n- too');
  });

  it('is nothing where no heading names the version', () => {
    expect(changelogEntry('# Changelog\n\n## 1.2.2\n\n- 1.2.3 is next\n', '1.2.3')).toBeUndefined();
  });
});

describe('changelogProblem', () => {
  it.each([
    { changelog: '# Changelog\n\n## 1.2.3 (2026-01-31)\n\n- unreleased until today\n', problem: undefined },
    { changelog: '# Changelog\n\n## 1.2.3 (unreleased)\n', problem: 'CHANGELOG.md calls 1.2.3 unreleased' },
    { changelog: '# Changelog\n\n## [1.2.3] - Unreleased\n', problem: 'CHANGELOG.md calls 1.2.3 unreleased' },
    { changelog: '# Changelog\n\n## Unreleased\n', problem: 'CHANGELOG.md has no heading `## 1.2.3`' },
  ])('of $changelog is $problem', ({ changelog, problem }) => {
    expect(changelogProblem(changelog, '1.2.3')).toBe(problem);
  });
});
