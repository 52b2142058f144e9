/**
 * Documents about a package, such as its SBOM: manifests that name it as their subject (OCI distribution specification, "Listing Referrers"
 * and "Pushing Manifests with Subject"). In a registry that keeps no such list, an index under a tag is the list.
 */
import { UserError } from '../errors.ts';
import { descriptorOf, jsonBlob, mediaTypes } from '../xpkg/blob.ts';
import type { Digest } from '../xpkg/digest.ts';
import type { Artifact } from './artifact.ts';
import { rootOf } from './artifact.ts';
import { manifestAt } from './attached.ts';
import { referrersTag } from './companions.ts';
import type { Connection } from './connection.ts';
import { type Descriptor, documentIn, expectDigest, manifestTypes, mostManifestBytes } from './manifest.ts';
import { persistently } from './patience.ts';
import { uploadPart } from './upload.ts';

/** The most bytes of a document. */
const mostBytes = 64 << 20;

/** The documents about a package. `isKept` says that the registry keeps the list itself. */
interface Listed {
  readonly isKept: boolean;
  readonly list: readonly Descriptor[];
}

/** Adds the documents that the list of the package does not have, and returns the bytes that were sent. */
export async function refer(connection: Connection, digest: Digest, artifacts: readonly Artifact[]): Promise<number> {
  const { isKept, list } = await listed(connection, digest);
  const known = new Set(list.map((descriptor) => descriptor.digest));
  const missing = artifacts.filter((artifact) => !known.has(rootOf(artifact).digest));
  let sent = 0;
  for (const artifact of missing) sent += await send(connection, artifact);
  if (isKept || missing.length === 0) return sent;
  const all = [...list, ...missing.map(entryOf)].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  const { index: mediaType } = mediaTypes;
  const index = jsonBlob(mediaType, { schemaVersion: 2, mediaType, manifests: all });
  const path = `manifests/${referrersTag(digest)}`;
  const answer = await connection.call({
    method: 'PUT',
    path,
    headers: { 'content-type': mediaType },
    body: index.bytes,
  });
  await answer.discard();
  return sent;
}

/** The bytes of the only file in each document about the package, of one type. */
export async function referring(connection: Connection, digest: Digest, artifactType: string): Promise<Uint8Array[]> {
  const { list } = await listed(connection, digest);
  const files: Uint8Array[] = [];
  for (const entry of list.filter((descriptor) => descriptor.artifactType === artifactType)) {
    const read = (path: string, accept: string, most: number) =>
      connection.read(path, accept, (answer) => answer.bytes(most));
    const name = `${connection.name.host}/${connection.name.repository}@${entry.digest}`;
    const manifest = await read(`manifests/${entry.digest}`, manifestTypes, mostManifestBytes);
    expectDigest(manifest, entry.digest, name);
    const [layer, ...others] = documentIn(manifest, name).layers;
    if (layer === undefined || others.length > 0) throw new UserError(`${name} is damaged: it has not one file`);
    const bytes = await read(`blobs/${layer.digest}`, '*/*', mostBytes);
    expectDigest(bytes, layer.digest, name);
    files.push(bytes);
  }
  return files;
}

async function send(connection: Connection, artifact: Artifact): Promise<number> {
  let sent = 0;
  for (const blob of artifact.blobs) {
    if ((await uploadPart(connection, blob)) === 'uploaded') sent += blob.size;
  }
  const { mediaType, digest, bytes } = rootOf(artifact);
  const headers = { 'content-type': mediaType };
  const answer = await connection.call({ method: 'PUT', path: `manifests/${digest}`, headers, body: bytes });
  await answer.discard();
  return sent;
}

async function listed(connection: Connection, digest: Digest): Promise<Listed> {
  const name = `${connection.name.host}/${connection.name.repository}`;
  const kept = await persistently(connection.patience, async () => {
    const headers = { accept: mediaTypes.index };
    // A registry without this interface answers 404, and old ones answer otherwise to what they do not know.
    const allowed = [400, 404, 405, 501];
    const answer = await connection.once({ method: 'GET', path: `referrers/${digest}`, headers, allowed });
    const isList = answer.headers.get('content-type')?.startsWith(mediaTypes.index) === true;
    if (answer.ok && isList) return answer.bytes(mostManifestBytes);
    await answer.discard();
    return undefined;
  });
  if (kept !== undefined) return { isKept: true, list: documentIn(kept, `${name}: the list of referrers`).manifests };
  const tagged = await manifestAt(connection, referrersTag(digest));
  return {
    isKept: false,
    list: tagged === undefined ? [] : documentIn(tagged, `${name}:${referrersTag(digest)}`).manifests,
  };
}

function entryOf(artifact: Artifact): Descriptor {
  const { digest, mediaType, bytes } = rootOf(artifact);
  const { artifactType } = documentIn(bytes, digest);
  const descriptor = descriptorOf({ mediaType, digest, size: bytes.length });
  return { ...descriptor, ...(artifactType !== undefined && { artifactType }) };
}
