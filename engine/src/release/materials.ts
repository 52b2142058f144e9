/** What a build reads besides the network: the commit, the lock of npm, and the sources of models. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { textIn } from '../files.ts';
import { digestOf, hexOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';
import type { ResourceDescriptor } from './provenance.ts';
import type { ReleaseParts } from './release-file.ts';

/** The materials of the platform in the folder `root`; `source` is the address of its repository. */
export async function materialsOf(
  root: string,
  models: ReleaseParts['models'],
  source: string | undefined,
): Promise<readonly ResourceDescriptor[]> {
  const gitCommit = await committed(root);
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

/** The commit of the folder; undefined if files differ from it, or the folder is in no repository: nobody could build the same again. */
export async function committed(root: string): Promise<string | undefined> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', root, ...args], { maxBuffer: 64 << 20 })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([
      git('rev-parse', '--verify', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=normal'),
    ]);
    return changes === '' && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
  } catch {
    // No git, no repository, or one that git does not trust.
    return undefined;
  }
}
