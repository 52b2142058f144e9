/** Reads the documents of an image, which may come from anybody: each names its parts by digest. */
import { UserError } from '../errors.ts';
import { mediaTypes } from '../xpkg/blob.ts';
import { type Digest, digestOf, isDigest } from '../xpkg/digest.ts';

/** A part that an index or a manifest names. */
export interface Descriptor {
  readonly digest: Digest;
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly size?: number;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An index has manifests; a manifest has layers, and mostly a configuration. */
export interface Manifest {
  readonly mediaType: string | undefined;
  readonly artifactType: string | undefined;
  readonly manifests: readonly Descriptor[];
  readonly config: Descriptor | undefined;
  readonly layers: readonly Descriptor[];
}

/** An index may name an index, and no package does that twice. */
export const deepestIndex = 4;

/** The most layers that an image has. */
export const mostLayers = 128;

/** The most bytes of an index or a manifest. Registries take 4 MiB (OCI distribution specification, "Pushing Manifests"). */
export const mostManifestBytes = 4 << 20;

/** What a registry is asked for: Crossplane's own CLI writes the media types of Docker. */
export const manifestTypes = [
  mediaTypes.index,
  mediaTypes.manifest,
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** What is wrong with a document, for a sentence that begins with the name of its image. */
export class Malformed extends Error {}

/** The document in these bytes. Throws `Malformed` if it is none. */
export function parseManifest(bytes: Uint8Array): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Malformed('an index or a manifest in it is no JSON', { cause });
  }
  const document = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  const { manifests = [], layers = [], config } = document;
  if (!Array.isArray(manifests) || !Array.isArray(layers)) throw new Malformed('its manifest has no lists');
  const text = (given: unknown) => (typeof given === 'string' ? given : undefined);
  return {
    mediaType: text(document.mediaType),
    artifactType: text(document.artifactType),
    manifests: manifests.map(descriptorIn),
    config: config === undefined ? undefined : descriptorIn(config),
    layers: layers.map(descriptorIn),
  };
}

/** The document, or a `UserError` that names its image. */
export function documentIn(bytes: Uint8Array, name: string): Manifest {
  try {
    return parseManifest(bytes);
  } catch (error) {
    if (error instanceof Malformed) throw new UserError(`${name} is damaged: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The media type of a document that does not say it. */
export function mediaTypeOf({ mediaType, manifests }: Manifest): string {
  return mediaType ?? (manifests.length > 0 ? mediaTypes.index : mediaTypes.manifest);
}

function descriptorIn(value: unknown): Descriptor {
  const { digest, size } = (value ?? {}) as { digest?: unknown; size?: unknown };
  if (!isDigest(digest)) throw new Malformed(`${JSON.stringify(digest)} is not the SHA-256 digest of a part`);
  if (size !== undefined && !(Number.isSafeInteger(size) && Number(size) >= 0)) {
    throw new Malformed(`${JSON.stringify(size)} is not the size of a part`);
  }
  return value as Descriptor;
}

/** Throws a `UserError` if the bytes are not those that the digest names. */
export function expectDigest(bytes: Uint8Array, digest: string, source: string, hint?: string): void {
  expectSame(digestOf(bytes), digest, source, hint);
}

/** The same for bytes that were counted already. */
export function expectSame(actual: string, digest: string, source: string, hint?: string): void {
  if (actual === digest) return;
  throw new UserError(`${source} is damaged: it has ${actual} in place of ${digest}`, { ...(hint && { hint }) });
}
