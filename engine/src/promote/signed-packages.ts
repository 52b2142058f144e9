/** Checks who signed the packages that a cluster gets, by the files beside a published version or in the registry. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { openPublished, parseReference } from '../registry/index.ts';
import { type Signable, signablesOf, signedIn } from '../release/sign/signed-file.ts';
import type { ReleaseYaml } from '../release/verify/release-yaml.ts';
import type { PublicKey } from '../signing/key.ts';
import { fromLayers } from '../signing/layers.ts';
import { signatureProblem } from '../signing/signature.ts';
import type { Signed } from '../signing/signed.ts';
import { testResultProblem } from '../signing/test-result.ts';

/** What the key lacks, in sentences. */
export interface Unproven {
  readonly unsigned: readonly string[];
  readonly untested: readonly string[];
}

/** What the key has not signed of these packages of the release in `folder`. Rejects with a `UserError` if a registry must be asked and refuses. */
export async function unprovenPackages(
  folder: string,
  release: ReleaseYaml,
  names: ReadonlySet<string>,
  key: PublicKey,
): Promise<Unproven> {
  const [unsigned, untested]: [string[], string[]] = [[], []];
  for (const signable of signablesOf(release)) {
    const { entry, subject } = signable;
    if (entry === undefined || !names.has(entry.name)) continue;
    const signed = await signaturesOf(folder, signable);
    const signature = signatureProblem(signed.signatures, subject, key);
    if (signature !== undefined) unsigned.push(`${entry.name} ${signature}`);
    const tests = testResultProblem(signed.attestations, subject, key);
    if (tests !== undefined) untested.push(`${entry.name} ${tests}`);
  }
  return { unsigned, untested };
}

/** Those beside the version; without a file, those that `planesmith push` published with the package. */
async function signaturesOf(folder: string, { path, subject: { name, digest } }: Signable): Promise<Signed> {
  const beside = signedIn(folder, path);
  if (beside.signatures.length > 0 || beside.attestations.length > 0) return beside;
  const reference = parseReference(`${name}@${digest}`);
  if (reference === undefined) throw new Error(`${join(folder, path)} is of ${name}, which is no reference`);
  try {
    const published = await openPublished(reference, 'read');
    return fromLayers(await published.attached('sig'), await published.attached('att'));
  } catch (cause) {
    if (!(cause instanceof UserError) || cause.hint !== undefined) throw cause;
    throw new UserError(cause.message, {
      cause,
      hint: `make that registry answer, or keep the signatures with the version: there is no ${join(folder, path)}`,
    });
  }
}
