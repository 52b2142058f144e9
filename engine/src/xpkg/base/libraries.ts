/** The shared libraries of a program: finds them with their own dependencies, or checks that a base has them. */
import { posix } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Architecture } from '../image.ts';
import type { TarEntry } from '../tar.ts';
import { readElf } from './elf.ts';

/** A library, and the path without leading slash at which the loader of its system finds it. */
export interface Library {
  readonly path: string;
  readonly content: Uint8Array;
}

/** The default search folders of glibc's loaders: Debian's folder for the architecture, then those of other systems. */
export const libraryFolders: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu', 'lib64', 'usr/lib64', 'lib', 'usr/lib'],
  arm64: ['lib/aarch64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'lib64', 'usr/lib64', 'lib', 'usr/lib'],
};

/**
 * The loader and every library that the program needs, directly or indirectly; `find` gets a name or an absolute path.
 * Throws a `UserError` that names every library that `find` does not return.
 */
export async function librariesOf(
  program: Uint8Array,
  find: (name: string) => Promise<Library | undefined>,
  place: string,
): Promise<Library[]> {
  const found = new Map<string, Library | undefined>();
  const { interpreter, needed = [] } = readElf(program) ?? {};
  const queue = interpreter === undefined ? [...needed] : [interpreter, ...needed];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || (name !== interpreter && name === posix.basename(interpreter ?? ''))) continue;
    const library = await find(name);
    found.set(name, library);
    queue.push(...(readElf(library?.content ?? new Uint8Array())?.needed ?? []));
  }
  const missing = [...found].filter(([, library]) => library === undefined).map(([name]) => name);
  if (missing.length > 0) throw missingLibraries(missing, place);
  return [...found.values()].filter((library) => library !== undefined);
}

/** Throws a `UserError` if the base lacks a library that the program needs directly, or has it for another processor. */
export function refuseUnfit(program: Uint8Array, base: readonly TarEntry[], place: string): void {
  const head = readElf(program);
  if (head === undefined) return;
  const byName = Map.groupBy(base, ({ path }) => posix.basename(path));
  const names = [head.interpreter ?? [], head.needed].flat().map((name) => posix.basename(name));
  const missing = names.filter((name) => !byName.has(name));
  if (missing.length > 0) throw missingLibraries(missing, place);
  for (const entry of names.flatMap((name) => byName.get(name) ?? [])) {
    const found = entry.type === 'file' ? readElf(entry.content)?.architecture : undefined;
    if (found === undefined || found === head.architecture) continue;
    throw new UserError(`${place} is for ${found}, but the image is for ${head.architecture}: /${entry.path}`);
  }
}

function missingLibraries(names: readonly string[], place: string): UserError {
  return new UserError(`${place} lacks libraries that Node needs: ${[...new Set(names)].toSorted().join(', ')}`, {
    hint: 'Node needs glibc 2.28 or newer, libstdc++ and libgcc: distroless "cc" images have them, Alpine and "static" ones do not',
  });
}
