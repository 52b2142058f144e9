/** What must be settled before a build writes what will be published. */
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { lockIn } from '../lock/index.ts';
import { changelogProblem } from '../release/changelog.ts';
import { insistResolved } from '../release/insist-resolved.ts';
import { uncommitted } from '../release/commit.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { tell } from './session.ts';

/** Throws a `UserError` if nobody could say later from what the release was built, or what is new in it. */
export async function insistReleasable({ platform, root }: LoadedPlatform): Promise<void> {
  const changelog = textIn(root, 'CHANGELOG.md');
  const problem = changelog === undefined ? undefined : changelogProblem(changelog, platform.version);
  if (problem !== undefined) {
    throw new UserError(`this cannot be released: ${problem}`, {
      hint: `write what is new under a heading such as \`## ${platform.version} (2026-01-31)\``,
    });
  }
  const lock = lockIn(root);
  if (lock !== undefined) insistResolved(lock);
  const changed = await uncommitted(root);
  if (changed === undefined) return tell('  not in a Git repository: no commit says from what this release is built');
  if (changed.length === 0) return;
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  throw new UserError(`this cannot be released: ${changed.slice(0, 3).join(', ')}${more} not committed`, {
    hint: 'commit it, or let .gitignore name what does not belong to the platform',
  });
}
