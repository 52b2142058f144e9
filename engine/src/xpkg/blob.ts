/** Content that is named by its digest, and the descriptor by which manifests refer to it. */
import { digestOf, type Digest } from './digest.ts';
import { textContent } from './tar.ts';

/** The media types written here: OCI's own, with gzip, which every registry and Crossplane release reads. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** What a manifest or an index says about content that lies elsewhere (OCI image specification, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly architecture: string; readonly os: string };
}

/** Content together with its descriptor. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** These bytes as a blob. */
export function blobOf(mediaType: string, bytes: Uint8Array): Blob {
  return { mediaType, digest: digestOf(bytes), size: bytes.length, bytes };
}

/** The value as a blob of JSON; keys stay in the order given, since bytes follow from it. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  return blobOf(mediaType, textContent(JSON.stringify(value)));
}

/** The descriptor of a blob, with what else the referring document says about it. */
export function descriptorOf(blob: Blob, more: Pick<Descriptor, 'annotations' | 'platform'> = {}): Descriptor {
  return { mediaType: blob.mediaType, digest: blob.digest, size: blob.size, ...more };
}

/** The same entries in the order of their keys, so that equal maps give equal bytes. */
export function sortedByKey(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
