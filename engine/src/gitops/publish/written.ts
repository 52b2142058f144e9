/** Compares a publication with what its folder holds already: a published version never changes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderFiles, valueFiles } from '../../xpkg/verify/files.ts';
import type { Publication } from './publish.ts';

/** How a publication and its folder in a fleet differ. */
export interface Written {
  /** False if nothing is published under this version yet. */
  readonly exists: boolean;
  /** The files that differ, or that only one of the two has, sorted; with paths relative to the version's folder. */
  readonly differing: readonly string[];
}

/** What is in the folder of the version in the fleet. */
export async function writtenIn(fleet: string, { version, files }: Publication): Promise<Written> {
  const folder = join(fleet, 'versions', version);
  if (!existsSync(folder)) return { exists: false, differing: [] };
  const [there, here] = [await folderFiles(folder), valueFiles(files)];
  const paths = [...new Set([...there.paths, ...there.others, ...here.paths])].toSorted();
  const isSame = async (path: string) =>
    there.paths.includes(path) && here.paths.includes(path) && (await there.digest(path)) === (await here.digest(path));
  const same = await Promise.all(paths.map(isSame));
  return { exists: true, differing: paths.filter((_, index) => same[index] !== true) };
}
