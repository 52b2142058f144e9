/** Reads a base from an image in an OCI layout, pinned by its digest, and verifies every byte. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { blobOf, mediaTypes, type Descriptor } from '../blob.ts';
import { digestOf, type Digest } from '../digest.ts';
import { gunzip, isGzip } from '../gzip.ts';
import { layerOfArchive, type Layer } from '../layer.ts';
import { blobPath } from '../layout.ts';
import { unpackTar } from '../tar.ts';
import type { Base, BaseNeed } from './base.ts';
import { refuseUnfit } from './libraries.ts';

interface Manifest {
  /** The images of an index. */
  readonly manifests?: readonly Descriptor[];
  /** The configuration of an image. */
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

interface Config {
  readonly config?: { readonly Env?: readonly string[] };
  readonly rootfs: { readonly diff_ids: readonly Digest[] };
}

/** The layers of the image for the architecture, and its environment. */
export async function readLayout(
  { layout, digest }: { readonly layout: string; readonly digest: Digest },
  { folder, architecture, program, cache }: BaseNeed,
): Promise<Base> {
  const place = `the base ${resolve(folder, layout)}`;
  const read = (blob: Digest): Promise<Uint8Array> => readBlob(resolve(folder, layout), blob, place);
  const json = async <T>(blob: Digest): Promise<T> => JSON.parse(String(Buffer.from(await read(blob)))) as T;

  let manifest = await json<Manifest>(digest);
  if (manifest.manifests !== undefined) {
    const image = manifest.manifests.find(
      ({ platform }) => platform?.architecture === architecture && platform.os === 'linux',
    );
    if (image === undefined) throw new UserError(`${place} has no image for linux/${architecture} in ${digest}`);
    manifest = await json<Manifest>(image.digest);
  }
  if (manifest.config === undefined || manifest.layers === undefined) {
    throw new UserError(`${place}: ${digest} is neither an image nor an index of images`);
  }
  const config = await json<Config>(manifest.config.digest);
  const layers: Layer[] = [];
  const entries = [];
  for (const [index, descriptor] of manifest.layers.entries()) {
    const bytes = await read(descriptor.digest);
    const archive = isGzip(bytes) ? gunzip(bytes) : isZstd(bytes) ? zstdDecompressSync(bytes) : bytes;
    const diffId = digestOf(archive);
    if (diffId !== config.rootfs.diff_ids[index])
      throw new UserError(`${place}: layer ${index + 1} is not the one its image names`);
    entries.push(...(await unpackTar(archive)));
    layers.push(
      isGzip(bytes)
        ? { ...blobOf(mediaTypes.layer, bytes), diffId, role: undefined }
        : await layerOfArchive(archive, { cache }),
    );
  }
  refuseUnfit(program, entries, place);
  return { layers, environment: environmentOf(config), origin: digest, releasable: true, entries };
}

async function readBlob(layout: string, digest: Digest, place: string): Promise<Uint8Array> {
  const bytes = await readFile(join(layout, blobPath(digest))).catch((cause: unknown) => {
    throw new UserError(`${place} does not hold ${digest}`, {
      hint: 'base in planesmith.config.ts names an OCI layout and the digest of an image or index in it; "skopeo copy --all" writes one',
      cause,
    });
  });
  if (digestOf(bytes) !== digest)
    throw new UserError(`${place} is damaged: ${blobPath(digest)} holds other bytes than its name says`);
  return bytes;
}

function environmentOf({ config }: Config): Record<string, string> {
  return Object.fromEntries(
    (config?.Env ?? []).map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
  );
}

function isZstd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
}
