/** Reads the files, folders and standard input that a command line names. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusal } from '../files.ts';
import { UserError } from '../errors.ts';
import type { Documents } from './documents.ts';

export interface ManifestFile {
  /** The path as it was given, or below the folder that was given; `-` for standard input. */
  readonly file: string;
  readonly text: string;
  /** False for a file that was found in a folder. */
  readonly named: boolean;
  /** Its documents, if it was put together from several files. @default those of `text` */
  readonly read?: Documents;
}

/** The YAML and JSON files at `paths`, in that order, sorted within a folder; throws a `UserError` for a path that cannot be read. */
export function* manifestFiles(paths: readonly string[]): Generator<ManifestFile> {
  for (const path of paths) {
    if (path === '-') yield { file: path, text: readText(0, 'standard input'), named: true };
    else if (!isFolder(path)) yield { file: path, text: readText(path, path), named: true };
    else for (const file of below(path)) yield { file, text: readText(file, file), named: false };
  }
}

/** The file's text; throws a `UserError` if it cannot be read. */
export function readText(path: string | 0, title = String(path)): string {
  return attempt(title, () => readFileSync(path, 'utf8'));
}

/** The names in a folder, sorted; throws a `UserError` if it cannot be read. */
export function namesIn(folder: string): string[] {
  return attempt(folder, () => readdirSync(folder)).toSorted();
}

function isFolder(path: string): boolean {
  return attempt(path, () => statSync(path).isDirectory());
}

function below(folder: string): string[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      // A link is followed if it leads to a folder or has the name of a manifest, as kubectl does.
      if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) return below(path);
      return /\.(ya?ml|json)$/.test(entry.name) ? [path] : [];
    });
}

function attempt<T>(title: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const reason = { ENOENT: `there is no ${title}`, ENOTDIR: `${title} is not a folder` }[cause.code ?? ''];
    throw new UserError(reason ?? `cannot read ${title}: ${cause.message}`, {
      hint: reason === undefined ? 'make it readable' : 'check the path',
      cause,
    });
  }
}
