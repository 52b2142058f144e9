/** Finds what others have attached to an image: signatures, attestations and SBOMs, by tags of cosign and by referrers of OCI. */
import { type Blob, jsonBlob, mediaTypes } from '../xpkg/blob.ts';
import { type Digest, hexOf } from '../xpkg/digest.ts';
import { Connection } from './connection.ts';
import { remoteSource, type Source, sourceIn } from './gather.ts';
import { type Descriptor, documentIn, manifestTypes, mostManifestBytes } from './manifest.ts';
import type { Patience } from './patience.ts';
import { referenceText, type RepositoryName } from './reference.ts';
import { RegistryError } from './registry-error.ts';
import { treeOf } from './tree.ts';

/** Something attached, and the tag under which a client finds it. */
export interface Companion {
  readonly tag: string;
  readonly source: Source;
}

/** https://github.com/sigstore/cosign/blob/v2.5.0/pkg/oci/remote/options.go#L28 */
const suffixes = ['.att', '.sbom', '.sig'] as const;

/** The tag of the list of referrers, where a registry has no API for them (OCI distribution specification, "Referrers Tag Schema"). */
export function referrersTag(digest: Digest): string {
  return `sha256-${hexOf(digest)}`;
}

/** What tags say is attached to an image; undefined for any other tag. */
export function subjectOf(tag: string): Digest | undefined {
  const [, hex] = /^sha256-([0-9a-f]{64})(?:\.att|\.sbom|\.sig)?$/.exec(tag) ?? [];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

/** All that is attached to the image in its repository; mostly nothing. Throws a `UserError` if the registry refuses. */
export async function companionsOf(name: RepositoryName, digest: Digest, patience?: Patience): Promise<Companion[]> {
  const found: Companion[] = [];
  const referrers = await referrersOf(name, digest, patience);
  if (referrers !== undefined) found.push({ tag: referrersTag(digest), source: referrers });
  for (const suffix of suffixes) {
    const tag = referrersTag(digest) + suffix;
    const source = await sourceIfThere(name, tag, patience);
    if (source !== undefined) found.push({ tag, source });
  }
  return found;
}

async function sourceIfThere(name: RepositoryName, tag: string, patience?: Patience): Promise<Source | undefined> {
  try {
    return await sourceIn({ ...name, version: tag }, patience);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  }
}

/** The list of referrers with all that is in it. */
async function referrersOf(name: RepositoryName, digest: Digest, patience?: Patience): Promise<Source | undefined> {
  const text = referenceText({ ...name, version: digest });
  const connection = new Connection(name, { task: `cannot read ${text}`, ...(patience && { patience }) });
  const headers = { accept: mediaTypes.index };
  const path = `referrers/${digest}`;
  // Registries without the API know no such path.
  const answer = await connection.call({ method: 'GET', path, headers, allowed: [400, 404, 405, 501] });
  if (!answer.ok) {
    await answer.discard();
    return sourceIfThere(name, referrersTag(digest), patience);
  }
  const { manifests } = documentIn(await answer.bytes(mostManifestBytes), `the list of what is attached to ${text}`);
  if (manifests.length === 0) return undefined;
  const root = referrersIndex(manifests);
  const read = async (part: Digest): Promise<Uint8Array> => {
    if (part === root.digest) return root.bytes;
    return connection.read(`manifests/${part}`, manifestTypes, (each) => each.bytes(mostManifestBytes));
  };
  return remoteSource(text, connection, await treeOf(root, read, { name: text }));
}

/** The list of these referrers: the same bytes whatever the order in which a registry gives them. */
export function referrersIndex(manifests: readonly Descriptor[]): Blob {
  const sorted = manifests.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  return jsonBlob(mediaTypes.index, { schemaVersion: 2, mediaType: mediaTypes.index, manifests: sorted });
}
