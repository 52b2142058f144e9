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
  try {
    for (const { path, content } of await filesIn(layer ?? readTarball(source))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  } catch (cause) {
    throw new UserError(`${source} is no kit, or it is damaged: it cannot be unpacked`, {
      hint: 'take it again from where it was published',
      cause,
    });
  }
}

function readTarball(file: string): Uint8Array {
  const stats = statSync(file);
  // A FIFO or a device may never end.
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > mostUnpacked) throw new Error('it is larger than any kit');
  return readFileSync(file);
}

/** The files in the folder `package` of the tarball; links and all else are left out. */
async function filesIn(tarball: Uint8Array): Promise<readonly File[]> {
  const entries = await unpackTar(gunzipSync(tarball, { maxOutputLength: mostUnpacked }));
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
