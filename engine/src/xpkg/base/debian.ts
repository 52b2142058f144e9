/** Libraries for another architecture, from Debian's packages; the packages of this machine do not change. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../errors.ts';
import { withScratch } from '../../files.ts';
import type { Cache } from '../cache.ts';
import type { Architecture } from '../image.ts';
import { packTar, unpackTar, type TarEntry } from '../tar.ts';
import { librariesOf, libraryFolders, type Library } from './libraries.ts';

const run = promisify(execFile);
const packages = ['libc6', 'libgcc-s1', 'libstdc++6'];

/**
 * The program's libraries from Debian for the architecture; apt fetches and verifies them at the first use.
 * Throws a `UserError` if this machine has no apt, or apt has no such packages.
 */
export async function debianLibraries(
  architecture: Architecture,
  program: Uint8Array,
  cache: Cache,
): Promise<Library[]> {
  const key = `debian/${architecture}.tar`;
  const cached = await cache.read(key);
  const entries = cached === undefined ? await fetchPackages(architecture) : await unpackTar(cached);
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  const find = async (name: string): Promise<Library | undefined> => {
    const paths = name.startsWith('/')
      ? [name.slice(1)]
      : libraryFolders[architecture].map((folder) => `${folder}/${name}`);
    return paths.map((path) => follow(path, files)).find((library) => library !== undefined);
  };
  const libraries = await librariesOf(program, find, `Debian's ${packages.join(', ')} for ${architecture}`);
  if (cached === undefined)
    await cache.write(key, await packTar(libraries.map((library) => ({ type: 'file', ...library }))));
  return libraries;
}

/** The file that the path leads to through links inside the packages, with that path. */
function follow(path: string, files: ReadonlyMap<string, TarEntry>): Library | undefined {
  let at = path;
  for (let steps = 0; steps < 8; steps++) {
    const entry = files.get(at);
    if (entry?.type === 'file') return { path, content: entry.content };
    if (entry?.type !== 'symlink') return undefined;
    at = posix.join(entry.target.startsWith('/') ? '' : posix.dirname(at), entry.target).replace(/^\//, '');
  }
  return undefined;
}

async function fetchPackages(architecture: Architecture): Promise<TarEntry[]> {
  try {
    return await withScratch(join(tmpdir(), 'planesmith-apt-'), (scratch) => fetchInto(scratch, architecture));
  } catch (cause) {
    const complaint = (cause as { stderr?: unknown }).stderr;
    if (complaint === undefined) throw cause;
    throw new UserError(
      `cannot get Debian's libraries for ${architecture}: ${String(complaint).trim().split('\n').at(-1) || (cause as Error).message}`,
      {
        hint: 'set base in planesmith.config.ts, or build with --arch host',
        cause,
      },
    );
  }
}

async function fetchInto(scratch: string, architecture: Architecture): Promise<TarEntry[]> {
  const settings = join(scratch, 'apt.conf');
  await writeFile(settings, aptSettings(scratch, architecture));
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'packages']) {
    await mkdir(join(scratch, folder), { recursive: true });
  }
  const folder = join(scratch, 'packages');
  await run('apt-get', ['-c', settings, 'update'], { cwd: folder });
  await run('apt-get', ['-c', settings, 'download', ...packages], { cwd: folder });
  const entries: TarEntry[] = [];
  for (const file of (await readdir(folder)).toSorted()) {
    const { stdout } = await run('dpkg-deb', ['--fsys-tarfile', join(folder, file)], {
      encoding: 'buffer',
      maxBuffer: 256 << 20,
    });
    entries.push(...(await unpackTar(stdout)));
  }
  return entries;
}

/** Settings that give apt its own state and cache, no installed packages, and none of the host's hooks. */
function aptSettings(scratch: string, architecture: Architecture): string {
  return [
    `APT::Architecture "${architecture}";`,
    '#clear APT::Architectures;',
    `APT::Architectures { "${architecture}"; };`,
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    'APT::Sandbox::User "";',
    'Acquire::Languages "none";',
    `Dir::State "${scratch}/state";`,
    'Dir::State::status "/dev/null";',
    `Dir::Cache "${scratch}/cache";`,
    '',
  ].join('\n');
}
