import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeFindings, severities } from './comparison.ts';
import { finding, type Severity } from './finding.ts';

const today = '2026-11-29';
const found = (severity: Severity, place = `Widget spec.${severity}`) =>
  finding({ id: `spec-${severity}`, severity, summary: 'Something changed.' }, { place, message: 'it changed' });
const judge = (
  old: string,
  now: string,
  kinds: readonly Severity[],
  more: { until?: string; failOn?: 'breaking' | 'risky' } = {},
) => {
  const findings = kinds.map((severity) => found(severity));
  const approvals =
    more.until === undefined
      ? []
      : findings.map(({ fingerprint }) => ({ finding: fingerprint, by: 'Ann', why: 'fine', until: more.until ?? '' }));
  return judgeFindings({
    platform: 'toys',
    old,
    now,
    findings,
    approvals,
    today,
    ...(more.failOn && { failOn: more.failOn }),
  });
};

describe('the version that findings need', () => {
  it.each<{ old: string; now: string; kinds: Severity[]; passes: boolean; needs?: string; reason: string }>([
    { old: '1.2.3', now: '1.2.4', kinds: [], passes: true, reason: 'nothing changed' },
    { old: '1.2.3', now: '1.2.3', kinds: [], passes: true, reason: 'nothing changed, and so did not the version' },
    { old: '1.2.3', now: '1.2.2', kinds: [], passes: true, reason: 'a lower version of the same is no danger' },
    {
      old: '1.2.3',
      now: '1.2.4',
      kinds: ['breaking'],
      passes: false,
      needs: '2.0.0',
      reason: 'a patch breaks nothing',
    },
    {
      old: '1.2.3',
      now: '1.3.0',
      kinds: ['breaking'],
      passes: false,
      needs: '2.0.0',
      reason: 'nor does a minor version',
    },
    { old: '1.2.3', now: '2.0.0', kinds: ['breaking'], passes: true, reason: 'a major version may break' },
    {
      old: '1.2.3',
      now: '2.0.0-main.7',
      kinds: ['breaking'],
      passes: true,
      reason: 'it is one before its release too',
    },
    { old: '1.2.3', now: '1.2.4', kinds: ['risky'], passes: false, needs: '1.3.0', reason: 'risk is no patch' },
    { old: '1.2.3', now: '1.3.0', kinds: ['risky', 'safe'], passes: true, reason: 'a minor version may add' },
    { old: '1.2.3', now: '1.2.4', kinds: ['safe'], passes: false, needs: '1.3.0', reason: 'an addition is no patch' },
    {
      old: '0.1.0',
      now: '0.1.1',
      kinds: ['breaking'],
      passes: false,
      needs: '0.2.0',
      reason: 'before 1.0.0 a minor version breaks',
    },
    { old: '0.1.0', now: '0.2.0', kinds: ['breaking'], passes: true, reason: 'before 1.0.0 a minor version breaks' },
    { old: '0.1.0', now: '0.1.1', kinds: ['safe', 'risky'], passes: true, reason: 'before 1.0.0 a patch adds' },
    { old: '0.9.0', now: '1.0.0', kinds: ['breaking'], passes: true, reason: 'the first major version may break' },
    {
      old: '1.2.3',
      now: '1.2.3',
      kinds: ['safe'],
      passes: false,
      needs: '1.3.0',
      reason: 'a published version never changes',
    },
    {
      old: '1.2.3',
      now: '1.0.0',
      kinds: ['safe'],
      passes: false,
      needs: '1.3.0',
      reason: 'a lower version has nothing new',
    },
    {
      old: '2.0.0-main.3',
      now: '2.0.0-main.4',
      kinds: ['breaking'],
      passes: true,
      reason: 'a pre-release promises nothing',
    },
    { old: '2.0.0-main.3', now: '2.0.0', kinds: ['breaking'], passes: true, reason: 'a pre-release promises nothing' },
    {
      old: '2.0.0-main.3',
      now: '2.0.0-main.3',
      kinds: ['safe'],
      passes: false,
      needs: '2.0.0-main.3',
      reason: 'nor does it change',
    },
  ])('is judged: $old → $now with $kinds, as $reason', ({ old, now, kinds, passes, needs }) => {
    const result = judge(old, now, kinds);
    expect(result.passes).toBe(passes);
    expect(result.problems).toEqual(passes ? [] : [expect.stringContaining(needs ?? '')]);
  });

  it('is named with its size in one sentence', () => {
    const { verdict, problems, needed, step } = judge('1.2.3', '1.2.4', ['breaking', 'safe']);
    expect(verdict).toBe('1.2.3 → 1.2.4 needs a major version, 2.0.0 or later: 1 breaking, 1 safe');
    expect({ problems, needed, step }).toEqual({
      problems: [verdict],
      needed: { step: 'major', version: '2.0.0' },
      step: 'patch',
    });
  });

  it('marks the findings that the version is too low for', () => {
    const fails = (now: string, failOn?: 'risky') =>
      judge('1.2.3', now, ['breaking', 'risky', 'safe'], failOn && { failOn }).findings.map((each) => each.fails);
    expect(fails('1.2.4')).toEqual([true, true, true]);
    expect(fails('1.3.0')).toEqual([true, false, false]);
    expect(fails('2.0.0')).toEqual([false, false, false]);
    expect(fails('2.0.0', 'risky')).toEqual([true, true, false]);
  });

  it('passes itself, whatever was found', () => {
    const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, fc.subarray([...severities], { minLength: 1 }), (old, kinds) => {
        const { needed } = judge(old, old, kinds);
        expect(judge(old, needed.version, kinds)).toMatchObject({ passes: true, step: needed.step, needed });
        expect(judge(old, old, kinds).passes).toBe(false);
      }),
    );
  });
});

