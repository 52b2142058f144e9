/** The cache of one user: bytes by key, each entry written with its digest, so that a broken entry is as good as none. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRefusal } from '../files.ts';

/** Where bytes that are costly to make are kept between builds; `key` is a relative path. */
export interface Cache {
  /** The bytes last written under the key, or undefined where there are none or they changed since. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Keeps the bytes where it can; a cache that cannot be written is no reason to fail. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}

/** A cache that keeps nothing. */
export const noCache: Cache = { read: async () => undefined, write: async () => undefined };

/** This user's cache: the folder `planesmith` in `$XDG_CACHE_HOME`, by default in `~/.cache`. */
export function userCache(environment: NodeJS.ProcessEnv = process.env): Cache {
  return folderCache(join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'planesmith'));
}

/** A cache in this folder, which need not exist; any number of processes may share it. */
export function folderCache(folder: string): Cache {
  return {
    async read(key) {
      const entry = await readFile(join(folder, key)).catch(unlessRefused);
      const bytes = entry?.subarray(sealLength);
      return bytes !== undefined && entry?.subarray(0, sealLength).equals(seal(bytes)) ? bytes : undefined;
    },
    async write(key, bytes) {
      const path = join(folder, key);
      const scratch = `${path}.${randomUUID()}`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(scratch, [seal(bytes), bytes]);
        await rename(scratch, path);
      } catch (error) {
        unlessRefused(error);
        await rm(scratch, { force: true }).catch(unlessRefused);
      }
    },
  };
}

const sealLength = 32;

function seal(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function unlessRefused(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}
