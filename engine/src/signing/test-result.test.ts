/** The attestation of tests: which reports become one, and whom it convinces. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { envelopeOf } from './attestation.ts';
import { readPrivateKey } from './key.ts';
import { readTestReport, testResultProblem, testResultType, testStatement } from './test-result.ts';
import { pair } from './testing/pair.ts';

const [ours, theirs] = [pair(), pair()].map(({ private: text }) => readPrivateKey(text, 'key')) as [
  ReturnType<typeof readPrivateKey>,
  ReturnType<typeof readPrivateKey>,
];
const subject = { name: 'registry.example.org/toys/toys-local', digest: `sha256:${'a'.repeat(64)}` } as const;
const other = { ...subject, digest: `sha256:${'b'.repeat(64)}` } as const;
const passed = JSON.stringify({ success: true, numPassedTests: 3, numFailedTests: 0 });
const report = readTestReport(passed, 'out/tests.json');

describe('a report of tests', () => {
  it('is known by its name, its digest and what passed', () => {
    expect(report).toEqual({ name: 'tests.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), passed: 3 });
  });

  it.each([
    { text: 'PASSED', says: 'is no JSON', reason: 'a sentence is no report' },
    { text: 'null', says: 'is no report of tests', reason: 'nothing is no report' },
    { text: '{"success":true}', says: 'is no report of tests', reason: 'a report counts its tests' },
    {
      text: '{"success":true,"numPassedTests":-1,"numFailedTests":0}',
      says: 'is no report of tests',
      reason: 'a count is not negative',
    },
    {
      text: '{"success":false,"numPassedTests":9,"numFailedTests":2}',
      says: '2 of its tests failed',
      reason: 'failures are not attested',
    },
    {
      text: '{"success":false,"numPassedTests":9,"numFailedTests":0}',
      says: 'the run failed',
      reason: 'a file may fail to load before its tests are counted',
    },
    {
      text: '{"success":true,"numPassedTests":0,"numFailedTests":0}',
      says: 'no test passed',
      reason: 'an empty run proves nothing',
    },
  ])('is refused if it says $text: $reason', ({ text, says }) => {
    const read = () => readTestReport(text, 'tests.json');
    expect(read).toThrow(UserError);
    expect(read).toThrow(says);
  });
});

describe('the attestation of tests', () => {
  const statement = testStatement(subject, report);
  const failed = statement.replace('PASSED', 'FAILED');
  it.each([
    { by: [envelopeOf(statement, ours)], of: subject, problem: undefined, reason: 'signed by the key' },
    { by: [], of: subject, problem: 'has no attestation by this key', reason: 'nobody signed' },
    { by: [envelopeOf(statement, theirs)], of: subject, problem: 'has no attestation', reason: 'a stranger signed' },
    { by: [envelopeOf(statement, ours)], of: other, problem: 'of another package', reason: 'it was copied' },
    { by: [envelopeOf(failed, ours)], of: subject, problem: 'with the result FAILED', reason: 'tests failed' },
    {
      by: [envelopeOf(failed, ours), envelopeOf(statement, ours)],
      of: subject,
      problem: undefined,
      reason: 'a later run passed',
    },
    {
      by: [envelopeOf(JSON.stringify({ predicateType: testResultType, subject: [] }), ours)],
      of: subject,
      problem: 'of another package',
      reason: 'it is about nothing',
    },
  ])('says $problem if $reason', ({ by, of, problem }) => {
    const said = testResultProblem(by, of, ours.publicKey);
    if (problem === undefined) expect(said).toBe(undefined);
    else expect(said).toContain(problem);
  });
});
