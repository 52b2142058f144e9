/** A base for local use: the libraries of this machine, or those of Debian if the image is for another processor. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Architecture } from '../image.ts';
import { layerOf } from '../layer.ts';
import { textContent, type TarEntry } from '../tar.ts';
import { withFolders } from '../tree.ts';
import { debianLibraries } from './debian.ts';
import { readElf } from './elf.ts';
import type { Base, BaseNeed } from './base.ts';
import { librariesOf, libraryFolders, type Library } from './libraries.ts';

/** The architecture of this machine; throws a `UserError` if no image is built for it. */
export function hostArchitecture(): Architecture {
  if (process.arch === 'x64') return 'amd64';
  if (process.arch === 'arm64') return 'arm64';
  throw new UserError(`Function images are built for amd64 and arm64, but this machine is ${process.arch}`, {
    hint: 'build with --arch all, and with a base in planesmith.config.ts',
  });
}

/** One layer with the program's libraries and users. Its bytes depend on this machine, so it is not for release. */
export async function hostLibraries({ architecture, program, cache }: BaseNeed): Promise<Base> {
  if (process.platform !== 'linux') {
    throw new UserError(
      `a Function image needs Linux libraries, which this machine (${process.platform}) does not have`,
      {
        hint: 'set base in planesmith.config.ts to an OCI layout with its digest, or to a directory',
      },
    );
  }
  const libraries =
    architecture === hostArchitecture()
      ? await librariesOf(program, (name) => findOnHost(name, architecture), 'this machine')
      : await debianLibraries(architecture, program, cache);
  const files = libraries.map(({ path, content }): TarEntry => ({ type: 'file', path, content, mode: 0o755 }));
  const layer = await layerOf(withFolders([...files, ...users]), { cache });
  return { layers: [layer], environment: {}, origin: 'host', releasable: false, entries: [...files, ...users] };
}

/** Crossplane runs functions as user 2000; other environments often use 65532. */
const users: readonly TarEntry[] = [
  textFile('etc/passwd', [
    'root:x:0:0:root:/:/sbin/nologin',
    'function:x:2000:2000:function:/:/sbin/nologin',
    'nonroot:x:65532:65532:nonroot:/:/sbin/nologin',
  ]),
  textFile('etc/group', ['root:x:0:', 'function:x:2000:', 'nonroot:x:65532:']),
];

function textFile(path: string, lines: readonly string[]): TarEntry {
  return { type: 'file', path, content: textContent(`${lines.join('\n')}\n`) };
}

async function findOnHost(name: string, architecture: Architecture): Promise<Library | undefined> {
  const paths = name.startsWith('/')
    ? [name.slice(1)]
    : libraryFolders[architecture].map((folder) => join(folder, name));
  for (const path of paths) {
    const content = await readFile(`/${path}`).catch(() => undefined);
    if (content !== undefined && readElf(content)?.architecture === architecture) return { path, content };
  }
  return undefined;
}
