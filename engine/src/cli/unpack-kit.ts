/** Unpacks the kit that a command line names as a tarball, or by its reference in a registry. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { readOnlyLayer } from '../registry/pull.ts';
import { parseReference } from '../registry/reference.ts';
import { unpackTar } from '../xpkg/tar.ts';

/** The most bytes of a kit that is unpacked; that of a large platform has a tenth of it. */
const mostUnpacked = 64 << 20;

/** Writes the files of the kit into the folder. Throws a `UserError` if there is none. */
export async function unpackKit(source: string, folder: string): Promise<void> {
  const reference = existsSync(source) ? undefined : parseReference(source);
  if (!existsSync(source) && reference === undefined) {
    throw new UserError(`there is no kit ${source}`, {
      hint: 'name a folder, a tarball such as dist/kit/acme-1.2.3.tgz, or a reference such as registry.example.org/acme-kit:v1.2.3',
    });
  }
  const layer = reference && (await readOnlyLayer(reference));
  if (reference !== undefined && layer === undefined) {
    throw new UserError(`${source} is a Crossplane package or another image, and no kit`, {
      hint: 'name the kit of the same release, which `planesmith push` publishes beside the packages',
    });
  }
  try {
    for (const { path, content } of await filesIn(layer ?? readTarball(source), source)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${source} is no kit, or it is damaged: it cannot be unpacked`, {
      hint: 'take it again from where it was published',
      cause,
    });
  }
}

function readTarball(file: string): Uint8Array {
  const stats = statSync(file);
  // The one of a Function is larger than any kit.
  if (file.endsWith('.xpkg')) throw packageInstead(file);
  // A FIFO or a device may never end.
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > mostUnpacked) throw new Error('it is larger than any kit');
  return readFileSync(file);
}

/** The error for a Crossplane package, which looks like an answer: it is published beside the kit. */
export function packageInstead(source: string): UserError {
  return new UserError(`${source} is a Crossplane package, which has neither the program nor the contract of a kit`, {
    hint: 'name the kit of the same release, which the build writes to dist/kit/',
  });
}

/** The files in the folder `package` of the tarball; links and all else are left out. */
async function filesIn(tarball: Uint8Array, source: string): Promise<readonly File[]> {
  const isPacked = tarball[0] === 0x1f && tarball[1] === 0x8b;
  const entries = await unpackTar(isPacked ? gunzipSync(tarball, { maxOutputLength: mostUnpacked }) : tarball);
  // An image that `docker save` wrote has the one, and the layer of a package has the other.
  if (entries.some(({ path }) => path === 'manifest.json' || path === 'package.yaml')) throw packageInstead(source);
  return entries.flatMap((entry) => {
    const [, path] = /^package\/(.+)$/s.exec(entry.path) ?? [];
    if (entry.type !== 'file' || path === undefined) return [];
    if (!path.split('/').every(isPlain)) throw new Error(`${path} leaves the folder of the kit`);
    return [{ path, content: entry.content }];
  });
}

/** Whether a name is one in its folder, also on Windows. */
function isPlain(name: string): boolean {
  return !['', '.', '..'].includes(name) && !/[\\:\0]/.test(name);
}
