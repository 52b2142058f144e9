/** The cache of one user, with bytes by key. Each entry has its digest, so that a broken entry counts as missing. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRefusal } from '../files.ts';

/** Stores bytes that are expensive to compute between builds; `key` is a relative path. */
export interface Cache {
  /** The bytes that were last written for the key; undefined if there are none, or if they have been damaged. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Stores the bytes if possible; a cache that cannot be written does not fail. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}

/** A cache that stores nothing. */
export const noCache: Cache = { read: async () => undefined, write: async () => undefined };

/** This user's cache: the folder `planesmith` in `$XDG_CACHE_HOME`, by default in `~/.cache`. */
export function userCache(environment: NodeJS.ProcessEnv = process.env): Cache {
  return folderCache(join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'planesmith'));
}

/** A cache in this folder, which need not exist; several processes may share it. */
export function folderCache(folder: string): Cache {
  return {
    async read(key) {
      const entry = await readFile(join(folder, key)).catch(ignoreRefusal);
      const bytes = entry?.subarray(checksumLength);
      return bytes !== undefined && entry?.subarray(0, checksumLength).equals(checksum(bytes)) ? bytes : undefined;
    },
    async write(key, bytes) {
      const path = join(folder, key);
      const scratch = `${path}.${randomUUID()}`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(scratch, [checksum(bytes), bytes]);
        await rename(scratch, path);
      } catch (error) {
        ignoreRefusal(error);
        await rm(scratch, { force: true }).catch(ignoreRefusal);
      }
    },
  };
}

const checksumLength = 32;

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function ignoreRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}
