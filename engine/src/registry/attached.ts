/**
 * What cosign and Crossplane look for beside a package, under tags made of its digest
 * (https://github.com/sigstore/cosign/blob/v3.0.6/specs/SIGNATURE_SPEC.md#tag-based-discovery): a manifest whose layers are signatures.
 */
import { UserError } from '../errors.ts';
import { type Blob, blobOf, descriptorOf, jsonBlob, mediaTypes } from '../xpkg/blob.ts';
import { type Digest, digestOf, hexOf } from '../xpkg/digest.ts';
import type { Connection } from './connection.ts';
import { type Descriptor, documentIn, expectDigest, manifestTypes, mostLayers, mostManifestBytes } from './manifest.ts';
import { persistently } from './patience.ts';
import { uploadPart } from './upload.ts';

/** Signatures of the package, or of statements about it. */
export type Attachment = 'sig' | 'att';

/** A signature as a layer. */
export interface AttachedLayer {
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** The most bytes of one layer. An SBOM of a Function has a hundredth of it. */
const mostBytes = 64 << 20;

/** The layers of the attachment that the package with this digest has; none if it has no such attachment. */
export async function attachedTo(connection: Connection, digest: Digest, kind: Attachment): Promise<AttachedLayer[]> {
  const layers: AttachedLayer[] = [];
  for (const { digest: layer, mediaType = '', annotations = {} } of await descriptorsOf(connection, digest, kind)) {
    const bytes = await connection.read(`blobs/${layer}`, '*/*', (answer) => answer.bytes(mostBytes));
    expectDigest(bytes, layer, tagOf(digest, kind));
    layers.push({ mediaType, annotations, bytes });
  }
  return layers;
}

/** Adds those layers that are not there yet, and returns the bytes that were sent. What others attached stays. */
export async function attach(
  connection: Connection,
  digest: Digest,
  kind: Attachment,
  layers: readonly AttachedLayer[],
): Promise<number> {
  const before = await descriptorsOf(connection, digest, kind);
  const known = new Set(before.map(identityOf));
  const blobs = layers.map(({ mediaType, annotations, bytes }) => ({ blob: blobOf(mediaType, bytes), annotations }));
  const added = blobs
    .map(({ blob, annotations }) => ({ blob, descriptor: descriptorOf(blob, { annotations }) }))
    .filter(({ descriptor }) => !known.has(identityOf(descriptor)));
  if (added.length === 0) return 0;
  const all = [...before, ...added.map(({ descriptor }) => descriptor)];
  const tag = tagOf(digest, kind);
  if (all.length > mostLayers) {
    throw new UserError(`${connection.task}: ${tag} would have more than ${mostLayers} signatures`, {
      hint: 'let its owner remove some',
    });
  }
  const config = configOf(all);
  let sent = 0;
  for (const { digest: part, size, bytes } of [config, ...added.map(({ blob }) => blob)]) {
    const read = async (start: number, end: number) => bytes.subarray(start, end);
    if ((await uploadPart(connection, { digest: part, size, bytes: read })) === 'uploaded') sent += size;
  }
  await setTag(connection, tag, manifestOf(config, all));
  return sent;
}

function tagOf(digest: Digest, kind: Attachment): string {
  return `sha256-${hexOf(digest)}.${kind}`;
}

/** Two signatures of the same bytes differ in their annotations. */
function identityOf({ digest, annotations = {} }: Descriptor): string {
  return `${digest} ${JSON.stringify(Object.entries(annotations).toSorted())}`;
}

async function descriptorsOf(connection: Connection, digest: Digest, kind: Attachment): Promise<readonly Descriptor[]> {
  const tag = tagOf(digest, kind);
  const bytes = await manifestAt(connection, tag);
  return bytes === undefined
    ? []
    : documentIn(bytes, `${connection.name.host}/${connection.name.repository}:${tag}`).layers;
}

/** The bytes under a tag; undefined if there are none. */
export function manifestAt(connection: Connection, tag: string): Promise<Uint8Array | undefined> {
  const headers = { accept: manifestTypes };
  return persistently(connection.patience, async () => {
    const answer = await connection.once({ method: 'GET', path: `manifests/${tag}`, headers, allowed: [404] });
    if (answer.ok) return answer.bytes(mostManifestBytes);
    await answer.discard();
    return undefined;
  });
}

/** An image's configuration, since some registries take no other in an image. */
function configOf(layers: readonly Descriptor[]): Blob {
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  return jsonBlob(mediaTypes.config, { architecture: '', os: '', config: {}, rootfs });
}

function manifestOf(config: Blob, layers: readonly Descriptor[]): Blob {
  const { manifest: mediaType } = mediaTypes;
  return jsonBlob(mediaType, { schemaVersion: 2, mediaType, config: descriptorOf(config), layers });
}

async function setTag(connection: Connection, tag: string, { mediaType, bytes, digest }: Blob): Promise<void> {
  const headers = { 'content-type': mediaType };
  const answer = await connection.call({ method: 'PUT', path: `manifests/${tag}`, headers, body: bytes });
  await answer.discard();
  // Somebody else may sign at the same time, and the later one wins.
  const now = await manifestAt(connection, tag);
  if (now !== undefined && digestOf(now) === digest) return;
  throw new UserError(`${connection.task}: somebody else has changed ${tag} meanwhile`, { hint: 'try again' });
}
