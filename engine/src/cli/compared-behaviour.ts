/** Compares what two releases make of claims, wherever each of them runs. */
import { cellsOf, fieldsIn, withConverted, type WrittenClaim } from '../compare/behaviour/about.ts';
import { compareReleases } from '../compare/behaviour/compare-releases.ts';
import type { AskedRelease } from '../compare/behaviour/plan-claims.ts';
import type { Opening } from '../compare/behaviour/wire.ts';
import type { Finding } from '../compare/finding.ts';
import type { Environments } from './compared-claims.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { withFolderSettler, withKitSettler } from './kit-settler.ts';

/** What is compared. */
export interface ComparedBehaviour {
  /** Each a kit, or a platform in its folder. */
  readonly old: string | LoadedPlatform;
  readonly now: string | LoadedPlatform;
  readonly written: readonly WrittenClaim[];
  readonly environments: Environments;
  /** The names of those that have what a kind needs on a target. */
  readonly serving: (kind: string, target: string) => readonly string[];
}

/** The findings, and how many combinations of claim, target and environment were compared. Throws a `UserError` if a kit cannot settle claims. */
export function compareBehaviour({
  old,
  now,
  written,
  environments,
  serving,
}: ComparedBehaviour): Promise<{ readonly findings: readonly Finding[]; readonly combinations: number }> {
  const options = { environments, examples: written.map(({ claim }) => claim) };
  const compare = async (before: AskedRelease, after: AskedRelease) => {
    const abouts = await Promise.all([before.about, after.about]);
    const cells = withConverted(cellsOf(abouts, written, Object.keys(environments), serving), abouts[1]);
    const findings = await compareReleases({
      cells,
      // The old release knows the claim as it was.
      before: ({ converted: _, ...cell }) => before.settle(cell),
      counted: (one, other) => ({ ...one, claim: other.claim }),
      after: after.settle,
      fieldsOf: fieldsIn(...abouts),
      isAnewToo: true,
    });
    return { findings, combinations: cells.length };
  };
  return ask(old, options, (before) => ask(now, options, (after) => compare(before, after)));
}

/** Calls `use` with the release, which runs in a process of its own: no function of it can stop the comparison. */
function ask<T>(
  source: string | LoadedPlatform,
  options: Opening,
  use: (release: AskedRelease) => Promise<T>,
): Promise<T> {
  return typeof source === 'string' ? withKitSettler(source, options, use) : withFolderSettler(source, options, use);
}
