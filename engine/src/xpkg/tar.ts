/** Tar archives as values; no other module uses the library that packs them. */
import { packTar as pack, unpackTar as unpack, type TarHeader } from 'modern-tar';

/** One entry of an archive; `path` has no leading and no trailing slash. */
export type TarEntry =
  | { readonly type: 'file'; readonly path: string; readonly content: Uint8Array; readonly mode?: number }
  | { readonly type: 'directory'; readonly path: string; readonly mode?: number }
  | { readonly type: 'symlink' | 'hardlink'; readonly path: string; readonly target: string };

/**
 * The archive of these entries, which depends on nothing else: sorted by path, owned by root, without times or names of owners.
 * The default mode of files is 0644, of directories 0755; long names use PAX.
 */
export async function packTar(entries: readonly TarEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const [index, { path }] of sorted.entries()) {
    if (!isInside(path)) throw new Error(`a tar entry is called ${JSON.stringify(path)}, which leaves its archive`);
    if (path === sorted[index - 1]?.path) throw new Error(`two tar entries are called ${JSON.stringify(path)}`);
  }
  return pack(
    sorted.map((entry) =>
      entry.type === 'file' ? { header: header(entry), body: entry.content } : { header: header(entry) },
    ),
  );
}

/** The files, directories and links of an archive in its order, without devices. Throws if the archive is broken. */
export async function unpackTar(archive: Uint8Array): Promise<TarEntry[]> {
  const entries = await unpack(archive, { strict: true });
  return entries.flatMap(({ header: { name, type = 'file', mode, linkname = '' }, data }): TarEntry[] => {
    const path = name.replace(/^(\.?\/)+|\/+$/g, '');
    if (path === '' || path === '.') return [];
    const withMode = mode === undefined ? { path } : { path, mode };
    if (type === 'file') return [{ type, ...withMode, content: data ?? new Uint8Array() }];
    if (type === 'directory') return [{ type, ...withMode }];
    if (type === 'symlink') return [{ type, path, target: linkname }];
    if (type === 'link') return [{ type: 'hardlink', path, target: linkname }];
    return [];
  });
}

/** The bytes of a text file. */
export function textContent(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function header(entry: TarEntry): TarHeader {
  const common = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };
  switch (entry.type) {
    case 'file':
      return { ...common, name: entry.path, type: 'file', size: entry.content.length, mode: entry.mode ?? 0o644 };
    case 'directory':
      return { ...common, name: `${entry.path}/`, type: 'directory', size: 0, mode: entry.mode ?? 0o755 };
    case 'symlink':
      return { ...common, name: entry.path, type: 'symlink', size: 0, mode: 0o777, linkname: entry.target };
    case 'hardlink':
      return { ...common, name: entry.path, type: 'link', size: 0, mode: 0o644, linkname: entry.target };
  }
}

function isInside(path: string): boolean {
  return (
    path !== '' && !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
