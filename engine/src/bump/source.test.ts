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
});
