/** Docker-save archives, the file format that `crossplane xpkg push` and `xpkg extract` read. */
import { hexOf } from './digest.ts';
import type { Image } from './image.ts';
import { packTar, textContent, type TarEntry } from './tar.ts';

/**
 * The archive of one image, which names everything by digest.
 *
 * Layers stay compressed: go-containerregistry would compress an uncompressed layer again, and the labels would name wrong digests.
 */
export async function dockerArchive({ config, layers }: Image): Promise<Uint8Array<ArrayBuffer>> {
  const layerFiles = new Map(layers.map(({ digest, bytes }) => [`${hexOf(digest)}.tar.gz`, bytes]));
  const listing = [
    { Config: config.digest, RepoTags: null, Layers: layers.map(({ digest }) => `${hexOf(digest)}.tar.gz`) },
  ];
  return packTar([
    file('manifest.json', textContent(JSON.stringify(listing))),
    file(config.digest, config.bytes),
    ...[...layerFiles].map(([path, bytes]) => file(path, bytes)),
  ]);
}

function file(path: string, content: Uint8Array): TarEntry {
  return { type: 'file', path, content };
}
