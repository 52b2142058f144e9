/** The files under verification, which are read one at a time; nothing but regular files is ever opened. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { File } from '../../files.ts';
import { digestOf, type Digest } from '../digest.ts';
import { textContent } from '../tar.ts';

/** The most bytes of one file that are held in memory, and of one archive in it after decompression. */
export const most = { stored: 512 << 20, unpacked: 1 << 30 } as const;

/** Files by path, with forward slashes. */
export interface Files {
  /** The paths of all regular files, sorted. */
  readonly paths: readonly string[];
  /** The paths of links, FIFOs, sockets and devices, sorted. */
  readonly others: readonly string[];
  /** The content; undefined if there is no such file. Throws if it can't be read, or is larger than `most.stored`. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The digest of a file of any size. */
  digest(path: string): Promise<Digest>;
  /** The number of its bytes; undefined if there is no such file. */
  size(path: string): Promise<number | undefined>;
}

/** The files in a folder and below. */
export async function folderFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const pathsOf = (isChosen: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter(isChosen)
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
      .sort();
  const paths = pathsOf((entry) => entry.isFile());
  const known = new Set(paths);
  return {
    paths,
    others: pathsOf((entry) => !entry.isFile() && !entry.isDirectory()),
    async read(path) {
      if (!known.has(path)) return undefined;
      const { size } = await lstat(join(folder, path));
      if (size > most.stored) throw new Error(`it has ${size} bytes, more than the ${most.stored} that are read`);
      return readFile(join(folder, path));
    },
    async digest(path) {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk as Uint8Array);
      return `sha256:${hash.digest('hex')}`;
    },
    size: async (path) => (known.has(path) ? (await lstat(join(folder, path))).size : undefined),
  };
}

/** Files that are values already. */
export function valueFiles(files: readonly File[]): Files {
  const bytes = new Map(
    files.map(({ path, content }) => [path, typeof content === 'string' ? textContent(content) : content]),
  );
  return {
    paths: [...bytes.keys()].sort(),
    others: [],
    read: async (path) => bytes.get(path),
    digest: async (path) => digestOf(bytes.get(path) ?? new Uint8Array()),
    size: async (path) => bytes.get(path)?.length,
  };
}

/** The files below a folder of these, by their paths in it. */
export function filesBelow(files: Files, folder: string): Files {
  const prefix = `${folder}/`;
  const inside = (paths: readonly string[]): string[] =>
    paths.flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []));
  return {
    paths: inside(files.paths),
    others: inside(files.others),
    read: (path) => files.read(prefix + path),
    digest: (path) => files.digest(prefix + path),
    size: (path) => files.size(prefix + path),
  };
}
