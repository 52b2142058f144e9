/** What the bytes of a layer say; each layer is unpacked once, however many images have it. */
import { digestOf, type Digest } from '../digest.ts';
import { gunzip, isGzip } from '../gzip.ts';
import { unpackTar } from '../tar.ts';
import { most } from './files.ts';

/** A layer, as derived from its bytes. */
export interface LayerFacts {
  /** Why it is no layer. */
  readonly problem?: string;
  /** The digest of the archive; undefined if it cannot be decompressed. */
  readonly diffId?: Digest;
  /** The regular files by which a package has a meaning: `package.yaml` and `.up/examples.yaml`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Layers by the digest that their bytes have. */
export type KnownLayers = Map<Digest, LayerFacts>;

/** The files that a role promises. */
export const roleFiles: Readonly<Record<string, string>> = { base: 'package.yaml', upbound: '.up/examples.yaml' };

/** The facts about these bytes. */
export async function layerFacts(bytes: Uint8Array, known: KnownLayers): Promise<LayerFacts> {
  const digest = digestOf(bytes);
  const facts = known.get(digest) ?? (await derived(bytes));
  known.set(digest, facts);
  return facts;
}

async function derived(bytes: Uint8Array): Promise<LayerFacts> {
  const none = new Map<string, Uint8Array>();
  if (!isGzip(bytes)) return { problem: 'is not compressed with gzip', files: none };
  let archive: Uint8Array;
  try {
    archive = gunzip(bytes, most.unpacked);
  } catch (error) {
    return { problem: `cannot be decompressed: ${(error as Error).message}`, files: none };
  }
  const diffId = digestOf(archive);
  try {
    const names = Object.values(roleFiles);
    const entries = (await unpackTar(archive)).flatMap((entry) =>
      entry.type === 'file' && names.includes(entry.path) ? [[entry.path, entry.content.slice()] as const] : [],
    );
    return { diffId, files: new Map(entries) };
  } catch (error) {
    return { diffId, problem: `is not a tar archive: ${(error as Error).message}`, files: none };
  }
}
