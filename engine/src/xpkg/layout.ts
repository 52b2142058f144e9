/** OCI image layouts: a folder of blobs by digest, and an index that names the root. */
import type { File } from '../files.ts';
import { descriptorOf, mediaTypes, type Blob } from './blob.ts';
import { hexOf, type Digest } from './digest.ts';
import type { Image } from './image.ts';

/** The annotation with the tag of an entry of index.json (OCI image specification, annotations.md). */
export const tagKey = 'org.opencontainers.image.ref.name';

/** The path of a blob inside a layout. */
export function blobPath(digest: Digest): string {
  return `blobs/sha256/${hexOf(digest)}`;
}

/** Every blob of a package once, sorted by digest; `root` is the manifest of the only image, or the index of all images. */
export function blobsOf(root: Blob, images: readonly Image[]): Blob[] {
  const blobs = [root, ...images.flatMap(({ manifest, config, layers }) => [manifest, config, ...layers])];
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()].toSorted((a, b) =>
    a.digest < b.digest ? -1 : 1,
  );
}

/** The files of a layout with these blobs, in which the tag, if there is one, names `root`. */
export function layoutFiles(root: Omit<Blob, 'bytes'>, blobs: readonly Blob[], tag?: string): File[] {
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [descriptorOf(root, tag === undefined ? {} : { annotations: { [tagKey]: tag } })],
  };
  return [
    { path: 'oci-layout', content: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', content: JSON.stringify(index) },
    ...blobs.map(({ digest, bytes }) => ({ path: blobPath(digest), content: bytes })),
  ];
}
