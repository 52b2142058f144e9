/** What a build reads besides the network: the commit, the lock of npm, and the sources of models. */
import { textIn } from '../files.ts';
import { digestOf, hexOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';
import { commitOf } from './commit.ts';
import type { ResourceDescriptor } from './provenance.ts';
import type { ReleaseParts } from './release-file.ts';

/** The materials of the platform in the folder `root`; `source` is the address of its repository. */
export async function materialsOf(
  root: string,
  models: ReleaseParts['models'],
  source: string | undefined,
): Promise<readonly ResourceDescriptor[]> {
  const gitCommit = await commitOf(root);
  const lock = textIn(root, 'package-lock.json');
  return [
    ...(gitCommit === undefined
      ? []
      : [{ name: 'source', ...(source !== undefined && { uri: source }), digest: { gitCommit } }]),
    ...(lock === undefined
      ? []
      : [{ name: 'package-lock.json', digest: { sha256: hexOf(digestOf(textContent(lock))) } }]),
    ...models.map(({ source: name, version, sha256 }) => ({
      name,
      digest: { sha256 },
      ...(version !== undefined && { annotations: { version } }),
    })),
  ];
}
