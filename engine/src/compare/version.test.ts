import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { after, compareVersions, hasReached, stepAfter, stepBetween } from './version.ts';

describe('versions', () => {
  // The order of https://semver.org, clause 11, and one more of each kind.
  const ascending = [
    '0.1.0-main.2',
    '0.1.0-main.10',
    '0.1.0',
    '0.9.0',
    '0.10.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '9007199254740993.0.0',
  ];
  it('are in the order of semantic versioning', () => {
    expect(ascending.toReversed().toSorted(compareVersions)).toEqual(ascending);
    expect(compareVersions('1.0.0+b', '1.0.0+a')).toBe(0);
  });

  it.each([
    { old: '1.2.3', now: '2.0.0', step: 'major' },
    { old: '1.2.3', now: '1.3.0', step: 'minor' },
    { old: '1.2.3', now: '1.2.4', step: 'patch' },
    { old: '1.2.3', now: '1.3.0-main.4', step: 'minor' },
    { old: '1.3.0-main.4', now: '1.3.0-main.5', step: 'pre-release' },
    { old: '1.3.0-main.4', now: '1.3.0', step: 'pre-release' },
    { old: '1.2.3', now: '1.2.3', step: 'none' },
    { old: '1.2.3', now: '1.2.3-rc.1', step: 'none' },
    { old: '1.2.3', now: '1.1.9', step: 'none' },
  ])('have a $step step from $old to $now', ({ old, now, step }) => {
    expect(stepBetween(old, now)).toBe(step);
  });

  it.each([
    { from: '1.2.3', step: 'major', to: '2.0.0', size: 'major' },
    { from: '1.2.3', step: 'minor', to: '1.3.0', size: 'minor' },
    { from: '1.2.3', step: 'patch', to: '1.2.4', size: 'patch' },
    { from: '0.1.5', step: 'major', to: '0.2.0', size: 'minor' },
    { from: '0.1.5', step: 'minor', to: '0.1.6', size: 'patch' },
    { from: '0.1.5', step: 'patch', to: '0.1.6', size: 'patch' },
  ] as const)('go from $from by a $step step to $to', ({ from, step, to, size }) => {
    expect(after(from, step)).toBe(to);
    expect(stepAfter(from, step)).toBe(size);
  });

  it('are reached by their pre-releases', () => {
    expect(hasReached('2.0.0-main.3', '2.0.0')).toBe(true);
    expect(hasReached('1.9.9', '2.0.0')).toBe(false);
  });

  it('that follow one are higher than it, and reached by themselves', () => {
    const part = fc.nat();
    fc.assert(
      fc.property(part, part, part, fc.constantFrom('patch', 'minor', 'major'), (major, minor, patch, step) => {
        const version = `${major}.${minor}.${patch}`;
        const next = after(version, step);
        expect(compareVersions(next, version)).toBe(1);
        expect(compareVersions(version, next)).toBe(-1);
        expect(stepBetween(version, next)).toBe(stepAfter(version, step));
        expect(hasReached(next, next)).toBe(true);
      }),
    );
  });

  it.each(['1.2', 'v1.2.3', '1.2.3-', 'latest', ''])('are not such as %j', (text) => {
    expect(() => compareVersions('1.0.0', text)).toThrow(UserError);
  });
});
