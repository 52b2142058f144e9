/** Checks the signatures of a release, which `planesmith sign` keeps beside it. */
import type { PublicKey } from '../../signing/key.ts';
import { signatureProblem } from '../../signing/signature.ts';
import { attestationProblem, readSigned, type Signed, unsigned } from '../../signing/signed.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import { provenancePath } from '../provenance.ts';
import { sbomPath } from '../sbom/sbom.ts';
import { statementsOf } from '../sign/documents.ts';
import { isSignature, type Signable, signablesOf } from '../sign/signed-file.ts';
import type { Findings } from './findings.ts';
import { type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** Adds what is wrong with the files of signatures; with a key, also every package that it has not signed with its SBOM and provenance. */
export async function checkSignatures(
  findings: Findings,
  files: Files,
  release: ReleaseYaml,
  key: PublicKey | undefined,
): Promise<void> {
  const signables = signablesOf(release);
  const paths = new Set(signables.map(({ path }) => path));
  for (const path of files.paths)
    if (isSignature(path)) findings.expect(paths.has(path), path, `is of no package in ${releaseYaml}`);
  for (const signable of signables) {
    const { path } = signable;
    const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
    const text = Buffer.from(bytes ?? []).toString('utf8');
    const signed =
      bytes === undefined ? unsigned : await findings.attempt(path, 'cannot be used', () => readSigned(text, path));
    if (key !== undefined && signed !== undefined) await checkSignable(findings, files, signable, signed, key);
  }
}

async function checkSignable(
  findings: Findings,
  files: Files,
  { subject, entry, path }: Signable,
  signed: Signed,
  key: PublicKey,
): Promise<void> {
  const place = entry === undefined ? path : `oci/${entry.name}`;
  const problem = signatureProblem(signed.signatures, subject, key);
  if (!findings.expect(problem === undefined, place, problem ?? '') || entry === undefined) return;
  const [sbom, provenance] = [await files.read(sbomPath(entry.name)), await files.read(provenancePath(entry.name))];
  if (sbom === undefined || provenance === undefined) return;
  // Both have findings of their own if they cannot be read.
  const statements = await findings.attempt(sbomPath(entry.name), 'cannot be read', () =>
    statementsOf(subject, { sbom, provenance }),
  );
  for (const statement of statements ?? []) {
    const missing = attestationProblem(signed, statement, key);
    findings.expect(missing === undefined, place, missing ?? '');
  }
}
