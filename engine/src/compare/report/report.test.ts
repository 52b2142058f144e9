import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../approvals.ts';
import { type Compared, judgeFindings } from '../comparison.ts';
import { finding, type Severity } from '../finding.ts';
import { annotationsOf } from './annotations.ts';
import { escapeXml, junitReport } from './junit.ts';
import { escapeMarkdown, markdownReport } from './markdown.ts';
import { comparisonSchema } from './schema.ts';
import { rulesText, textReport } from './text.ts';

const found = (severity: Severity, place: string, message: string, claims: readonly string[] = []) =>
  finding({ id: `rule-${severity}`, severity, summary: 'Something changed.' }, { place, message, claims });
const breaking = found('breaking', 'Widget spec.size', 'the value "large" is gone', ['team-a/big']);
const risky = found('risky', 'Widget spec.teeth', 'the default is 12, and was 10', [
  'a/a',
  'b/b',
  'c/c',
  'd/d',
  'e/e',
  'f/f',
]);
const safe = found('safe', 'Widget spec.colour', 'the field is new');
const approvalOf = ({ fingerprint }: { fingerprint: string }, until = '2027-01-31'): Approval => {
  return { finding: fingerprint, by: 'Ann', why: 'looked at', until };
};

const compare = (changes: Partial<Compared> = {}) =>
  judgeFindings({
    platform: 'toys',
    old: '1.2.3',
    now: '1.2.4',
    findings: [safe, risky, breaking],
    approvals: [approvalOf(risky)],
    today: '2026-11-29',
    ...changes,
  });

describe('the report as text', () => {
  it('has the verdict first, then each finding on a line, with the approved ones last', () => {
    expect(textReport(compare())).toEqual([
      'toys 1.2.3 → 1.2.4 needs a major version, 2.0.0 or later: 1 breaking, 1 safe, 1 approved',
      '',
      'breaking',
      `  ${breaking.fingerprint} Widget spec.size: the value "large" is gone; hits team-a/big (rule-breaking)`,
      '',
      'safe',
      `  ${safe.fingerprint} Widget spec.colour: the field is new (rule-safe)`,
      '',
      'approved',
      `  ${risky.fingerprint} Widget spec.teeth: the default is 12, and was 10; hits a/a, b/b, c/c, d/d and 2 more; approved by Ann until 2027-01-31: looked at (rule-risky)`,
    ]);
  });

  it.each([
    {
      message: 'Environment aws.region is new.',
      line: 'Environment aws.region is new',
      bold: '**Environment aws.region** is new',
    },
    {
      message: 'The default of environment aws.region is x',
      line: 'The default of environment aws.region is x',
      bold: 'The default of **environment aws.region** is x',
    },
    {
      message: 'environment aws.regions has none',
      line: 'environment aws.region: environment aws.regions has none',
      bold: '**environment aws.region**: environment aws.regions has none',
    },
  ])('names a place once if the sentence names it: $message', ({ message, line, bold }) => {
    const named = found('safe', 'environment aws.region', message);
    const [, , , shown] = textReport(compare({ findings: [named], approvals: [] }));
    expect(shown).toBe(`  ${named.fingerprint} ${line} (rule-safe)`);
    expect(markdownReport(compare({ findings: [named] }))).toContain(`- ${bold} <sub>`);
  });

  it('is one line without findings', () => {
    expect(textReport(compare({ findings: [], approvals: [] }))).toEqual(['toys 1.2.3 → 1.2.4: nothing changed']);
  });

  it('says why it fails in spite of the version', () => {
    expect(textReport(compare({ now: '2.0.0', failOn: 'breaking' })).slice(0, 2)).toEqual([
      'toys 1.2.3 → 2.0.0: 1 breaking, 1 safe, 1 approved; the version says so',
      '1 breaking, which nobody has approved',
    ]);
  });

  it('lists rules in columns', () => {
    const rules = [
      { id: 'a', severity: 'breaking', summary: 'One.' },
      { id: 'longer', severity: 'safe', summary: 'Two.' },
    ] as const;
    expect(rulesText(rules)).toEqual(['a       breaking  One.', 'longer  safe      Two.']);
  });
});

describe('the report as data', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(comparisonSchema);

  it.each([
    { reason: 'findings of every kind', changes: {} },
    { reason: 'no finding', changes: { findings: [] } },
    {
      reason: 'approvals that do not count',
      changes: { approvals: [approvalOf(risky, '2026-01-01'), approvalOf({ fingerprint: '0123456789ab' })] },
    },
    { reason: 'a pre-release', changes: { old: '1.2.3-main.1', now: '1.2.3-main.2' } },
  ])('fits its schema with $reason', ({ changes }) => {
    validate(JSON.parse(JSON.stringify(compare(changes))));
    expect(validate.errors).toBeNull();
  });

  it.each([
    { reason: 'a field is unknown', change: { extra: 1 } },
    { reason: 'a step is unknown', change: { step: 'huge' } },
    { reason: 'a finding lacks its rule', change: { findings: [{ ...breaking, fails: true, rule: undefined }] } },
    { reason: 'a fingerprint is cut', change: { findings: [{ ...breaking, fails: true, fingerprint: '3f2a' }] } },
  ])('does not fit its schema if $reason', ({ change }) => {
    expect(validate(JSON.parse(JSON.stringify({ ...compare(), ...change })))).toBe(false);
  });
});

