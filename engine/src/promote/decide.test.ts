/** The decision about a promotion: each fact that is not as promotion.yaml asks refuses it, and by its own proof. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Found } from './decide.ts';

const checksums = `sha256:${'c'.repeat(64)}`;
const evidence = {
  cluster: 'dev',
  version: '0.2.0',
  from: '0.1.0',
  what: 'promotion',
  at: '2026-01-01T00:00:00.000Z',
  checksums,
  proofs: [],
} as const;
const smoke = {
  cluster: 'dev',
  version: '0.2.0',
  at: '2026-01-01T01:00:00.000Z',
  passed: true,
  claims: [
    { kind: 'Fence', result: 'passed' as const, says: 'Ready' },
    { kind: 'Gate', result: 'skipped' as const, says: 'not on this target' },
  ],
};
const before = { name: 'dev', version: '0.2.0', evidence: { ...evidence, proofs: [] }, smoke };
const good: Found = {
  cluster: 'prod',
  current: '0.1.0',
  version: '0.2.0',
  objectives: {
    key: 'release.pub',
    minimumAge: '24h',
    minimumAgeMs: 86_400_000,
    smoke: true,
    alerts: { source: 'alerts.json', match: {}, allowed: 1, timeoutSeconds: 1 },
  },
  now: new Date('2026-01-02T00:00:00Z'),
  before,
  ranHere: undefined,
  checksums,
  unsigned: [],
  untested: [],
  alerts: { names: ['DiskFull'] },
};
const back = { ...evidence, cluster: 'prod', version: '0.0.9', proofs: [] };
const refusals = (found: Found) => decide(found).proofs.filter(({ verdict }) => verdict === 'refused');

describe('a promotion', () => {
  it('is allowed if every proof is met', () => {
    const { what, proofs } = decide(good);
    expect(what).toBe('promotion');
    expect(proofs.map(({ proof, verdict }) => `${proof} ${verdict}`)).toEqual(
      ['published', 'signature', 'tests', 'before', 'age', 'smoke', 'alerts'].map((proof) => `${proof} met`),
    );
  });

  const cases: readonly { reason: string; change: Partial<Found>; proof: string; says: RegExp }[] = [
    {
      reason: 'no signature',
      change: { unsigned: ['acme has no signature'] },
      proof: 'signature',
      says: /acme has no/,
    },
    { reason: 'no tests', change: { untested: ['acme has no attestation'] }, proof: 'tests', says: /no attestation/ },
    {
      reason: 'SHA256SUMS was edited along with a file',
      change: { checksums: 'sha256:other' },
      proof: 'published',
      says: /0\.2\.0 is not what dev got/,
    },
    {
      reason: 'the cluster before has another version now',
      change: { before: { ...before, version: '0.1.0' } },
      proof: 'before',
      says: /dev has 0\.1\.0, not 0\.2\.0/,
    },
    {
      reason: 'its pointer was moved by hand',
      change: { before: { ...before, evidence: undefined } },
      proof: 'before',
      says: /nothing says since when/,
    },
    {
      reason: 'one millisecond too young',
      change: { now: new Date('2026-01-01T23:59:59.999Z') },
      proof: 'age',
      says: /for 23h, less than 24h/,
    },
    {
      reason: 'a wrong clock',
      change: { now: new Date('2025-12-31T00:00:00Z'), objectives: { ...good.objectives, smoke: false } },
      proof: 'age',
      says: /in the future/,
    },
    {
      reason: 'a clock that was moved forward',
      change: { alerts: { names: [], clock: new Date('2026-01-01T23:54:59Z') } },
      proof: 'age',
      says: /here it is 2026-01-02T00:00:00\.000Z, and for alerts\.json it is 2026-01-01T23:54:59\.000Z/,
    },
    { reason: 'no smoke', change: { before: { ...before, smoke: undefined } }, proof: 'smoke', says: /no smoke claim/ },
    {
      reason: 'smoke of the version before',
      change: { before: { ...before, smoke: { ...smoke, version: '0.1.0' } } },
      proof: 'smoke',
      says: /made by 0\.1\.0, not 0\.2\.0/,
    },
    {
      reason: 'smoke of another cluster',
      change: { before: { ...before, smoke: { ...smoke, cluster: 'stage' } } },
      proof: 'smoke',
      says: /is from stage/,
    },
    {
      reason: 'smoke of an earlier time with the same version',
      change: { before: { ...before, smoke: { ...smoke, at: '2025-12-31T00:00:00.000Z' } } },
      proof: 'smoke',
      says: /before it got 0\.2\.0/,
    },
    {
      reason: 'smoke of tomorrow',
      change: { before: { ...before, smoke: { ...smoke, at: '2026-01-03T00:00:00.000Z' } } },
      proof: 'smoke',
      says: /in the future/,
    },
    {
      reason: 'a claim that failed, whatever the sum says',
      change: {
        before: { ...before, smoke: { ...smoke, claims: [{ kind: 'Gate', result: 'failed', says: 'not Ready' }] } },
      },
      proof: 'smoke',
      says: /smoke claims failed in dev: Gate/,
    },
    {
      reason: 'a sum that failed, whatever the claims say',
      change: { before: { ...before, smoke: { ...smoke, passed: false } } },
      proof: 'smoke',
      says: /smoke claims failed in dev$/,
    },
    {
      reason: 'nothing was tried',
      change: { before: { ...before, smoke: { ...smoke, claims: smoke.claims.slice(1) } } },
      proof: 'smoke',
      says: /no smoke claim passed/,
    },
    {
      reason: 'too many alerts',
      change: { alerts: { names: ['A', 'B'] } },
      proof: 'alerts',
      says: /more than the 1.*A, B/,
    },
    {
      reason: 'an alert source that does not answer',
      change: { alerts: { problem: 'http://alerts does not answer within 1 s' } },
      proof: 'alerts',
      says: /does not answer/,
    },
  ];
  it.each(cases)('is refused for $reason', ({ change, proof, says }) => {
    const found = refusals({ ...good, ...change });
    expect(found).toEqual([
      { proof, verdict: 'refused', says: expect.stringMatching(says), remedy: expect.any(String) },
    ]);
  });

  it('is allowed if the clock of the source of alerts differs by minutes', () => {
    expect(refusals({ ...good, alerts: { names: [], clock: new Date('2026-01-01T23:55:01Z') } })).toEqual([]);
  });

  it('says all refusals at once', () => {
    const all = { ...good, unsigned: ['x'], untested: ['y'], alerts: { problem: 'z' }, now: new Date(0) };
    expect(refusals(all).map(({ proof }) => proof)).toEqual(['signature', 'tests', 'age', 'smoke', 'alerts']);
  });

  it('to the first cluster has no cluster before it, and still needs signatures, tests and quiet', () => {
    const first = { ...good, before: undefined };
    expect(refusals(first)).toEqual([]);
    const proofs = decide(first).proofs.filter(({ verdict }) => verdict === 'waived');
    expect(proofs.map(({ proof }) => proof)).toEqual(['before', 'age', 'smoke']);
    expect(refusals({ ...first, unsigned: ['x'], untested: ['y'], alerts: { problem: 'z' } })).toHaveLength(3);
  });

  it('without smoke claims is allowed only if promotion.yaml says so', () => {
    const without = { ...good, before: { ...before, smoke: undefined } };
    expect(refusals(without)).toHaveLength(1);
    expect(refusals({ ...without, objectives: { ...good.objectives, smoke: false } })).toEqual([]);
  });
});

describe('a rollback', () => {
  const troubled: Found = {
    ...good,
    version: '0.0.9',
    ranHere: back,
    alerts: { problem: 'it burns' },
    before: { ...before, version: '0.2.0', evidence: undefined, smoke: undefined },
  };

  it('to what ran here waits neither for age, smoke and alerts nor for the cluster before', () => {
    const { what, proofs } = decide(troubled);
    expect(what).toBe('rollback');
    expect(proofs.filter(({ verdict }) => verdict === 'waived').map(({ proof }) => proof)).toEqual([
      'before',
      'age',
      'smoke',
      'alerts',
    ]);
    expect(refusals(troubled)).toEqual([]);
  });

  it.each([
    { reason: 'it never ran here', change: { ranHere: undefined }, proofs: ['before', 'alerts'] },
    {
      reason: 'it was another one that ran here',
      change: { checksums: 'sha256:x' },
      proofs: ['published', 'before', 'alerts'],
    },
    { reason: 'nobody signed it', change: { unsigned: ['x'] }, proofs: ['signature'] },
    { reason: 'nobody tested it', change: { untested: ['x'] }, proofs: ['tests'] },
  ])('is refused if $reason', ({ change, proofs }) => {
    expect(refusals({ ...troubled, ...change }).map(({ proof }) => proof)).toEqual(proofs);
  });
});

it('is a matter of age alone, once all else is met', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 * 86_400_000 }), (age) => {
      const now = new Date(Date.parse(evidence.at) + age);
      const found = { ...good, now, objectives: { ...good.objectives, smoke: false } };
      expect(refusals(found).length === 0).toBe(age >= good.objectives.minimumAgeMs);
    }),
  );
});
