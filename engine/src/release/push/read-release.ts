/** Reads release.yaml to publish what it lists, by the same rules as `planesmith verify`. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { folderFiles, valueFiles } from '../../xpkg/verify/files.ts';
import { Findings } from '../verify/findings.ts';
import { readRelease, type ReleaseYaml, releaseYaml } from '../verify/release-yaml.ts';

const usualHint = 'build one with `planesmith build --release`, or name its folder';

/**
 * The release in the folder. Throws a `UserError`, with the remedy `hint`, if there is none, or if its release.yaml is not as a build
 * writes it.
 */
export async function releaseIn(dist: string, hint = usualHint): Promise<ReleaseYaml> {
  const file = join(dist, releaseYaml);
  const absent = (cause: Error): never => {
    throw new UserError(`there is no release in ${dist}: ${cause.message}`, { hint, cause });
  };
  await lstat(file).catch(absent);
  // Nothing of a build is one, and a FIFO or a device may never end.
  const [other] = (await folderFiles(dist).catch(absent)).others;
  if (other !== undefined) throw new UserError(`${join(dist, other)} is a link or a special file`, { hint });
  const content = await readFile(file).catch(absent);
  const findings = new Findings();
  const release = await readRelease(findings, valueFiles([{ path: releaseYaml, content }]));
  if (release !== undefined && release.packages.length > 0) return release;
  const [first] = findings.list;
  const reason = first === undefined ? 'it lists no packages' : [first.path, first.message].filter(Boolean).join(' ');
  throw new UserError(`${file} is not as a build writes it: ${reason}`, { hint });
}
