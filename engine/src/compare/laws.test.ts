/** Laws of the comparison, over random pairs of schemas. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDefaults, check, type Json, type Node, type Schema } from '../schema/index.ts';
import { markSound } from '../schema/review/review.ts';
import { schemaFindings } from './contract/schema-findings.ts';
import type { Finding } from './finding.ts';
import { poolValues } from '../testing/pool-values.ts';
import { rootPairs } from '../testing/schema-pairs.ts';

const seed = 20261129;
const spec = { area: 'spec', owner: 'Widget', path: 'spec', today: '2027-06-01', days: 90 } as const;
const status = { area: 'status', owner: 'Widget', path: 'status', today: '2027-06-01', days: 90 } as const;

/** Rules without an answer, of which either value can refuse what the other one accepts. */
const undecided = new Set(['spec-pattern-changed', 'spec-rule-changed', 'spec-type-widened', 'status-pattern-changed']);

const drawn = rootPairs.chain(([old, now]) =>
  fc.record({
    old: fc.constant(old),
    now: fc.constant(now),
    written: fc.array(poolValues(old), { minLength: 4, maxLength: 4 }),
    read: fc.array(poolValues(now), { minLength: 4, maxLength: 4 }),
  }),
);

const issues = (node: Node, value: Json, strict: boolean) => {
  const schema: Schema = markSound(node);
  return check(schema, applyDefaults(schema, value), { strict });
};
const mayRefuse = ({ severity, rule }: Finding) => severity === 'breaking' || undecided.has(rule);

describe('for any two versions of a schema', () => {
  it('a claim that was valid still is, if nothing breaking or undecided was found in the spec', () => {
    let proved = 0;
    const law = fc.property(drawn, ({ old, now, written }) => {
      const findings = schemaFindings(spec, old, now);
      if (findings.some(mayRefuse)) return;
      for (const value of written) {
        if (issues(old, value, true).length > 0) continue;
        expect(issues(now, value, true), JSON.stringify(value)).toEqual([]);
        if (findings.length > 0) proved += 1;
      }
    });
    fc.assert(law, { seed, numRuns: 600 });
    expect(proved).toBeGreaterThan(100);
  });

  it('what can be read now could be read before, if nothing but safe changes was found in the status', () => {
    let proved = 0;
    const law = fc.property(drawn, ({ old, now, read }) => {
      const findings = schemaFindings(status, old, now);
      if (findings.some(({ severity }) => severity !== 'safe')) return;
      for (const value of read) {
        if (issues(now, value, true).length > 0) continue;
        expect(issues(old, value, false), JSON.stringify(value)).toEqual([]);
        if (findings.length > 0) proved += 1;
      }
    });
    fc.assert(law, { seed, numRuns: 600 });
    expect(proved).toBeGreaterThan(100);
  });

  it('each finding has a fingerprint of its own, and a schema does not differ from itself', () => {
    fc.assert(
      fc.property(rootPairs, ([old, now]) => {
        const found = schemaFindings(spec, old, now).map(({ fingerprint }) => fingerprint);
        expect(new Set(found).size).toBe(found.length);
        expect(schemaFindings(spec, now, structuredClone(now))).toEqual([]);
      }),
      { seed, numRuns: 600 },
    );
  });
});
