/** What Git says about the folder of a platform. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit whose files the folder has; undefined if some differ, or Git knows nothing of it: nobody could build the same again. */
export async function commitOf(root: string): Promise<string | undefined> {
  const [changed, head] = await Promise.all([uncommitted(root), git(root, 'rev-parse', '--verify', 'HEAD')]);
  const commit = head?.trim() ?? '';
  return changed?.length === 0 && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

/** The files below the folder that no commit has as they are; undefined if Git knows nothing of it. */
export async function uncommitted(root: string): Promise<readonly string[] | undefined> {
  // With `-z` Git quotes no name. A renamed file has its old name in an entry of its own.
  const status = await git(root, 'status', '--porcelain', '--no-renames', '-z', '--', '.');
  return status?.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
}

/** Undefined if there is no Git, no repository, or one that Git does not trust. */
async function git(root: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('git', ['-C', root, ...args], { maxBuffer: 64 << 20 })).stdout;
  } catch {
    return undefined;
  }
}
