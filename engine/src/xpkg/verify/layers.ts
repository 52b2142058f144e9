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
  /** The digests of all regular files, by path. */
  readonly digests: ReadonlyMap<string, Digest>;
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

const none = { files: new Map<string, Uint8Array>(), digests: new Map<string, Digest>() };

async function derived(bytes: Uint8Array): Promise<LayerFacts> {
  if (!isGzip(bytes)) return { problem: 'is not compressed with gzip', ...none };
  let archive: Uint8Array;
  try {
    archive = gunzip(bytes, most.unpacked);
  } catch (error) {
    return { problem: `cannot be decompressed: ${(error as Error).message}`, ...none };
  }
  const diffId = digestOf(archive);
  try {
    const names = Object.values(roleFiles);
    const files = (await unpackTar(archive)).filter((entry) => entry.type === 'file');
    const named = files.filter(({ path }) => names.includes(path));
    return {
      diffId,
      // Copies, so that the archive can be forgotten.
      files: new Map(named.map(({ path, content }) => [path, content.slice()])),
      digests: new Map(files.map(({ path, content }) => [path, digestOf(content)])),
    };
  } catch (error) {
    return { diffId, problem: `is not a tar archive: ${(error as Error).message}`, ...none };
  }
}
