/** Says whether the lock has what a build needs, and refuses a release that names something by a tag alone. */
import { UserError } from '../errors.ts';
import { emptyLock, fitOf, lockFile, lockIn } from '../lock/index.ts';
import type { Release } from '../release/build-release.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { needsOf } from './lock-needs.ts';
import { count, tell } from './session.ts';

/** What is built. */
interface Kind {
  readonly release: boolean;
  /** Whether all packages are; a lock pins what all of them need. */
  readonly isWhole: boolean;
}

/**
 * Names on stderr what the lock lacks, and what it has in vain. Throws a `UserError` for a release if it lacks something, or if the release names
 * something without a digest.
 */
export async function insistFit(loaded: LoadedPlatform, built: Release, { release, isWhole }: Kind): Promise<void> {
  const lock = lockIn(loaded.root);
  if (!isWhole || (lock === undefined && !release)) return;
  const { unpinned, missing, unused } = fitOf(lock ?? emptyLock, await needsOf(loaded, built.files, release));
  for (const line of [...unused, ...missing, ...(release ? unpinned : [])]) tell(`  ${line}`);
  const open = missing.length + unpinned.length;
  if (!release || open === 0) return;
  throw new UserError(
    `this cannot be released: ${count(open, 'thing')} it needs ${open === 1 ? 'has' : 'have'} no digest`,
    {
      hint: `pin them in ${lockFile}, and write images with their digest where they are composed`,
    },
  );
}
