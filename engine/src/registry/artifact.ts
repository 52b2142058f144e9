/** What can be pushed: an image, an index of images, or an artifact of one file. All its parts are verified before the first request. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Blob } from '../xpkg/blob.ts';
import type { Digest } from '../xpkg/digest.ts';
import type { FileArtifact } from '../xpkg/file-artifact.ts';
import { blobPath } from '../xpkg/layout.ts';
import { type Descriptor, documentIn, expectSame, mostManifestBytes } from './manifest.ts';
import { type Document, treeOf } from './tree.ts';

/** A configuration, a layer or a file. */
export interface StoredBlob {
  readonly digest: Digest;
  readonly size: number;
  /** Its bytes from `start` up to `end`. It may be larger than the memory. */
  readonly bytes: (start: number, end: number) => Promise<Uint8Array>;
  /** A repository of the same registry that may have it. */
  readonly mountFrom?: string;
}

export interface Artifact {
  /** Every document after all that it names; the last one is what a tag names. */
  readonly documents: readonly Document[];
  /** Every blob once. */
  readonly blobs: readonly StoredBlob[];
}

/** The document that a tag names. */
export function rootOf({ documents }: Artifact): Document {
  const root = documents.at(-1);
  if (root === undefined) throw new Error('an artifact has no document');
  return root;
}

/** An artifact of one file, from memory. */
export function fromMemory({ manifest, config, file }: FileArtifact): Artifact {
  const stored = ({ digest, size, bytes }: Blob): StoredBlob => ({
    digest,
    size,
    bytes: async (start, end) => bytes.subarray(start, end),
  });
  return { documents: [manifest], blobs: [stored(config), stored(file)] };
}

const hint = 'build it again with `planesmith build --release`';

/** The package in an OCI image layout. Throws a `UserError` if a part is missing, or is not what its digest names. */
export async function readLayout(folder: string): Promise<Artifact> {
  const index = documentIn(await readPart(folder, 'index.json'), folder);
  const [root, ...others] = index.manifests;
  if (root === undefined || others.length > 0) {
    throw new UserError(`${folder} has ${index.manifests.length} images: a package is one`, { hint });
  }
  const { documents, blobs } = await treeOf(root, (digest) => readPart(folder, blobPath(digest)), {
    name: folder,
    hint,
  });
  const stored: StoredBlob[] = [];
  for (const blob of blobs) stored.push(await storedBlob(folder, blob));
  return { documents, blobs: stored };
}

async function storedBlob(folder: string, { digest, size: promised }: Descriptor): Promise<StoredBlob> {
  const path = join(folder, blobPath(digest));
  const hash = createHash('sha256');
  const size = await stat(path).then(
    (found) => found.size,
    (cause: Error) => refuse(folder, cause),
  );
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  expectSame(`sha256:${hash.digest('hex')}`, digest, folder, hint);
  if (promised !== undefined && promised !== size) {
    throw new UserError(`${folder} is damaged: ${digest} has ${size} bytes, and its manifest says ${promised}`, {
      hint,
    });
  }
  return blobIn(folder, digest, size);
}

/** A blob of a layout that was verified before. */
export function blobIn(folder: string, digest: Digest, size: number): StoredBlob {
  const path = join(folder, blobPath(digest));
  const bytes = (start: number, end: number) =>
    readRange(path, start, end).catch((cause: Error) => refuse(folder, cause));
  return { digest, size, bytes };
}

/** The bytes of a file from `start` up to `end`, or up to its own end. */
async function readRange(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readPart(folder: string, path: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, path)).catch((cause: Error) => refuse(folder, cause));
  if (bytes.length <= mostManifestBytes) return bytes;
  throw new UserError(`${join(folder, path)} has more than ${mostManifestBytes} bytes, which no registry takes`);
}

function refuse(folder: string, cause: Error): never {
  throw new UserError(`cannot read the package in ${folder}: ${cause.message}`, { hint, cause });
}
