/** All that an image, an index or an artifact consists of, in the order in which a registry takes it. */
import { UserError } from '../errors.ts';
import type { Digest } from '../xpkg/digest.ts';
import { deepestIndex, type Descriptor, documentIn, expectDigest, mediaTypeOf, mostLayers } from './manifest.ts';

/** An index or a manifest. */
export interface Document {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface Tree {
  /** Every document after all that it names; the last one is the root. */
  readonly documents: readonly Document[];
  /** Every configuration, layer and file once. */
  readonly blobs: readonly Descriptor[];
}

/** The most documents of one package: an image for each platform, and an index. */
const mostDocuments = 128;

/**
 * The tree below `root`, whose documents `read` finds. Their bytes are verified. Throws a `UserError` that names `source` if they are not what
 * their digests name, or no documents, or too many.
 */
export async function treeOf(
  root: Descriptor,
  read: (digest: Digest) => Promise<Uint8Array>,
  source: { readonly name: string; readonly hint?: string },
): Promise<Tree> {
  const { name } = source;
  const documents = new Map<Digest, Document>();
  const blobs = new Map<Digest, Descriptor>();
  const refuse = (reason: string) => new UserError(`${name} is no package: ${reason}`);
  const add = async ({ digest, mediaType }: Descriptor, depth: number): Promise<void> => {
    if (documents.has(digest)) return;
    if (depth > deepestIndex) throw refuse(`its indexes are more than ${deepestIndex} deep`);
    const bytes = await read(digest);
    expectDigest(bytes, digest, name, source.hint);
    const document = documentIn(bytes, name);
    if (document.layers.length > mostLayers) throw refuse(`it has more than ${mostLayers} layers`);
    if (document.manifests.length > mostDocuments) throw refuse(`it has more than ${mostDocuments} images`);
    for (const child of document.manifests) await add(child, depth + 1);
    const { config, layers } = document;
    for (const blob of config === undefined ? layers : [config, ...layers]) blobs.set(blob.digest, blob);
    documents.set(digest, { digest, mediaType: mediaType ?? mediaTypeOf(document), bytes });
    if (documents.size > mostDocuments) throw refuse(`it has more than ${mostDocuments} images`);
  };
  await add(root, 0);
  return { documents: [...documents.values()], blobs: [...blobs.values()] };
}
