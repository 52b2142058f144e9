import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { emptyLock, type Pin } from '../lock/index.ts';
import { bumpedIn } from './source.ts';
import { lockedAt } from './write.ts';

const pin = (name: string, version: string): Pin => ({
  name,
  image: `registry.example.org/${name}`,
  version,
  digest: 'unresolved',
});
const lock = { ...emptyLock, providers: [pin('provider-toy', 'v1.2.3')], operators: [pin('toys', '0.9.0')] };
const digest = `sha256:${'a'.repeat(64)}` as const;

describe('what is to be bumped', () => {
  it.for([
    { argument: 'provider-toy@v1.3.0', version: 'v1.3.0', isDowngrade: false, reason: 'a later version' },
    { argument: 'provider-toy@1.3.0', version: 'v1.3.0', isDowngrade: false, reason: 'tags of the lock have a v' },
    { argument: 'toys@v0.9.1', version: '0.9.1', isDowngrade: false, reason: 'tags of the lock have none' },
    { argument: 'toys@0.8.9', version: '0.8.9', isDowngrade: true, reason: 'a downgrade is allowed, and said' },
    { argument: 'provider-toy@v1.2.3-rc.1', version: 'v1.2.3-rc.1', isDowngrade: true, reason: 'before its release' },
  ])('$argument is $version: $reason', ({ argument, version, isDowngrade }) => {
    expect(bumpedIn(lock, argument)).toMatchObject({ version, isDowngrade });
  });

  it.for([
    { argument: 'provider-toy', says: /is no source with a version/, reason: 'no version' },
    { argument: '@v1.3.0', says: /is no source with a version/, reason: 'no name' },
    { argument: 'provider-toys@v1.3.0', says: /has no provider or operator provider-toys/, reason: 'another name' },
    { argument: 'provider-toy@v1.2.3', says: /has the version v1\.2\.3 already/, reason: 'the same version' },
    { argument: 'provider-toy@1.2.3', says: /has the version v1\.2\.3 already/, reason: 'the same in another form' },
    {
      argument: 'provider-toy@latest',
      says: /the version latest of provider-toy on the command line is no/,
      reason: 'a pointer',
    },
  ])('refuses $argument: $reason', ({ argument, says }) => {
    expect(() => bumpedIn(lock, argument)).toThrow(UserError);
    expect(() => bumpedIn(lock, argument)).toThrow(says);
  });

  it('names what the lock has if the name is unknown', () => {
    expect(() => bumpedIn(lock, 'x@1.0.0')).toThrow(
      expect.objectContaining({ hint: 'name one of provider-toy, toys' }),
    );
  });

  it('becomes the version and the digest of its pin, and of no other', () => {
    const next = lockedAt(lock, bumpedIn(lock, 'toys@1.0.0'), digest);
    expect(next).toEqual({ ...lock, operators: [{ ...pin('toys', '1.0.0'), digest }] });
    expect(lockedAt(lock, bumpedIn(lock, 'toys@1.0.0'), undefined).operators).toEqual([pin('toys', '1.0.0')]);
  });

  it.for([
    {
      reason: 'it had the version of its operator',
      version: 'v0.9.0',
      becomes: 'v1.0.0',
      says: 'the chart toys goes from v0.9.0 to v1.0.0, as it had the version of its operator',
    },
    {
      reason: 'it counts for itself',
      version: '0.2.1',
      becomes: '0.2.1',
      says: 'the chart toys stays at 0.2.1, since it counts for itself: say with --chart which one installs 1.0.0',
    },
    {
      reason: 'its version is given',
      version: '0.2.1',
      given: 'v0.3.0',
      becomes: '0.3.0',
      says: 'the chart toys goes from 0.2.1 to 0.3.0',
    },
    {
      reason: 'another version is given than that of its operator',
      version: '0.9.0',
      given: '0.9.1',
      becomes: '0.9.1',
      says: 'the chart toys goes from 0.9.0 to 0.9.1',
    },
  ])('moves the chart of an operator, or says that it stays: $reason', ({ version, given, becomes, says }) => {
    const [other, chart] = [pin('other', '0.9.0'), { ...pin('toys', version), digest }];
    const charted = { ...lock, charts: [other, chart] };
    const bumped = bumpedIn(charted, 'toys@1.0.0', given);
    expect(bumped.chart?.says).toBe(says);
    const moved = becomes === version ? chart : pin('toys', becomes);
    expect(lockedAt(charted, bumped, undefined).charts).toEqual([other, moved]);
  });

  it.for([
    { argument: 'toys@1.0.0', says: /has no chart toys$/, hint: /^add it to charts/, reason: 'the lock has none' },
    {
      argument: 'provider-toy@v1.3.0',
      says: /has no chart provider-toy$/,
      hint: /a provider has none/,
      reason: 'none',
    },
  ])('refuses a version of a chart that is not there: $argument', ({ argument, says, hint }) => {
    expect(() => bumpedIn(lock, argument, '1.0.0')).toThrow(says);
    expect(() => bumpedIn(lock, argument, '1.0.0')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(hint) }),
    );
  });

  it('refuses a version of a chart that is none', () => {
    const charted = { ...lock, charts: [pin('toys', '0.1.0')] };
    expect(() => bumpedIn(charted, 'toys@1.0.0', 'latest')).toThrow(
      'the version latest of the chart toys on the command line is no semantic version',
    );
  });
});
