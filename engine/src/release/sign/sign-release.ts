/** Signs a release in its folder, so that `planesmith push` publishes the signatures with it. */
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { writeTree } from '../../files.ts';
import type { Signer } from '../../signing/key.ts';
import { signedText, withSignatures } from '../../signing/signed.ts';
import { type TestReport, testStatement } from '../../signing/test-result.ts';
import { releaseIn } from '../push/read-release.ts';
import { verify } from '../verify/verify.ts';
import { documentsIn, statementsOf } from './documents.ts';
import { signablesOf, signaturesFolder, signedIn } from './signed-file.ts';

/** What was signed, or was signed by the key before. */
export interface SignedPart {
  /** `host/repository@digest`. */
  readonly reference: string;
  readonly present: boolean;
}

/**
 * Signs every package of the release with its SBOM and provenance, with that its tests passed if there is a report, and the kit. Throws a `UserError`
 * if the release does not verify: nobody should sign what does not fit together.
 */
export async function signRelease(dist: string, signer: Signer, report?: TestReport): Promise<readonly SignedPart[]> {
  const release = await releaseIn(dist);
  const [finding, ...others] = (await verify(dist)).findings;
  if (finding !== undefined) {
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    throw new UserError(`cannot sign ${dist}: ${finding.file} ${finding.message}${more}`, {
      hint: `\`planesmith verify ${dist}\` shows all`,
    });
  }
  const files: { path: string; content: string }[] = [];
  const parts: SignedPart[] = [];
  for (const { subject, path, entry } of signablesOf(release)) {
    const before = signedIn(dist, path);
    const documents = entry === undefined ? [] : statementsOf(subject, await documentsIn(dist, entry));
    const tests = entry === undefined || report === undefined ? [] : [testStatement(subject, report)];
    const statements = [...documents, ...tests];
    const content = signedText(withSignatures(before, subject, statements, signer));
    files.push({ path: path.slice(signaturesFolder.length + 1), content });
    parts.push({ reference: `${subject.name}@${subject.digest}`, present: content === signedText(before) });
  }
  await writeTree(join(dist, signaturesFolder), files);
  return parts;
}
