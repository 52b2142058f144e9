/** Asks Git whether the versions of a fleet are as they were when they were committed first. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { textIn } from '../../files.ts';
import { checksumsFile } from '../../release/checksums.ts';
import type { PublishedVersion } from '../fleet/index.ts';

const run = promisify(execFile);

/** What Git knows about a fleet. */
export interface History {
  /** The versions whose SHA256SUMS has other bytes than in the commit that published it, with that commit. */
  readonly republished: readonly { readonly version: string; readonly commit: string }[];
  /** Whether the repository has all of its commits. */
  readonly isWhole: boolean;
}

/** The history of the versions; undefined if the folder is in no Git repository, or Git is not there. */
export async function historyOf(
  folder: string,
  versions: readonly Pick<PublishedVersion, 'version' | 'path'>[],
): Promise<History | undefined> {
  const git = async (...args: readonly string[]) =>
    (await run('git', ['-C', folder, ...args], { maxBuffer: 1 << 26 })).stdout;
  const shallow = await git('rev-parse', '--is-shallow-repository').catch(() => undefined);
  if (shallow === undefined) return undefined;
  const checked = versions.map(async ({ version, path }) => {
    const file = `${path}/${checksumsFile}`;
    const commits = await git('log', '--diff-filter=A', '--format=%h', '--', file).catch(() => '');
    const commit = commits.trim().split('\n').at(-1) ?? '';
    if (commit === '') return [];
    const published = await git('show', `${commit}:./${file}`);
    return published === textIn(join(folder, path), checksumsFile) ? [] : [{ version, commit }];
  });
  return { republished: (await Promise.all(checked)).flat(), isWhole: shallow.trim() !== 'true' };
}
