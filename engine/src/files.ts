/** Files as values, and the function that writes a whole folder of them to the disk. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from './errors.ts';

/** One file to write; `path` is relative to the written folder, with forward slashes. */
export interface File {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** @default 0o644 */
  readonly mode?: number;
}

/**
 * Replaces the folder `dir` by exactly `files`, or leaves it untouched: files are written beside it first and renamed last.
 * Throws a `UserError` if the operating system refuses, or if two files have one path.
 */
export async function writeTree(dir: string, files: readonly File[]): Promise<void> {
  const target = resolve(dir);
  refuseSharedPaths(files);
  let scratch: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    scratch = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    const next = join(scratch, 'next');
    await mkdir(next);
    for (const file of files) {
      const path = join(next, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file.content, { mode: file.mode ?? 0o644 });
    }
    await swap(target, next, join(scratch, 'previous'));
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot write ${target}: ${cause.message}`, {
      hint: `make ${dirname(target)} writable and leave room on the disk, or choose another folder with --out; what was there is unchanged`,
      cause,
    });
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

/** Renames `next` to `target`; restores the old folder if the second rename fails. */
async function swap(target: string, next: string, previous: string): Promise<void> {
  const existed = await rename(target, previous).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(next, target);
  } catch (error) {
    if (existed) await rename(previous, target);
    throw error;
  }
}

function refuseSharedPaths(files: readonly File[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) throw new UserError(`two files claim the path ${path}`);
    seen.add(path);
  }
}

/** True for an error of the operating system, which the user can fix; any other error is a bug. */
export function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error;
}
