/** Brings blobs to the disk as they come, since one may be larger than the memory. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Digest } from '../xpkg/digest.ts';
import type { Connection } from './connection.ts';
import { type Descriptor, expectSame } from './manifest.ts';

/** Writes the blob to the path: as a whole, or not at all. A failed attempt begins anew. Throws a `UserError` if the registry sends other bytes. */
export async function download(
  connection: Connection,
  { digest, size = 0 }: Pick<Descriptor, 'digest' | 'size'>,
  path: string,
  name: string,
): Promise<void> {
  await connection.read(`blobs/${digest}`, '*/*', (answer) => writeBlob(path, digest, answer.chunks(size), name));
}

/** Writes these bytes to the path, unless they are not what the digest names: then nothing is there. The error names `source`. */
export async function writeBlob(
  path: string,
  digest: Digest,
  chunks: AsyncIterable<Uint8Array>,
  source: string,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  try {
    const hash = createHash('sha256');
    const file = await open(part, 'w');
    try {
      for await (const chunk of chunks) {
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    expectSame(`sha256:${hash.digest('hex')}`, digest, source);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Whether the file at the path is there, and is what the digest names. */
export async function holdsBlob(path: string, digest: Digest): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}` === digest;
}
