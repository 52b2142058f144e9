/** The attestation that tests passed: a statement of in-toto about a package (https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md). */
import { UserError } from '../errors.ts';
import { digestOf, hexOf } from '../xpkg/digest.ts';
import { type Envelope, statementsBy } from './attestation.ts';
import type { PublicKey } from './key.ts';
import type { Subject } from './signature.ts';

/** The type of the predicate. */
export const testResultType = 'https://in-toto.io/attestation/test-result/v0.1';

/** A report of tests that all passed. */
export interface TestReport {
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
  /** How many tests passed, at least one. */
  readonly passed: number;
}

const hint = 'write one with `vitest run --reporter=json --outputFile=tests.json`, and sign once all tests pass';

/** The report in the text of `file`, as Vitest and Jest write it in JSON. Throws a `UserError` if it is none, if a test failed, or if none passed. */
export function readTestReport(text: string, file: string): TestReport {
  const { success, numPassedTests, numFailedTests } = reportIn(text, file);
  if (typeof success !== 'boolean' || !isCount(numPassedTests) || !isCount(numFailedTests))
    throw new UserError(`${file} is no report of tests: it lacks success, numPassedTests or numFailedTests`, { hint });
  if (!success || numFailedTests > 0) {
    const what = numFailedTests === 0 ? 'the run failed' : `${numFailedTests} of its tests failed`;
    throw new UserError(`${file} cannot be attested: ${what}`, { hint: 'mend them, and sign what passes' });
  }
  if (numPassedTests === 0) throw new UserError(`${file} cannot be attested: no test passed`, { hint });
  const name = file.slice(file.lastIndexOf('/') + 1);
  return { name, sha256: hexOf(digestOf(new TextEncoder().encode(text))), passed: numPassedTests };
}

interface Reported {
  readonly success?: unknown;
  readonly numPassedTests?: unknown;
  readonly numFailedTests?: unknown;
}

function reportIn(text: string, file: string): Reported {
  try {
    return (JSON.parse(text) as Reported | null) ?? {};
  } catch (cause) {
    throw new UserError(`${file} is no JSON: ${(cause as Error).message}`, { hint, cause });
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The statement that the tests of the subject passed. */
export function testStatement({ name, digest }: Subject, report: TestReport): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: hexOf(digest) } }],
    predicateType: testResultType,
    predicate: {
      result: 'PASSED',
      configuration: [{ name: report.name, digest: { sha256: report.sha256 } }],
      passedTests: [`${report.passed} tests`],
    },
  });
}

/** Why the key has not signed that the tests of the subject passed; undefined if it has. Completes a sentence that begins with the package. */
export function testResultProblem(
  attestations: readonly Envelope[],
  { digest }: Subject,
  key: PublicKey,
): string | undefined {
  const results = statementsBy(attestations, key).filter(({ predicateType }) => predicateType === testResultType);
  if (results.length === 0) return 'has no attestation by this key that its tests passed';
  const own = results.filter(({ digests }) => digests.includes(digest));
  if (own.length === 0) return 'has an attestation of tests by this key, but of another package';
  return own.some(({ text }) => resultIn(text) === 'PASSED')
    ? undefined
    : `has an attestation of tests by this key, but with the result ${String(resultIn(own[0]?.text ?? ''))}`;
}

function resultIn(text: string): unknown {
  const { predicate } = JSON.parse(text) as { readonly predicate?: { readonly result?: unknown } | null };
  return predicate?.result;
}
