/** Pulls from a registry into a folder: a package as an OCI image layout, and an artifact of one file as this file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { fillTree, writeFiles } from '../files.ts';
import { type Digest, digestOf } from '../xpkg/digest.ts';
import { titleKey } from '../xpkg/file-artifact.ts';
import { blobPath, layoutFiles } from '../xpkg/layout.ts';
import { download } from './download.ts';
import { type Descriptor, documentIn } from './manifest.ts';
import type { Patience } from './patience.ts';
import { openPull, type Pull } from './pull.ts';
import { type Reference, referenceText } from './reference.ts';
import { type Document, type Tree, treeOf } from './tree.ts';

/** The most bytes of all parts together. The largest providers have a tenth of it. */
const mostBytes = 8 * 2 ** 30;

export interface PullOptions {
  readonly patience?: Patience;
  /** Called before each part, with its bytes. */
  readonly report?: (part: { readonly digest: Digest; readonly size: number }) => void;
}

/** What was pulled. */
export interface Pulled {
  readonly reference: string;
  /** Of the index or the manifest that the reference names. */
  readonly digest: Digest;
  /** The bytes of all parts. */
  readonly size: number;
  /** The name of the only file; absent for an OCI image layout. */
  readonly file?: string;
}

/**
 * Writes what the reference names into the folder, which must be empty or missing. Every part is verified, and the folder appears as a whole or not
 * at all. Throws a `UserError` if the registry refuses, or if something is damaged, too large or no package.
 */
export async function pullInto(reference: Reference, folder: string, options: PullOptions = {}): Promise<Pulled> {
  refuseFilled(folder);
  const pull = await openPull(reference, options.patience);
  const { first, fetch, name, connection } = pull;
  const root = { digest: digestOf(first) };
  const read = (digest: Digest) => (digest === root.digest ? Promise.resolve(first) : fetch('manifests', digest));
  const tree = await treeOf(root, read, { name });
  const size = sizeOf(tree, pull);
  const file = onlyFile(tree, pull);
  await fillTree(folder, async (next) => {
    for (const blob of file === undefined ? tree.blobs : [file.blob]) {
      options.report?.({ digest: blob.digest, size: blob.size ?? 0 });
      await download(connection, blob, join(next, file?.name ?? blobPath(blob.digest)), name);
    }
    if (file === undefined) await writeFiles(next, filesOf(tree.documents, reference));
  });
  return { reference: referenceText(reference), digest: root.digest, size, ...(file && { file: file.name }) };
}

function refuseFilled(folder: string): void {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UserError(`cannot write ${folder}: ${(cause as Error).message}`, { hint: 'choose a new folder', cause });
  }
  if (entries.length > 0)
    throw new UserError(`${folder} holds other files`, { hint: 'choose an empty or a new folder' });
}

function sizeOf({ documents, blobs }: Tree, { name }: Pull): number {
  const unknown = blobs.find((blob) => blob.size === undefined);
  if (unknown !== undefined)
    throw new UserError(`${name} is no package: it does not say the size of ${unknown.digest}`);
  const size = [...documents.map(({ bytes }) => bytes.length), ...blobs.map((blob) => blob.size ?? 0)];
  const sum = size.reduce((before, each) => before + each, 0);
  if (sum > mostBytes) throw new UserError(`cannot read ${name}: it has more than ${mostBytes} bytes`);
  return sum;
}

/** The file of an artifact that is no image: it has one layer, which names it. */
function onlyFile({ documents }: Tree, { name, first }: Pull): { blob: Descriptor; name: string } | undefined {
  const { artifactType, config, layers } = documentIn(first, name);
  const [blob, ...others] = layers;
  const isArtifact = artifactType !== undefined || config?.mediaType === 'application/vnd.oci.empty.v1+json';
  const title = blob?.annotations?.[titleKey];
  if (documents.length > 1 || !isArtifact || blob === undefined || others.length > 0 || title === undefined) {
    return undefined;
  }
  // The folder is ours, and a name must not lead out of it, on any system.
  if (typeof title === 'string' && /^[\w@][\w@.+-]{0,254}$/.test(title)) return { blob, name: title };
  throw new UserError(`${name} is no package: its file is called ${JSON.stringify(title)}`);
}

/** The documents as blobs of a layout, and the files that make it one. */
function filesOf(documents: readonly Document[], { version, tag = version }: Reference) {
  const root = documents.at(-1) as Document;
  const { length: size } = root.bytes;
  return [
    ...documents.map(({ digest, bytes }) => ({ path: blobPath(digest), content: bytes })),
    ...layoutFiles({ ...root, size }, [], tag.startsWith('sha256:') ? undefined : tag),
  ];
}
