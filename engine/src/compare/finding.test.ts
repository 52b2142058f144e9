import { describe, expect, it } from 'vitest';
import { type CompareRule, finding } from './finding.ts';

const rule: CompareRule = { id: 'spec-field-removed', severity: 'breaking', summary: 'A field is gone.' };
const found = { place: 'Widget spec.size', message: 'the field is gone' };

describe('a finding', () => {
  it('keeps its fingerprint under another wording, with other claims, and as more or less severe', () => {
    const { fingerprint } = finding(rule, found);
    expect(fingerprint).toMatch(/^[0-9a-f]{12}$/);
    const later = finding({ ...rule, severity: 'risky' }, { ...found, message: 'it went away', claims: ['a/b'] });
    expect(later.fingerprint).toBe(fingerprint);
  });

  it.for([
    { differs: 'rule', other: finding({ ...rule, id: 'spec-field-added' }, found) },
    { differs: 'place', other: finding(rule, { ...found, place: 'Widget spec.colour' }) },
    { differs: 'subject', other: finding(rule, { ...found, subject: 'large' }) },
  ])('has another fingerprint with another $differs', ({ other }) => {
    expect(other.fingerprint).not.toBe(finding(rule, found).fingerprint);
  });

  it('names each claim once, sorted', () => {
    expect(finding(rule, { ...found, claims: ['b/b', 'a/a', 'b/b'] }).claims).toEqual(['a/a', 'b/b']);
  });
});
