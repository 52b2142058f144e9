/** Reads the kit that a command line names as a tarball, or by its reference in a registry. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { readLayer } from '../models/sources/registry.ts';
import { parseReference } from '../models/sources/reference.ts';
import { unpackTar } from '../xpkg/tar.ts';

/** The most bytes of a kit that is unpacked; that of a large platform has a tenth of it. */
const mostUnpacked = 64 << 20;

/** The files of the kit. Throws a `UserError` if there is none. */
export async function readKit(source: string): Promise<readonly File[]> {
  if (existsSync(source)) return unpacked(readFileSync(source), source);
  const reference = parseReference(source);
  if (reference !== undefined) return unpacked(await readLayer(reference), source);
  throw new UserError(`there is no kit ${source}`, {
    hint: 'name a folder, a tarball such as dist/kit/acme-1.2.3.tgz, or a reference such as registry.example.org/kit:1.2.3',
  });
}

async function unpacked(bytes: Uint8Array, source: string): Promise<readonly File[]> {
  const entries = await inside(bytes).catch((cause: unknown) => {
    throw new UserError(`${source} is no kit, or it is damaged: it cannot be unpacked`, {
      hint: 'take it again from where it was published',
      cause,
    });
  });
  return entries.flatMap((entry) => {
    const [, path = ''] = /^package\/(.+)$/.exec(entry.path) ?? [];
    const isPlain = path !== '' && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
    return entry.type === 'file' && isPlain ? [{ path, content: entry.content }] : [];
  });
}

async function inside(bytes: Uint8Array) {
  return unpackTar(gunzipSync(bytes, { maxOutputLength: mostUnpacked }));
}
