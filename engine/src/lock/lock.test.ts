import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { emptyLock, type Lock, lockText, type Pin, pinsOf, pinText, readLock, unresolved } from './index.ts';

const digest = `sha256:${'0a'.repeat(32)}` as const;
const sql: Pin = { name: 'provider-sql', image: 'xpkg.example.org/contrib/provider-sql', version: 'v0.13.0', digest };
const text = `# Reviewed by the platform team.

providers:
- name: provider-sql
  image: xpkg.example.org/contrib/provider-sql
  version: v0.13.0
  digest: ${digest}
functions: []
operators: []
charts: []
images: []
`;

describe('a lock', () => {
  it('has a list for every sort of dependency', () => {
    expect(readLock(text, 'planesmith.lock.yaml')).toEqual({ ...emptyLock, providers: [sql] });
  });

  it.each(['', '# nothing\n', '{}', 'providers: []\n'])('may pin nothing: %j', (empty) => {
    expect(readLock(empty, 'planesmith.lock.yaml')).toEqual(emptyLock);
  });

  it('is written as it was read, with the comments at its head', () => {
    expect(lockText(readLock(text, 'planesmith.lock.yaml'), text)).toBe(text);
  });

  it('says which API groups a provider or an operator brings, and nothing else', () => {
    const grouped = text.replace(digest, `${digest}\n  groups: [mysql.sql.example.org, postgresql.sql.example.org]`);
    const [provider] = readLock(grouped, 'planesmith.lock.yaml').providers;
    expect(provider?.groups).toEqual(['mysql.sql.example.org', 'postgresql.sql.example.org']);
    expect(lockText(readLock(grouped, 'planesmith.lock.yaml'), grouped)).toBe(grouped);
    const image = grouped.replace('providers:', 'images:').replace('images: []\n', '');
    expect(() => readLock(image, 'planesmith.lock.yaml')).toThrow('images[0].groups: a pin has no field groups');
  });

  it('takes a version of digits for what is written', () => {
    const lock = readLock(text.replace('v0.13.0', '1.10'), 'planesmith.lock.yaml');
    expect(lock.providers[0]?.version).toBe('1.10');
    expect(readLock(lockText(lock), 'planesmith.lock.yaml')).toEqual(lock);
  });

  it('gives references to what it pins', () => {
    const base: Pin = { ...sql, name: 'base', digest: unresolved };
    expect(pinsOf({ ...emptyLock, providers: [sql], base }).map(({ section, pin }) => [section, pinText(pin)])).toEqual(
      [
        ['providers', `xpkg.example.org/contrib/provider-sql:v0.13.0@${digest}`],
        ['base', 'xpkg.example.org/contrib/provider-sql:v0.13.0'],
      ],
    );
  });

  const pins = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[\w.-]{1,12}$/),
      image: fc.stringMatching(/^[a-z]{1,5}\.example(:\d{1,4})?(\/[a-z0-9]{1,6}){1,3}$/),
      version: fc.stringMatching(/^v\d{1,3}\.\d{1,3}\.\d{1,3}(-rc\.\d)?$|^\d{1,3}\.\d{1,3}$|^0\d{2}$|^\de\d{2}$/),
      digest: fc.constantFrom(digest, unresolved),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  );
  const distinct = pins.map((list) =>
    list.filter((pin, at) => list.findIndex(({ image }) => image === pin.image) === at),
  );

  it('is the same after writing and reading, and its text does not depend on the order of its pins', () => {
    const locks = fc.record({
      providers: distinct,
      functions: distinct,
      operators: distinct,
      charts: distinct,
      images: distinct,
    });
    fc.assert(
      fc.property(locks, (lock: Lock) => {
        const written = lockText(lock);
        expect(lockText(readLock(written, 'lock'))).toBe(written);
        expect(lockText({ ...lock, providers: lock.providers.toReversed() })).toBe(written);
        const names = (each: Lock) =>
          pinsOf(each)
            .map(({ pin }) => pinText(pin))
            .toSorted();
        expect(names(readLock(written, 'lock'))).toEqual(names(lock));
      }),
    );
  });

  const changed = (from: string, to: string): string => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };

  it.each([
    { reason: 'a list is unknown', yaml: 'provider: []\n', says: '1:1: provider: a lock has no field provider' },
    {
      reason: 'a field is unknown',
      yaml: changed('  digest', '  sha: x\n  digest'),
      says: '7:3: providers[0].sha: a pin has no field sha, only name, image, version, digest, groups',
    },
    { reason: 'a list is given twice', yaml: `${text}images: []\n`, says: 'twice' },
    {
      reason: 'a name is there twice',
      yaml: text.replace('functions', `- ${JSON.stringify({ ...sql, image: 'b.example/c' })}\nfunctions`),
      says: '8:3: providers[1]: the name provider-sql is there twice',
    },
    {
      reason: 'a package is there twice',
      yaml: text.replace('functions', `- ${JSON.stringify({ ...sql, name: 'sql', version: 'v2' })}\nfunctions`),
      says: 'providers[1]: sql and provider-sql pin the same xpkg.example.org/contrib/provider-sql',
    },
    {
      reason: 'a digest is cut',
      yaml: changed(digest, 'sha256:0a0a'),
      says: '7:11: providers[0].digest: "sha256:0a0a" is neither sha256: with 64 hex digits nor unresolved',
    },
    { reason: 'a digest is in capitals', yaml: changed(digest, digest.toUpperCase()), says: 'providers[0].digest' },
    {
      reason: 'a tag is in the image',
      yaml: changed('provider-sql\n  version', 'provider-sql:v1\n  version'),
      says: '5:10: providers[0].image: "xpkg.example.org/contrib/provider-sql:v1" has a tag',
    },
    {
      reason: 'a digest is in the image',
      yaml: changed('provider-sql\n  version', `provider-sql@${digest}\n  version`),
      says: 'has a digest: that belongs into the field digest',
    },
    {
      reason: 'the image has no host',
      yaml: changed('xpkg.example.org/contrib/provider-sql', 'library/postgres'),
      says: 'names no repository with its host',
    },
    { reason: 'a version is a range', yaml: changed('v0.13.0', '">=v0.13"'), says: 'is a range: pin one version' },
    { reason: 'a version has a placeholder', yaml: changed('v0.13.0', 'v0.x'), says: 'is a range: pin one version' },
    {
      reason: 'a version moves',
      yaml: changed('v0.13.0', 'latest'),
      says: '6:12: providers[0].version: "latest" moves',
    },
    { reason: 'a version is empty', yaml: changed('v0.13.0', '""'), says: 'providers[0].version: "" is no tag' },
    { reason: 'a field is absent', yaml: changed('  version: v0.13.0\n', ''), says: '4:3: providers[0] lacks version' },
    { reason: 'a field is a list', yaml: changed('v0.13.0', '[v1]'), says: 'providers[0].version is no text' },
    {
      reason: 'an API group is none',
      yaml: changed('  digest', '  groups: [SQL]\n  digest'),
      says: '7:12: providers[0].groups[0]: "SQL" is no API group',
    },
    { reason: 'a pin is a text', yaml: 'images: [postgres]\n', says: '1:10: images[0] is no pin' },
    { reason: 'a list is a map', yaml: 'images: {}\n', says: '1:9: images is no list of pins' },
    { reason: 'the base is a list', yaml: 'base: []\n', says: '1:7: base is no pin' },
    { reason: 'it is a list', yaml: '[]\n', says: '1:1: this is no lock' },
    { reason: 'there is a second document', yaml: `${text}---\nbase: {}\n`, says: 'a second document' },
    { reason: 'it is no YAML', yaml: 'images: {\n', says: 'planesmith.lock.yaml:' },
  ])('is refused at its place if $reason', ({ yaml, says }) => {
    let error: unknown;
    try {
      readLock(yaml, 'planesmith.lock.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/^planesmith\.lock\.yaml:\d+:\d+: /);
    expect((error as UserError).message).toContain(says);
  });
});
