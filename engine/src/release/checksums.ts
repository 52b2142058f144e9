/** SHA256SUMS: the digest of every other file of a release, in the form that `sha256sum --check` reads. */
import { type File } from '../files.ts';
import { digestOf, hexOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';

/** The name of the file in dist/. */
export const checksumsFile = 'SHA256SUMS';

/** The file for these files, which are all others of the release. */
export function checksums(files: readonly File[]): File {
  const lines = files.map(({ path, content }) => {
    const bytes = typeof content === 'string' ? textContent(content) : content;
    return { path, line: `${hexOf(digestOf(bytes))}  ${path}\n` };
  });
  const sorted = lines.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { path: checksumsFile, content: sorted.map(({ line }) => line).join('') };
}