describe('the report as Markdown', () => {
  it('says what to do, shows what needs a look, and folds away the rest', () => {
    const text = markdownReport(compare());
    expect(text).toMatch(/^## ❌ toys 1\.2\.3 → 1\.2\.4 needs a major version, 2\.0\.0 or later: 1 breaking/);
    expect(text).toContain('set the version to 2.0.0 or later, take the changes back, or approve the findings');
    expect(text).toMatch(
      /### Breaking: .*\n\n- \*\*Widget spec\.size\*\*: the value "large" is gone; hits <code>team-a\/big<\/code>/,
    );
    expect(text).toMatch(/<details><summary>Safe: .* \(1\)<\/summary>\n\n- /);
    expect(text).toMatch(/<details><summary>Approved: .*<\/summary>\n\n.*approved by Ann until 2027-01-31: looked at/);
    expect(text).toContain(`- finding: '${breaking.fingerprint}'\n  by:`);
    expect(markdownReport(compare({ now: '2.0.0' }))).toMatch(/^## ✅ /);
  });

  const wild = fc.string({
    unit: fc.constantFrom(
      ...'<>&@`*_[]()|~$!#\\ab\n\r\u001b\ud800😀',
      '](http://x)',
      'www.x.org ',
      '<img src=x>',
      '</details>',
    ),
  });
  it('lets no text of others format, link or call anybody', () => {
    const shape = (text: string) => (marked.parse(text, { async: false }).match(/<\/?[a-z]\w*/g) ?? []).join(' ');
    const report = (text: string) =>
      markdownReport(compare({ platform: text, findings: [found('breaking', text, text, [text])], approvals: [] }));
    fc.assert(
      fc.property(wild, (text) => {
        expect(shape(report(`a${text}a`))).toBe(shape(report('aa')));
        expect(escapeMarkdown(text)).not.toMatch(/@(?!&#8203;)|[\n\r\u001b]/);
      }),
    );
  });

  it('is never longer than a comment may be, and says what it leaves out', () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      found('breaking', `Widget spec.field${at}`, 'x'.repeat(at), ['a/b']),
    );
    const approvals = Array.from({ length: 500 }, (_, at) => {
      return { ...approvalOf({ fingerprint: String(at).padStart(12, '0') }), by: 'b'.repeat(5000) };
    });
    const text = markdownReport(compare({ findings: many, approvals }));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/… and \d+ more, which `planesmith compare` prints/);
    expect(text).toContain('… and 490 more approvals to remove');
  });
});

describe('the report as JUnit XML', () => {
  it('has a test for the version, one for each finding, and counts them', () => {
    expect(junitReport(compare())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite name="planesmith compare: toys 1.2.3 → 1.2.4" tests="4" failures="3" errors="0" skipped="1">
<testcase classname="version" name="1.2.3 → 1.2.4 needs a major version, 2.0.0 or later: 1 breaking, 1 safe, 1 approved">
<failure type="version" message="1.2.3 → 1.2.4 needs a major version, 2.0.0 or later: 1 breaking, 1 safe, 1 approved"/>
</testcase>
<testcase classname="rule-breaking" name="Widget spec.size (${breaking.fingerprint})">
<failure type="breaking" message="the value &#34;large&#34; is gone"/>
<system-out>breaking: the value &#34;large&#34; is gone&#10;hits team-a/big</system-out>
</testcase>
<testcase classname="rule-risky" name="Widget spec.teeth (${risky.fingerprint})">
<skipped message="approved by Ann until 2027-01-31: looked at"/>
<system-out>risky: the default is 12, and was 10${['a/a', 'b/b', 'c/c', 'd/d', 'e/e', 'f/f'].map((claim) => `&#10;hits ${claim}`).join('')}</system-out>
</testcase>
<testcase classname="rule-safe" name="Widget spec.colour (${safe.fingerprint})">
<failure type="safe" message="the field is new"/>
<system-out>safe: the field is new</system-out>
</testcase>
</testsuite>
</testsuites>
`);
  });

  it('escapes each character that XML has a meaning for, or no form', () => {
    expect(escapeXml(`<a b="c" d='e'>&\t\n\r\0\u001b\u0085\ud800\uffff😀`)).toBe(
      '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;&#9;&#10;&#13;\\u0000\\u001b\\u0085�\\uffff😀',
    );
    const wild = fc.string({ unit: 'binary' });
    // https://www.w3.org/TR/xml/#charsets, without what has a meaning.
    const harmless = /^(?:[ !#-%(-;=?-~\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|&#\d+;)*$/u;
    fc.assert(fc.property(wild, (text) => harmless.test(escapeXml(text))));
  });
});

describe('annotations', () => {
  it('are errors for what fails, warnings for what needs a look, and none for the rest', () => {
    const levels = (changes: Partial<Compared>) =>
      annotationsOf(compare(changes)).map(({ level, message }) => `${level} ${message}`);
    expect(levels({})).toEqual([
      'error 1.2.3 → 1.2.4 needs a major version, 2.0.0 or later: 1 breaking, 1 safe, 1 approved',
      `error breaking: Widget spec.size: the value "large" is gone (${breaking.fingerprint})`,
      `error safe: Widget spec.colour: the field is new (${safe.fingerprint})`,
    ]);
    expect(
      levels({
        now: '2.0.0',
        approvals: [approvalOf(risky, '2026-01-01'), approvalOf({ fingerprint: '0123456789ab' })],
      }),
    ).toEqual([
      `warning breaking: Widget spec.size: the value "large" is gone (${breaking.fingerprint})`,
      `warning risky: Widget spec.teeth: the default is 12, and was 10 (${risky.fingerprint})`,
      `warning the approval of ${risky.fingerprint} by Ann ended with 2026-01-01: look again`,
      'warning the approval of 0123456789ab by Ann fits no finding: remove it',
    ]);
  });
});
