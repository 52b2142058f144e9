/** Where the entries of a bundle come from: packages from the folder of the release, and everything else from its registry. */
import { UserError } from '../../errors.ts';
import {
  type Artifact,
  type Companion,
  companionsOf,
  documentIn,
  type Patience,
  referrersIndex,
  referrersTag,
  RegistryError,
  rootOf,
  type Source,
  sourceIn,
  sourceOf,
} from '../../registry/index.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { itemsOf, repositoriesOf } from '../push/push-release.ts';
import type { ReleaseYaml } from '../verify/release-yaml.ts';
import { type Entry, type EntryKind, placeOf } from './entries.ts';

export interface SourceOptions {
  /** Whether the registry is not asked what is attached to the packages of the release. */
  readonly unsigned: boolean;
  readonly patience?: Patience;
}

/** An entry, or something attached to it. */
interface Found {
  readonly kind: EntryKind;
  readonly tag: string;
  readonly source: Source;
}

/** Finds the sources of an entry: its own, and those of what is attached to it. The packages in `dist` are read and verified now. */
export async function sourcesFor(
  dist: string,
  release: ReleaseYaml,
  { unsigned, patience }: SourceOptions,
): Promise<(entry: Entry) => Promise<readonly Found[]>> {
  const items = await itemsOf(dist, release, repositoriesOf(release, undefined));
  const built = new Map(
    items.map((item) => [`${item.repository.host}/${item.repository.repository}:${item.tag}`, item]),
  );
  return async (entry) => {
    const { reference, digest } = entry;
    const { version: tag } = reference;
    const item = built.get(placeOf(entry));
    const found = (each: Companion): Found => ({ kind: 'attached', ...each });
    if (item === undefined) {
      const source = await sourceIn({ ...reference, version: digest, tag }, patience);
      const attached = await companionsOf(reference, digest, patience);
      return [{ kind: entry.kind, tag, source }, ...attached.map(found)];
    }
    const documents = item.referrers ?? [];
    const published = unsigned ? [] : await publishedWith(entry, patience);
    const attached = withDocuments(published, documents, digest, placeOf(entry));
    return [{ kind: entry.kind, tag, source: sourceOf(placeOf(entry), item.artifact) }, ...attached.map(found)];
  };
}

async function publishedWith({ reference, digest }: Entry, patience?: Patience): Promise<readonly Companion[]> {
  try {
    return await companionsOf(reference, digest, patience);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new UserError(`nobody knows whether this release is signed: ${error.message}`, {
      hint: 'make the registry reachable, or leave out its signatures with --unsigned',
      cause: error,
    });
  }
}

/** The documents of this machine in the list of those that the registry has. */
function withDocuments(
  published: readonly Companion[],
  documents: readonly Artifact[],
  digest: Digest,
  name: string,
): readonly Companion[] {
  if (documents.length === 0) return published;
  const tag = referrersTag(digest);
  const before = published.find((each) => each.tag === tag)?.source;
  const listed = before === undefined ? [] : documentIn(before.documents.at(-1)!.bytes, name).manifests;
  const added = documents.map((artifact) => {
    const { mediaType, digest: own, bytes } = rootOf(artifact);
    const { artifactType } = documentIn(bytes, name);
    return { mediaType, digest: own, size: bytes.length, ...(artifactType !== undefined && { artifactType }) };
  });
  const known = new Set(listed.map((each) => each.digest));
  const index = referrersIndex([...listed, ...added.filter((each) => !known.has(each.digest))]);
  const parts = documents.map((artifact) => sourceOf(name, artifact));
  const source: Source = {
    name,
    documents: [
      ...(before?.documents.slice(0, -1) ?? []),
      ...parts.flatMap((part) => part.documents),
      { digest: index.digest, mediaType: index.mediaType, bytes: index.bytes },
    ],
    blobs: [...(before?.blobs ?? []), ...parts.flatMap(({ blobs }) => blobs)],
  };
  return [{ tag, source }, ...published.filter((each) => each.tag !== tag)];
}
