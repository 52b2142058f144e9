/** Reads the files, folders and standard input that a command line names. */
import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDenied, isRefusal } from '../files.ts';
import { UserError } from '../errors.ts';
import { excess, readBounded } from './bounded-read.ts';
import { type Documents, notText } from './documents.ts';

export interface ManifestFile {
  /** The path as it was given, or below the folder that was given; `-` for standard input. */
  readonly file: string;
  readonly text: string;
  /** False for a file that was found in a folder. */
  readonly named: boolean;
  /** Its documents, if it was put together from several files or cannot be read. @default those of `text` */
  readonly read?: Documents;
  /** Why it was left out, if it was found in a folder and is not a file. */
  readonly skipped?: string;
}

/**
 * The YAML and JSON files at `paths`, in that order, sorted within a folder. A path that cannot be read is a file without documents
 * and with the reason as its issue, so that the others are still read.
 */
export function* manifestFiles(paths: readonly string[]): Generator<ManifestFile> {
  for (const path of paths) yield* manifestsAt(path, []);
}

/** The names in a folder, sorted; throws a `UserError` if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const reason = { ENOENT: `there is no ${folder}`, ENOTDIR: `${folder} is not a folder` }[cause.code ?? ''];
    throw new UserError(reason ?? `cannot read ${folder}: ${cause.message}`, {
      hint: reason === undefined ? 'make it readable' : 'check the path',
      cause,
    });
  }
}

/** The files at a path, which the command line names if no folders are around it. */
function* manifestsAt(path: string, folders: readonly string[]): Generator<ManifestFile> {
  const named = folders.length === 0;
  try {
    if (path === '-') return yield manifest(path, readBounded(0), named);
    const stats = statSync(path);
    if (stats.isDirectory()) return yield* below(path, folders);
    if (!named && !isManifest(path)) return;
    if (stats.isFile() || (named && isStream(path))) yield manifest(path, readBounded(path), named);
    else if (named) yield unreadable(path, named, `this is ${kindOf(stats)}, not a file`);
    else yield { file: path, text: '', named, skipped: `this is ${kindOf(stats)}, not a file` };
  } catch (cause) {
    if (isDenied(cause))
      yield unreadable(path, named, named ? absent : 'this leads outside what the command line names');
    else if (isRefusal(cause)) yield unreadable(path, named, reasonOf(cause, path));
    else throw cause;
  }
}

function* below(folder: string, folders: readonly string[]): Generator<ManifestFile> {
  const identity = realpathSync(folder);
  if (folders.includes(identity)) {
    yield { file: folder, text: '', named: false, skipped: 'this link leads to a folder that it is in' };
    return;
  }
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    // A link is followed if it leads to a folder or has the name of a manifest, as kubectl does.
    if (entry.isDirectory() || entry.isSymbolicLink() || isManifest(entry.name)) {
      yield* manifestsAt(join(folder, entry.name), [...folders, identity]);
    }
  }
}

/** The file with these bytes, of which there are too many if they are undefined. Text in another encoding would be read with signs of replacement in it. */
function manifest(file: string, bytes: Buffer | undefined, named: boolean): ManifestFile {
  if (bytes !== undefined && !isUtf8(bytes)) {
    return { file, text: '', named, read: { documents: [], issues: [notText(file)] } };
  }
  const text = bytes?.toString('utf8');
  const reason = excess(text);
  return reason === undefined ? { file, text: text ?? '', named } : unreadable(file, named, reason);
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

/** Whether a shell opened it for this process, as `<(…)` does. Any other FIFO may wait for a writer for ever. */
function isStream(path: string): boolean {
  return /^\/dev\/(stdin|null|fd\/\d+)$|^\/proc\/self\/fd\/\d+$/.test(path);
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a FIFO';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** A kit may read every path that its command line names, as far as something is there. */
const absent = 'there is no such file or folder';

function reasonOf({ code, message }: NodeJS.ErrnoException, path: string): string {
  if (code !== 'ENOENT') return `this cannot be read: ${message}`;
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? absent : 'this link leads to nothing';
}

function unreadable(file: string, named: boolean, message: string): ManifestFile {
  return { file, text: '', named, read: { documents: [], issues: [{ file, document: 1, message }] } };
}
