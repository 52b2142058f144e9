/** Image layers: a compressed archive, the digest of the uncompressed archive, and its role in a Crossplane package. */
import { blobOf, mediaTypes, type Blob } from './blob.ts';
import { noCache, type Cache } from './cache.ts';
import { digestOf, hexOf, type Digest } from './digest.ts';
import { gzip, gzipIdentity } from './gzip.ts';
import { packTar, type TarEntry } from './tar.ts';

/** The key of a layer's role, as an annotation of the layer and, with `:<layer digest>`, as a label of the image. */
export const roleKey = 'io.crossplane.xpkg';

/** `base` contains package.yaml, `upbound` the examples (crossplane: contributing/specifications/xpkg.md). */
type Role = 'base' | 'upbound';

/** A layer of an image; `diffId` is the digest of the uncompressed archive. */
export interface Layer extends Blob {
  readonly diffId: Digest;
  readonly role: Role | undefined;
}

interface LayerOptions {
  readonly role?: Role;
  /** Avoids compressing the same archive again; useful for large layers that seldom change. */
  readonly cache?: Cache;
}

/** The layer with these entries. */
export async function layerOf(entries: readonly TarEntry[], options: LayerOptions = {}): Promise<Layer> {
  return layerOfArchive(await packTar(entries), options);
}

/** The layer of this uncompressed archive. */
export async function layerOfArchive(
  archive: Uint8Array,
  { role, cache = noCache }: LayerOptions = {},
): Promise<Layer> {
  const diffId = digestOf(archive);
  const key = `layers/${gzipIdentity}/${hexOf(diffId)}`;
  let compressed = await cache.read(key);
  if (compressed === undefined) {
    compressed = gzip(archive);
    await cache.write(key, compressed);
  }
  return { ...blobOf(mediaTypes.layer, compressed), diffId, role };
}
