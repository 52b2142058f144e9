/** Toy packages for the tests of sources: a docker-save archive and the blobs of an image. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packTar, textContent } from '../../xpkg/tar.ts';

export interface ToyImage {
  readonly manifest: Uint8Array;
  readonly digest: string;
  /** The blobs of the manifest, by digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** A layer that holds one file. */
export async function toyLayer(path: string, text: string): Promise<Uint8Array> {
  return new Uint8Array(gzipSync(await packTar([{ type: 'file', path, content: textContent(text) }])));
}

/** An image of these layers; the layer with the index `annotated` is annotated as the package. */
export function toyImage(layers: readonly Uint8Array[], annotated?: number): ToyImage {
  const descriptors = layers.map((layer, i) => ({
    digest: digestOf(layer),
    size: layer.length,
    ...(i === annotated ? { annotations: { 'io.crossplane.xpkg': 'base' } } : {}),
  }));
  const manifest = textContent(JSON.stringify({ schemaVersion: 2, layers: descriptors }));
  return { manifest, digest: digestOf(manifest), blobs: new Map(layers.map((layer) => [digestOf(layer), layer])) };
}

/** An index with two architectures, of which only the image for amd64 exists. */
export function toyIndex({ digest }: ToyImage): Uint8Array {
  const manifests = [
    { digest: `sha256:${'0'.repeat(64)}`, platform: { os: 'linux', architecture: 'arm64' } },
    { digest, platform: { os: 'linux', architecture: 'amd64' } },
  ];
  return textContent(JSON.stringify({ schemaVersion: 2, manifests }));
}

/** The archive that `docker save` would write for these layers. */
export async function toyArchive(layers: readonly Uint8Array[]): Promise<Uint8Array> {
  const files = layers.map((content, i) => ({ type: 'file' as const, path: `layer-${i}.tar.gz`, content }));
  const manifest = [{ Config: 'config.json', Layers: files.map(({ path }) => path) }];
  return packTar([{ type: 'file', path: 'manifest.json', content: textContent(JSON.stringify(manifest)) }, ...files]);
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
