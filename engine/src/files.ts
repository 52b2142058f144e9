/** Files as values, and the function that writes a whole folder of them to the disk. */
import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from './errors.ts';
import { placed, withScratch } from './placed.ts';

export { withScratch };

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
  refuseSharedPaths(files);
  await fillTree(dir, (next) => writeFiles(next, files));
}

/** Writes the files below the folder `root`, which is nobody else's. */
export async function writeFiles(root: string, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const path = join(root, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content, { mode: file.mode ?? 0o644 });
  }
}

/** Replaces the folder `dir` by what `fill` writes into a folder beside it, or leaves it untouched. For files too large for the memory. */
export async function fillTree(dir: string, fill: (next: string) => Promise<void>): Promise<void> {
  const target = resolve(dir);
  try {
    await mkdir(dirname(target), { recursive: true });
    await withScratch(join(dirname(target), `.${basename(target)}-`), async (scratch) => {
      const next = join(scratch, 'next');
      await mkdir(next);
      await fill(next);
      swap(target, next, join(scratch, 'previous'));
    });
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot write ${target}: ${cause.message}`, {
      hint: `make ${dirname(target)} writable and leave room on the disk, or choose another folder; what was there is unchanged`,
      cause,
    });
  }
}

/** In mebibytes, more than any text that a repository keeps for its tools, and no more than is read in seconds: YAML takes much longer than JSON. */
function mostText(path: string): number {
  return /\.ya?ml$/.test(path) ? 8 : 64;
}

/** The text of the file at `path` below `root`; undefined if there is none. Throws a `UserError` for one that cannot be read, or may never end. */
export function textIn(root: string, path: string): string | undefined {
  const file = join(root, path);
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined && lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
    if (stats === undefined)
      throw new UserError(`${path} is a link that leads to nothing`, { hint: `put a file there, or remove ${file}` });
    const most = mostText(path);
    if (stats.isFile() && stats.size <= most << 20) return utf8(readFileSync(file), path, file);
    const reason = stats.isFile() ? `is larger than ${most} MiB` : 'is not a file';
    throw new UserError(`${path} ${reason}`, { hint: `put a file there, or remove ${file}` });
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot read ${path}: ${cause.message}`, { hint: 'make it readable', cause });
  }
}

/** Text in another encoding would be read with signs of replacement in it, and nobody would see that. */
function utf8(bytes: Buffer, path: string, file: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new UserError(`${path} is not UTF-8 text`, { hint: `write ${file} again in UTF-8` });
}

/**
 * Adds the `created` files to the folder `root` and replaces the `changed` ones, then runs `finish` and returns its result. If anything fails, or if a
 * signal ends the process, all is as it was. Throws a `UserError` if the operating system refuses.
 */
export async function addFiles<T>(
  root: string,
  { created, changed }: { readonly created: readonly File[]; readonly changed: readonly File[] },
  finish: () => Promise<T>,
): Promise<T> {
  try {
    const files = [
      ...created.map(({ path, content }) => ({ path: join(root, path), content, isNew: true })),
      ...changed.map(({ path, content }) => ({ path: realpathSync(join(root, path)), content, isNew: false })),
    ];
    return await placed(files, finish);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot write into ${root}: ${cause.message}`, { hint: 'nothing was changed', cause });
  }
}

/**
 * Replaces the contents of files that exist, all or none: they are written beside their files first, and renamed last. `path` is that of the file, whose mode
 * stays; behind a link, the file that it leads to is replaced. Throws a `UserError` if the operating system refuses.
 */
export async function replaceFiles(files: readonly File[]): Promise<void> {
  try {
    const targets = files.map(({ path, content }) => ({ path: realpathSync(path), content, isNew: false }));
    await placed(targets, () => Promise.resolve());
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot write ${cause.path ?? 'a file'}: ${cause.message}`, {
      hint: 'make its folder writable and leave room on the disk; no file was changed',
      cause,
    });
  }
}

/**
 * Renames `next` to `target`, and restores the old folder if that fails. No signal and no other work of this process comes between
 * the two renames; Node has no call that exchanges two folders.
 */
function swap(target: string, next: string, previous: string): void {
  const existed = isRenamed(target, previous);
  try {
    renameSync(next, target);
  } catch (error) {
    if (existed) renameSync(previous, target);
    throw error;
  }
}

/** False if there is nothing to rename. */
function isRenamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
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

/** True if Node itself refuses a path to the program of a kit, which may read only what its command line names. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED';
}
