/** The per-user cache of test tools. A directory in it is complete if it exists; one process at a time fills it. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatMs = 2_000;
const staleMs = 20_000;

/** Returns the directory that holds all cached tools, which need not exist. */
export function cacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'planesmith', 'tools');
}

/** Returns the cache directory of `name` for this content, so that a changed lock or flag gets another directory. */
export function cacheDir(name: string, content: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of content) hash.update(`${part.length}\n${part}`);
  return join(cacheRoot(), `${name}-${hash.digest('hex')}`);
}

/**
 * Returns `dir` once it is complete, calling `fill` with an empty sibling directory when it is not there yet.
 *
 * A `fill` that throws leaves nothing behind, and the error reaches the caller.
 */
export async function cached(dir: string, fill: (empty: string) => Promise<void>): Promise<string> {
  if (existsSync(dir)) return dir;
  return withLock(`${dir}.lock`, async () => {
    if (existsSync(dir)) return dir;
    const empty = `${dir}.${randomBytes(4).toString('hex')}.tmp`;
    await mkdir(empty, { recursive: true });
    try {
      await fill(empty);
      await rename(empty, dir);
    } catch (error) {
      await rm(empty, { recursive: true, force: true });
      if (!existsSync(dir)) throw error;
    }
    return dir;
  });
}

/** Runs `work` while this process has the lock directory `path`; the lock of a dead process is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(join(path, '..'), { recursive: true });
  while (!(await take(path))) await sleep(200);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rmdir(path).catch(() => undefined);
  }
}

/** Returns whether this process now has the lock; removes a lock that is no longer refreshed. */
async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const lock = await stat(path).catch(() => undefined);
  // Two processes may both take over. Then both build, and the first rename wins.
  if (lock && Date.now() - lock.mtimeMs > staleMs) await rmdir(path).catch(() => undefined);
  return false;
}
