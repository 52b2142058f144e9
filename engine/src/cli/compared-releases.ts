/** Finds what `planesmith compare` compares: two releases, and the approvals of the platform. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Approval, readApprovals } from '../compare/approvals.ts';
import { type Contract, contractOf, readContract } from '../compare/contract.ts';
import { engineVersion } from '../engine-line.ts';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { contractFile } from '../release/kit/contract-file.ts';
import { type Environments, environmentsBeside, environmentsIn } from './compared-claims.ts';
import { type LoadedPlatform, loadPlatform } from './load-platform.ts';
import { type OpenedKit, withKit } from './opened-kit.ts';

/** A release to compare. */
export interface ComparedRelease {
  readonly contract: Contract;
  /** The environments that it brings along, by name. */
  readonly environments: Environments;
  /** The kit, or the platform in its folder. */
  readonly source: string | LoadedPlatform;
}

/**
 * The releases of the kits `old` and `now`; without `now`, the new one is the platform itself. Throws a `UserError` if one cannot be used, or if they are
 * of two platforms.
 */
export async function releasesToCompare(
  old: string,
  now: string | undefined,
  config: string,
): Promise<{ readonly old: ComparedRelease; readonly now: ComparedRelease }> {
  const [before, after] = [await releaseIn(old), await (now === undefined ? ownRelease(config) : releaseIn(now))];
  const [one, other] = [before.contract, after.contract];
  // A platform that has a new name, or a new group, is compared: its users must know.
  if (one.platform !== other.platform && one.group !== other.group) {
    throw new UserError(
      `${old} is of the platform ${titleOf(one)}, and ${now ?? config} of ${titleOf(other)}: they cannot be compared`,
      { hint: 'name two releases of one platform' },
    );
  }
  return { old: before, now: after };
}

/** The approvals beside the configuration; none without the file. Throws a `UserError` at the place of a mistake. */
export function approvalsBeside(config: string): readonly Approval[] {
  const name = 'approvals.yaml';
  return readApprovals(textIn(dirname(resolve(config)), name) ?? '', name);
}

async function ownRelease(config: string): Promise<ComparedRelease> {
  const loaded = await loadPlatform(config);
  const { platform } = loaded;
  const contract = contractOf(platform, await platform.loadFunctions());
  return { contract, environments: environmentsBeside(loaded), source: loaded };
}

async function releaseIn(source: string): Promise<ComparedRelease> {
  const hint = `build its commit again with planesmith ${engineVersion}, and compare with that kit`;
  const read = async ({ folder, files, engine }: OpenedKit): Promise<ComparedRelease> => {
    if (files[contractFile] === undefined) {
      throw new UserError(`${source} has no contract: planesmith ${engine}, which made it, wrote none`, { hint });
    }
    return {
      contract: readContract(readFileSync(join(folder, contractFile), 'utf8'), source),
      environments: environmentsIn(folder, Object.keys(files), source),
      source,
    };
  };
  return withKit(source, read, () => hint);
}

function titleOf({ platform, group }: Contract): string {
  return `${platform} (${group})`;
}
