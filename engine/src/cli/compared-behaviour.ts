/** Compares what two releases make of claims, wherever each of them runs. */
import { cellsOf, fieldsIn, withConverted, type WrittenClaim } from '../compare/behaviour/about.ts';
import { compareReleases } from '../compare/behaviour/compare-releases.ts';
import type { AskedRelease } from '../compare/behaviour/plan-claims.ts';
import { isUntouched } from '../compare/behaviour/settled.ts';
import type { Opening } from '../compare/behaviour/wire.ts';
import type { Finding } from '../compare/finding.ts';
import type { Environments } from './compared-claims.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { tellUnknownConversions } from './unknown-conversions.ts';
import { withFolderSettler, withKitSettler } from './kit-settler.ts';

/** What is compared. */
export interface ComparedBehaviour {
  /** Each a kit, or a platform in its folder. */
  readonly old: string | LoadedPlatform;
  readonly now: string | LoadedPlatform;
  readonly written: readonly WrittenClaim[];
  readonly environments: Environments;
  /** The same ones, as the new release needs them. */
  readonly completed: Environments;
  /** The names of those that have what a kind needs on a target. */
  readonly serving: (kind: string, target: string) => readonly string[];
}

/** What two releases make of claims. */
export interface BehaviourFindings {
  readonly findings: readonly Finding[];
  /** How many combinations of claim, target and environment were compared. */
  readonly combinations: number;
  /** In how many of them the new release converted the claim; undefined if it converts none. */
  readonly converted: number | undefined;
}

/** Throws a `UserError` if a kit cannot settle claims. */
export function compareBehaviour({
  old,
  now,
  written,
  environments,
  completed,
  serving,
}: ComparedBehaviour): Promise<BehaviourFindings> {
  const examples = written.map(({ claim }) => claim);
  const compare = async (before: AskedRelease, after: AskedRelease) => {
    const abouts = await Promise.all([before.about, after.about]);
    tellUnknownConversions(typeof now === 'string' ? now : now.config, abouts[1]);
    const cells = withConverted(cellsOf(abouts, written, Object.keys(environments), serving), abouts[1]);
    let combinations = 0;
    let converted = 0;
    const findings = await compareReleases({
      cells,
      // The old release knows the claim as it was.
      before: ({ converted: _, ...cell }) => before.settle(cell),
      counted: (one, other) => {
        if (isUntouched(other)) return undefined;
        combinations += 1;
        if (other.isRewritten === true) converted += 1;
        return { ...other, outcome: one.outcome };
      },
      after: after.settle,
      fieldsOf: fieldsIn(...abouts),
      isAnewToo: true,
    });
    const converts = (abouts[1].converts ?? []).length > 0;
    return { findings, combinations, converted: converts ? converted : undefined };
  };
  return ask(old, { environments, examples }, (before) =>
    ask(now, { environments: completed, examples }, (after) => compare(before, after)),
  );
}

/** Calls `use` with the release, which runs in a process of its own: no function of it can stop the comparison. */
function ask<T>(
  source: string | LoadedPlatform,
  options: Opening,
  use: (release: AskedRelease) => Promise<T>,
): Promise<T> {
  return typeof source === 'string' ? withKitSettler(source, options, use) : withFolderSettler(source, options, use);
}
