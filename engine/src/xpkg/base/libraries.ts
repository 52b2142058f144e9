/** The shared libraries of a program: found one by one with what they need themselves, or checked to be in a base. */
import { posix } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Architecture } from '../image.ts';
import type { TarEntry } from '../tar.ts';
import { readElf } from './elf.ts';

/** A library and the path, without leading slash, at which the loader of its own system finds it. */
export interface Library {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Where glibc's loaders look without being told: Debian's folder for the architecture, then those of other systems. */
export const libraryFolders: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu', 'lib64', 'usr/lib64', 'lib', 'usr/lib'],
  arm64: ['lib/aarch64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'lib64', 'usr/lib64', 'lib', 'usr/lib'],
};

/**
 * The loader and every library that the program needs, directly or not; `find` answers for a name or an absolute path.
 * Throws a `UserError` that names all that `find` does not know.
 */
export async function librariesOf(
  program: Uint8Array,
  find: (name: string) => Promise<Library | undefined>,
  place: string,
): Promise<Library[]> {
  const found = new Map<string, Library | undefined>();
  const { interpreter, needed = [] } = readElf(program) ?? {};
  const open = interpreter === undefined ? [...needed] : [interpreter, ...needed];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || (name !== interpreter && name === posix.basename(interpreter ?? ''))) continue;
    const library = await find(name);
    found.set(name, library);
    open.push(...(readElf(library?.content ?? new Uint8Array())?.needed ?? []));
  }
  const missing = [...found].filter(([, library]) => library === undefined).map(([name]) => name);
  if (missing.length > 0) throw missingLibraries(missing, place);
  return [...found.values()].filter((library) => library !== undefined);
}

/** Throws a `UserError` where the base lacks what the program needs directly, or has it for another processor. */
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
