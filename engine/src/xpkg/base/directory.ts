/** Reads a base from a folder of files. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { isRefusal } from '../../files.ts';
import { layerOf } from '../layer.ts';
import { readTree, withFolders } from '../tree.ts';
import type { Architecture } from '../image.ts';
import type { Base, BaseNeed } from './base.ts';
import { refuseUnfit } from './libraries.ts';

/** One layer with the files of the folder, or of its subfolder for the architecture if it has such; the origin is the layer's diffId. */
export async function readDirectory(
  directory: string,
  { folder, architecture, program, cache }: BaseNeed,
): Promise<Base> {
  const sharedRoot = resolve(folder, directory);
  const owned = await Promise.all(architectures.map((name) => isFolder(join(sharedRoot, name))));
  const root = owned.includes(true) ? join(sharedRoot, architecture) : sharedRoot;
  if (root !== sharedRoot && !(await isFolder(root))) {
    throw new UserError(`there is no base directory ${root}`, {
      hint: `${perArchitecture}; \`--arch host\` builds for this machine alone`,
    });
  }
  const entries = await readTree(root).catch((cause: unknown) => {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot read the base directory ${root}: ${cause.message}`, {
      hint: 'base.directory in planesmith.config.ts names a root file system, relative to that file',
      cause,
    });
  });
  try {
    refuseUnfit(program, entries, `the base directory ${root}`);
  } catch (cause) {
    if (!(cause instanceof UserError) || root !== sharedRoot) throw cause;
    throw new UserError(cause.message, { hint: [cause.hint, perArchitecture].filter(Boolean).join('; '), cause });
  }
  const layer = await layerOf(withFolders(entries), { cache });
  return { layers: [layer], environment: {}, origin: layer.diffId, releasable: true, entries };
}

const architectures: readonly Architecture[] = ['amd64', 'arm64'];
const perArchitecture =
  'for a Function of both architectures the folder has a root file system in amd64/ and one in arm64/';

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (state) => state.isDirectory(),
    () => false,
  );
}
