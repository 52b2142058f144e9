/** Builds the platform as `npm start` does, into a temporary folder. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
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
  /** The names of the packages to build. @default all of them */
  readonly only?: readonly string[];
}

/** The name of the Function's package. */
export const functionName = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);

/** Builds packages, with the Function for these architectures, and writes them; with `release` as they are published. */
export async function builtRelease(
  architectures: readonly Architecture[],
  { only = [], ...settings }: Settings = {},
  isRelease = false,
): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-release-'));
  const root = resolve(import.meta.dirname, '../..');
  const release = await buildRelease({ ...platform, ...settings }, root, {
    only,
    architectures,
    release: isRelease,
  });
  const dist = join(folder, 'dist');
  await writeTree(dist, release.files);
  return { ...release, dist, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Puts the libraries below the Function of a local build into a folder, as a platform team has them from its distribution. With several architectures each
 * has a folder in it.
 */
export async function librariesOf({ dist, folder }: Built): Promise<string> {
  const layout = join(dist, 'oci', functionName);
  const read = async (path: string) => JSON.parse(await readFile(join(layout, path), 'utf8')) as Manifest;
  const blob = ({ digest }: Descriptor) => `blobs/${digest.replace(':', '/')}`;
  const [index] = (await read('index.json')).manifests ?? [];
  const { manifests: images = [index!] } = await read(blob(index!));
  for (const image of images) {
    const [base] = (await read(blob(image))).layers ?? [];
    const root = images.length === 1 ? join(folder, 'base') : join(folder, 'base', image.platform!.architecture);
    await mkdir(root, { recursive: true });
    await promisify(execFile)('tar', ['-xzf', join(layout, blob(base!)), '-C', root]);
  }
  return join(folder, 'base');
}

interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly architecture: string };
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly layers?: readonly Descriptor[];
}
