/** Reads from a registry into memory: a document, a part of an image, or an artifact of one file. */
import { type Digest, digestOf } from '../xpkg/digest.ts';
import { Connection } from './connection.ts';
import { type Descriptor, documentIn, expectDigest, manifestTypes, mostManifestBytes } from './manifest.ts';
import type { Patience } from './patience.ts';
import { type Reference, referenceText } from './reference.ts';

/** The most bytes of a part that is read into memory. */
const mostBytes = 1 << 30;

/** An image or an artifact whose first document has been read. */
export interface Pull {
  readonly connection: Connection;
  /** The reference, as messages name it. */
  readonly name: string;
  /** The index or the manifest. It is verified, if it was asked for by digest. */
  readonly first: Uint8Array;
  /** Of the first document, as it is. */
  readonly digest: Digest;
  /** A part of it, which is not verified. */
  fetch(kind: 'manifests' | 'blobs', digest: string): Promise<Uint8Array>;
}

/** Begins to read what the reference names. Throws a `RegistryError` if the registry does not answer, or refuses. */
export async function openPull(reference: Reference, patience?: Patience): Promise<Pull> {
  const name = referenceText(reference);
  const connection = new Connection(reference, { task: `cannot read ${name}`, ...(patience && { patience }) });
  const fetch: Pull['fetch'] = (kind, digest) => {
    const isManifest = kind === 'manifests';
    const most = isManifest ? mostManifestBytes : mostBytes;
    return connection.read(`${kind}/${digest}`, isManifest ? manifestTypes : '*/*', (answer) => answer.bytes(most));
  };
  const first = await fetch('manifests', reference.version);
  if (reference.version.startsWith('sha256:')) expectDigest(first, reference.version, name);
  return { connection, name, first, digest: digestOf(first), fetch };
}

/** The only file of an artifact; undefined if it is no such artifact. Throws a `UserError` if the registry refuses. */
export async function readOnlyLayer(reference: Reference, patience?: Patience): Promise<Uint8Array | undefined> {
  return readLayer(reference, (layers) => (layers.length === 1 ? layers[0] : undefined), patience);
}

/** The layer of an artifact that is chosen; undefined if none is. Throws a `UserError` if the registry refuses, or sends other bytes. */
export async function readLayer(
  reference: Reference,
  choose: (layers: readonly Descriptor[]) => Descriptor | undefined,
  patience?: Patience,
): Promise<Uint8Array | undefined> {
  const { first, fetch, name } = await openPull(reference, patience);
  const layer = choose(documentIn(first, name).layers);
  if (layer === undefined) return undefined;
  const bytes = await fetch('blobs', layer.digest);
  expectDigest(bytes, layer.digest, name);
  return bytes;
}
