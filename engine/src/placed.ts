/** Puts whole files into their places, all or none, whatever ends the process meanwhile. */
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A whole file that waits beside its place. `path` is that of no link. */
interface Placing {
  readonly path: string;
  readonly isNew: boolean;
}

/** Writes all files beside their places and puts them there at once, then runs `finish`. If it fails, or if a signal comes, they are taken back. */
export async function placed<T>(
  files: readonly (Placing & { readonly content: string | Uint8Array })[],
  finish: () => Promise<T>,
): Promise<T> {
  const places = files.map((file) => ({ ...file, beside: file.isNew ? nearestFolder(file.path) : dirname(file.path) }));
  return withScratchBeside([...new Set(places.map(({ beside }) => beside))], async (scratches) => {
    const moves = places.map(({ path, isNew, beside }, index) => {
      const scratch = scratches.get(beside)!;
      return { path, isNew, next: join(scratch, `${index}.next`), previous: join(scratch, `${index}.previous`) };
    });
    for (const [index, { path, isNew, next }] of moves.entries()) {
      await writeFile(next, files[index]!.content);
      if (!isNew) await chmod(next, statSync(path).mode);
    }
    return orUndone(putAll(moves), finish);
  });
}

/** The folder nearest to the path that exists. */
function nearestFolder(path: string): string {
  const folder = dirname(path);
  return folder === path || statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : nearestFolder(folder);
}

/** Puts every `next` in its place, or leaves all as they were. Nothing else of this process comes between. Returns what undoes it. */
function putAll(moves: readonly (Placing & { readonly next: string; readonly previous: string })[]): () => void {
  const undos: (() => void)[] = [];
  const undo = () => undos.toReversed().forEach((each) => each());
  try {
    for (const { path, isNew, next, previous } of moves) {
      if (isNew) {
        undos.push(...madeFolders(dirname(path)).map((folder) => () => removeEmpty(folder)));
        // Unlike a rename it fails if there is a file, such as that of another run.
        linkOrCopy(next, path);
        undos.push(() => rmSync(path, { force: true }));
      } else {
        linkOrCopy(path, previous);
        renameSync(next, path);
        undos.push(() => renameSync(previous, path));
      }
    }
    return undo;
  } catch (error) {
    undo();
    throw error;
  }
}

/** Gives a file a second name, or a copy where file systems have no such names, as on many USB sticks and shared folders. Fails if `to` is there. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    copyWhole(from, to);
  }
}

function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(String((error as NodeJS.ErrnoException).code));
}

/** Copies a file, or leaves nothing of it. */
function copyWhole(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(to, { force: true });
    throw error;
  }
}

/** Makes the folder and those around it that are missing, and returns these, the outermost first. */
function madeFolders(folder: string): readonly string[] {
  const whole = resolve(folder);
  const first = mkdirSync(whole, { recursive: true });
  return first === undefined ? [] : foldersTo(whole, first);
}

/** The folder and those around it up to `first`, which comes first. */
function foldersTo(folder: string, first: string): readonly string[] {
  return folder.length <= first.length ? [folder] : [...foldersTo(dirname(folder), first), folder];
}

/** Removes a folder unless something has come into it meanwhile, such as a file of another run. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It stays.
  }
}

/** Runs `work`; if it fails, or if a signal comes first, calls `undo`. */
async function orUndone<T>(undo: () => void, work: () => Promise<T>): Promise<T> {
  const release = () => signals.forEach((signal) => process.off(signal, end));
  const end = (): void => {
    release();
    undo();
  };
  // First, since the others end the process.
  signals.forEach((signal) => process.prependListener(signal, end));
  try {
    return await work();
  } catch (error) {
    undo();
    throw error;
  } finally {
    release();
  }
}

/** Calls `use` with a new folder in each of these, by their paths. */
function withScratchBeside<T>(
  folders: readonly string[],
  use: (scratches: ReadonlyMap<string, string>) => Promise<T>,
  made: ReadonlyMap<string, string> = new Map(),
): Promise<T> {
  const [folder, ...others] = folders;
  if (folder === undefined) return use(made);
  return withScratch(join(folder, '.planesmith-'), (scratch) =>
    withScratchBeside(others, use, new Map([...made, [folder, scratch]])),
  );
}

/**
 * Calls `use` with a new folder, whose path begins with `prefix`, and removes the folder at the end: also if a signal ends the process,
 * such as that of Ctrl-C.
 */
export async function withScratch<T>(prefix: string, use: (folder: string) => Promise<T>): Promise<T> {
  let folder: string | undefined;
  const end = (signal: NodeJS.Signals): void => {
    release();
    // Work that goes on in other threads can write once more while the folder is being removed.
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.kill(process.pid, signal);
  };
  const release = () => signals.forEach((signal) => process.off(signal, end));
  // First, and in one step with the making of the folder: a signal that comes before would leave it.
  signals.forEach((signal) => process.on(signal, end));
  try {
    folder = mkdtempSync(prefix);
    return await use(folder);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    release();
  }
}

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
