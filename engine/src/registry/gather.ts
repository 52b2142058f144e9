/** Gathers artifacts of registries and of this machine in one folder of blobs, as an OCI image layout has it. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Digest } from '../xpkg/digest.ts';
import { blobPath } from '../xpkg/layout.ts';
import type { Artifact } from './artifact.ts';
import type { Connection } from './connection.ts';
import { download, holdsBlob, writeBlob } from './download.ts';
import type { Patience } from './patience.ts';
import { openPull } from './pull.ts';
import type { Reference } from './reference.ts';
import { type Document, type Tree, treeOf } from './tree.ts';

/** A blob with the way to bring it to the disk. */
interface SourceBlob {
  readonly digest: Digest;
  readonly size: number;
  /** Writes it to the path: whole and verified, or not at all. */
  readonly write: (path: string) => Promise<void>;
}

/** Something to gather. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  /** Every document after all that it names; the last one is the root. */
  readonly documents: readonly Document[];
  readonly blobs: readonly SourceBlob[];
}

/** What happens to the blobs of a source: how many bytes are there already, are left out, and come now. */
export interface GatherEvent {
  readonly source: Source;
  /** The bytes that are still to come. */
  readonly missing: number;
}

export interface GatherOptions {
  /** Blobs that are somewhere else already, and need not come. Documents always come. */
  readonly isLeftOut?: (digest: Digest) => boolean;
  /** Called before the first blob of a source, and after each. */
  readonly report?: (event: GatherEvent) => void;
}

/** The bytes of one piece of a blob of this machine. */
const piece = 16 << 20;

/** What a reference names in its registry. Documents are read and verified now, blobs as they are gathered. */
export async function sourceIn(reference: Reference, patience?: Patience): Promise<Source> {
  const { first, fetch, name, connection, digest: root } = await openPull(reference, patience);
  const read = (digest: Digest) => (digest === root ? Promise.resolve(first) : fetch('manifests', digest));
  return remoteSource(name, connection, await treeOf({ digest: root }, read, { name }));
}

/** These documents of a registry, whose blobs it is asked for. */
export function remoteSource(name: string, connection: Connection, { documents, blobs }: Tree): Source {
  return {
    name,
    documents,
    blobs: blobs.map(({ digest, size }) => {
      if (size === undefined) throw new UserError(`${name} is damaged: it does not say the size of ${digest}`);
      return { digest, size, write: (path) => download(connection, { digest, size }, path, name) };
    }),
  };
}

/** An artifact of this machine. */
export function sourceOf(name: string, { documents, blobs }: Artifact): Source {
  return {
    name,
    documents,
    blobs: blobs.map(({ digest, size, bytes }) => ({
      digest,
      size,
      write: (path) => writeBlob(path, digest, pieces(size, bytes), name),
    })),
  };
}

async function* pieces(size: number, bytes: (start: number, end: number) => Promise<Uint8Array>) {
  for (let start = 0; start < size; start += piece) yield await bytes(start, Math.min(start + piece, size));
}

/** A folder that takes the blobs of many sources, each once. A blob that an earlier run has brought stays, if it is what its digest names. */
export class Gathering {
  /** The sizes of all that belongs into the folder, also of what is left out. */
  readonly sizes = new Map<Digest, number>();
  readonly #folder: string;
  readonly #options: GatherOptions;

  constructor(folder: string, options: GatherOptions = {}) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Brings the source into the folder. Throws a `UserError` if a registry refuses, lies or fails too often. */
  async add(source: Source): Promise<void> {
    const { isLeftOut = () => false, report } = this.#options;
    const missing: SourceBlob[] = [];
    for (const blob of source.blobs) {
      if (this.sizes.has(blob.digest)) continue;
      this.sizes.set(blob.digest, blob.size);
      if (!isLeftOut(blob.digest) && !(await holdsBlob(this.#pathOf(blob.digest), blob.digest))) missing.push(blob);
    }
    let left = missing.reduce((sum, { size }) => sum + size, 0);
    report?.({ source, missing: left });
    for (const { digest, size, write } of missing) {
      await write(this.#pathOf(digest));
      left -= size;
      report?.({ source, missing: left });
    }
    for (const document of source.documents) await this.#document(document);
  }

  async #document({ digest, bytes }: Document): Promise<void> {
    if (this.sizes.has(digest)) return;
    this.sizes.set(digest, bytes.length);
    const whole = (async function* () {
      yield bytes;
    })();
    await writeBlob(this.#pathOf(digest), digest, whole, digest);
  }

  #pathOf(digest: Digest): string {
    return join(this.#folder, blobPath(digest));
  }
}
