/** Blobs, which their digest names, and the descriptors with which manifests refer to them. */
import { digestOf, type Digest } from './digest.ts';
import { textContent } from './tar.ts';

/** The media types of OCI with gzip, which every registry and every release of Crossplane reads. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** The reference of a manifest or an index to a blob (OCI image specification, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly architecture: string; readonly os: string };
}

/** Bytes with the fields of their descriptor. */
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

/** The value as a blob of JSON, with keys in the order of the value. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  return blobOf(mediaType, textContent(JSON.stringify(value)));
}

/** The descriptor of a blob, with the annotations and platform of the referring document. */
export function descriptorOf(
  blob: Omit<Blob, 'bytes'>,
  details: Pick<Descriptor, 'annotations' | 'platform'> = {},
): Descriptor {
  return { mediaType: blob.mediaType, digest: blob.digest, size: blob.size, ...details };
}

/** The same entries, sorted by key, so that equal maps give equal bytes. */
export function sortedByKey(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
