/** File trees as archive entries: reads them from the disk, and adds missing parent folders. */
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TarEntry } from './tar.ts';

/** The entries with all their parent folders, so that no unpacker has to choose an owner and a mode. */
export function withFolders(entries: readonly TarEntry[]): TarEntry[] {
  const paths = new Set(entries.map(({ path }) => path));
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  }
  return [
    ...[...folders].filter((path) => !paths.has(path)).map((path) => ({ type: 'directory' as const, path })),
    ...entries,
  ];
}

/**
 * The contents of a folder, without sockets and devices. Modes keep only the owner's right to execute, so that they do
 * not depend on umask and checkout.
 */
export async function readTree(folder: string): Promise<TarEntry[]> {
  const paths = await readdir(folder, { recursive: true });
  const entries = await Promise.all(
    paths.map(async (name): Promise<TarEntry[]> => {
      const path = name.replaceAll('\\', '/');
      const full = join(folder, name);
      const state = await lstat(full);
      if (state.isDirectory()) return [{ type: 'directory', path }];
      if (state.isSymbolicLink()) return [{ type: 'symlink', path, target: await readlink(full) }];
      if (!state.isFile()) return [];
      return [{ type: 'file', path, content: await readFile(full), mode: state.mode & 0o100 ? 0o755 : 0o644 }];
    }),
  );
  return entries.flat();
}
