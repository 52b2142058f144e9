/** Finds what `planesmith compare` compares: two releases as their contracts, and the approvals of the platform. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Approval, readApprovals } from '../compare/approvals.ts';
import { type Contract, contractOf, readContract } from '../compare/contract.ts';
import { engineVersion } from '../engine-line.ts';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { contractFile } from '../release/kit/contract-file.ts';
import { loadPlatform } from './load-platform.ts';
import { type OpenedKit, withKit } from './opened-kit.ts';

/**
 * The contracts of the kits `old` and `now`; without `now`, the new one is that of the platform itself. Throws a `UserError` if one cannot be used, or if
 * they are of two platforms.
 */
export async function contractsOf(
  old: string,
  now: string | undefined,
  config: string,
): Promise<{ readonly old: Contract; readonly now: Contract }> {
  const [before, after] = [await contractIn(old), await (now === undefined ? ownContract(config) : contractIn(now))];
  // A platform that has a new name, or a new group, is compared: its users must know.
  if (before.platform !== after.platform && before.group !== after.group) {
    throw new UserError(
      `${old} is of the platform ${titleOf(before)}, and ${now ?? config} of ${titleOf(after)}: they cannot be compared`,
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

async function ownContract(config: string): Promise<Contract> {
  const { platform } = await loadPlatform(config);
  return contractOf(platform, await platform.loadFunctions());
}

async function contractIn(source: string): Promise<Contract> {
  const hint = `build its commit again with planesmith ${engineVersion}, and compare with that kit`;
  const read = async ({ folder, files, engine }: OpenedKit): Promise<Contract> => {
    if (files[contractFile] === undefined) {
      throw new UserError(`${source} has no contract: planesmith ${engine}, which made it, wrote none`, { hint });
    }
    return readContract(readFileSync(join(folder, contractFile), 'utf8'), source);
  };
  return withKit(source, read, () => hint);
}

function titleOf({ platform, group }: Contract): string {
  return `${platform} (${group})`;
}
