/** SHA256SUMS: the digest of every other file of a release, in the form that `sha256sum --check` reads. */
import type { File } from '../files.ts';
import { type Digest, digestOf, hexOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';

/** The name of the file in dist/. */
export const checksumsFile = 'SHA256SUMS';

/** The file for these files, which are all others of the release. */
export function checksums(files: readonly File[]): File {
  return checksumsOf(
    files.map(({ path, content }) => ({
      path,
      digest: digestOf(typeof content === 'string' ? textContent(content) : content),
    })),
  );
}

/** The same for files whose digests are known. */
export function checksumsOf(files: readonly { readonly path: string; readonly digest: Digest }[]): File {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(({ path, digest }) => `${hexOf(digest)}  ${path}\n`);
  return { path: checksumsFile, content: lines.join('') };
}
