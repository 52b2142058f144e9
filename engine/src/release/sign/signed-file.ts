/** The signatures of a release: files beside it, since they differ each time and SHA256SUMS cannot list them. */
import { join } from 'node:path';
import { textIn } from '../../files.ts';
import type { Subject } from '../../signing/signature.ts';
import { readSigned, type Signed, unsigned } from '../../signing/signed.ts';
import type { Digest } from '../../xpkg/digest.ts';
import type { ReleasedKit, ReleasedPackage, ReleaseYaml } from '../verify/release-yaml.ts';

/** The folder in dist/. */
export const signaturesFolder = 'signatures';

/** Something of a release that can be signed: a package, or the kit, which has no SBOM. */
export interface Signable {
  readonly subject: Subject;
  /** Relative to dist/. */
  readonly path: string;
  /** Undefined for the kit. */
  readonly entry: ReleasedPackage | undefined;
}

/** Everything of the release that can be signed. */
export function signablesOf({ packages, kit }: ReleaseYaml): Signable[] {
  const signable = (released: ReleasedPackage | ReleasedKit, entry?: ReleasedPackage): Signable => ({
    subject: { name: released.repository, digest: released.digest as Digest },
    path: signedPath(released),
    entry,
  });
  return [...packages.map((entry) => signable(entry, entry)), ...(kit === undefined ? [] : [signable(kit)])];
}

/** The file with the signatures of a package or the kit, which is called like its repository. */
export function signedPath({ repository }: Pick<ReleasedPackage, 'repository'>): string {
  return `${signaturesFolder}/${repository.slice(repository.lastIndexOf('/') + 1)}.json`;
}

/** Whether SHA256SUMS cannot list the file, and no build writes it. */
export function isSignature(path: string): boolean {
  return path.startsWith(`${signaturesFolder}/`);
}

/** The signatures in a file of dist/; none if there is no such file. Throws a `UserError` if it cannot be read. */
export function signedIn(dist: string, path: string): Signed {
  const text = textIn(dist, path);
  return text === undefined ? unsigned : readSigned(text, join(dist, path));
}
