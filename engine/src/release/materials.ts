/** What a build reads besides the network: the commit, the locks of npm and of the platform, and the sources of models. */
import { textIn } from '../files.ts';
import { lockFile } from '../lock/index.ts';
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
  return [
    ...(gitCommit === undefined
      ? []
      : [{ name: 'source', ...(source !== undefined && { uri: source }), digest: { gitCommit } }]),
    ...['package-lock.json', lockFile].flatMap((name) => {
      const text = textIn(root, name);
      return text === undefined ? [] : [{ name, digest: { sha256: hexOf(digestOf(textContent(text))) } }];
    }),
    ...models.map(({ source: name, version, sha256 }) => ({
      name,
      digest: { sha256 },
      ...(version !== undefined && { annotations: { version } }),
    })),
  ];
}
