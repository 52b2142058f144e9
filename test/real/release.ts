/** Builds the platform as `npm start` does, into a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRelease, type Release, writeTree } from 'planesmith/release';
import type { Architecture, BaseSource } from 'planesmith/xpkg';
import platform from '../../planesmith.config.ts';

/** A release on the disk. */
export interface Built extends Release {
  /** The folder that has the content of dist/. */
  readonly dist: string;
  /** Its parent folder, for the files of the test. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Lines that a platform team adds to its configuration. */
interface Settings {
  readonly restorers?: readonly string[];
  readonly crossplaneAccount?: string;
  readonly base?: BaseSource;
}

/** Builds all packages, with the Function for these architectures, and writes them; with `release` as they are published. */
export async function builtRelease(
  architectures: readonly Architecture[],
  settings: Settings = {},
  isRelease = false,
): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-release-'));
  const root = resolve(import.meta.dirname, '../..');
  const release = await buildRelease({ ...platform, ...settings }, root, {
    only: [],
    architectures,
    release: isRelease,
  });
  const dist = join(folder, 'dist');
  await writeTree(dist, release.files);
  return { ...release, dist, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
