/** Builds the platform as `npm start` does, into a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRelease, type Release, writeTree } from 'planesmith/release';
import type { Architecture } from 'planesmith/xpkg';
import platform from '../../planesmith.config.ts';

/** A release on the disk. */
export interface Built extends Release {
  /** The folder that has the content of dist/. */
  readonly dist: string;
  /** Its parent folder, for the files of the test. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds all packages, with the Function for these architectures, and writes them. `settings` are lines that a platform team adds. */
export async function builtRelease(
  architectures: readonly Architecture[],
  settings: { readonly restorers?: readonly string[]; readonly crossplaneAccount?: string } = {},
): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-release-'));
  const root = resolve(import.meta.dirname, '../..');
  const release = await buildRelease({ ...platform, ...settings }, root, { only: [], architectures, release: false });
  const dist = join(folder, 'dist');
  await writeTree(dist, release.files);
  return { ...release, dist, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
