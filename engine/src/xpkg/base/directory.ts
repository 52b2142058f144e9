/** Reads a base from a folder of files. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { isRefusal } from '../../files.ts';
import { layerOf } from '../layer.ts';
import { readTree, withFolders } from '../tree.ts';
import type { Base, BaseNeed } from './base.ts';
import { refuseUnfit } from './libraries.ts';

/** One layer with the files of the folder, or of its subfolder for the architecture; the origin is the layer's diffId. */
export async function readDirectory(
  directory: string,
  { folder, architecture, program, cache }: BaseNeed,
): Promise<Base> {
  const sharedRoot = resolve(folder, directory);
  const architectureRoot = join(sharedRoot, architecture);
  const root = (await isFolder(architectureRoot)) ? architectureRoot : sharedRoot;
  const entries = await readTree(root).catch((cause: unknown) => {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot read the base directory ${root}: ${cause.message}`, {
      hint: 'base.directory in planesmith.config.ts names a root file system, relative to that file',
      cause,
    });
  });
  refuseUnfit(program, entries, `the base directory ${root}`);
  const layer = await layerOf(withFolders(entries), { cache });
  return { layers: [layer], environment: {}, origin: layer.diffId, releasable: true };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (state) => state.isDirectory(),
    () => false,
  );
}