describe('an approval', () => {
  it('takes a finding out of the count until its last day is over, but not out of the report', () => {
    const approved = judge('1.2.3', '1.2.4', ['breaking'], { until: today, failOn: 'breaking' });
    expect(approved).toMatchObject({ passes: true, expired: [], needed: { step: 'patch' } });
    expect(approved.findings).toMatchObject([{ severity: 'breaking', fails: false, approval: { by: 'Ann' } }]);
    const over = judge('1.2.3', '1.2.4', ['breaking'], { until: '2026-11-28' });
    expect(over).toMatchObject({ passes: false, expired: [{ until: '2026-11-28' }], stale: [] });
    expect(over.findings[0]).not.toHaveProperty('approval');
  });

  it('does not let two releases have one version', () => {
    expect(judge('1.2.3', '1.2.3', ['breaking'], { until: today })).toMatchObject({
      passes: false,
      problems: ['1.2.3 → 1.2.3 needs a patch version, 1.2.4 or later: 1 approved'],
    });
  });

  it.each(['2020-01-01', '2030-01-01'])('that no finding has is stale, also until %s', (until) => {
    const approval = { finding: '0123456789ab', by: 'Ann', why: 'fine', until };
    const result = judgeFindings({
      platform: 'toys',
      old: '1.0.0',
      now: '1.0.1',
      findings: [],
      approvals: [approval],
      today,
    });
    expect(result).toMatchObject({ passes: true, stale: [approval], expired: [] });
  });
});

describe('--fail-on', () => {
  it.each<{ failOn: 'breaking' | 'risky'; kinds: Severity[]; problems: string[] }>([
    { failOn: 'breaking', kinds: ['breaking'], problems: ['1 breaking, which nobody has approved'] },
    { failOn: 'breaking', kinds: ['risky', 'safe'], problems: [] },
    {
      failOn: 'risky',
      kinds: ['breaking', 'risky', 'safe'],
      problems: ['1 breaking, 1 risky, which nobody has approved'],
    },
    { failOn: 'risky', kinds: ['safe'], problems: [] },
  ])('$failOn fails with $kinds under a version that is high enough: $problems', ({ failOn, kinds, problems }) => {
    expect(judge('1.2.3', '2.0.0', kinds, { failOn }).problems).toEqual(problems);
  });
});

describe('findings', () => {
  it('come with the worst first, in one order', () => {
    const all = severities.flatMap((severity) => [found(severity, 'b'), found(severity, 'a')]);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (findings) => {
        const result = judgeFindings({ platform: 'toys', old: '1.0.0', now: '2.0.0', findings, approvals: [], today });
        expect(result.findings.map(({ severity, place }) => `${severity} ${place}`)).toEqual([
          'breaking a',
          'breaking b',
          'risky a',
          'risky b',
          'safe a',
          'safe b',
        ]);
      }),
    );
  });
});
