/** Finds package.yaml in an image, and verifies every part of it that is read. */
import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { notAPackage, packageYaml } from './package-layer.ts';

/** The part of an index or an image manifest that names images and layers. */
interface ImageManifest {
  readonly manifests: readonly Descriptor[];
  readonly layers: readonly Descriptor[];
}

export interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Fetches a part of an image. The digest is known to be one; the bytes need not be verified yet. */
export type Fetch = (kind: 'manifests' | 'blobs', digest: string) => Promise<Uint8Array>;

/** An index may name an index, and no package does that twice. */
const deepest = 4;

/** The most layers that may have to be searched. */
const mostLayers = 128;

/**
 * The package.yaml of the image whose index or manifest is `first`, and what `first` names, if it is an index.
 * Throws a `UserError` if the image is damaged or no package.
 */
export async function packageIn(
  first: Uint8Array,
  fetch: Fetch,
  source: string,
): Promise<{ readonly text: string; readonly image: Descriptor | undefined }> {
  const { layers, image } = await layersIn(first, fetch, source);
  for (const layer of layers) {
    const text = await packageYaml(await layer(), source);
    if (text !== undefined) return { text, image };
  }
  throw notAPackage(source, 'none of its layers holds package.yaml');
}

/** The layers of the image that may contain the package, each to be fetched and verified, and what `first` names, if it is an index. */
export async function layersIn(first: Uint8Array, fetch: Fetch, source: string) {
  const verified: Fetch = async (kind, digest) => {
    const bytes = await fetch(kind, digest);
    expectDigest(bytes, digest, source);
    return bytes;
  };
  let image: Descriptor | undefined;
  let manifest = parsed(first, source);
  for (let depth = 0; manifest.manifests.length > 0; depth++) {
    if (depth === deepest) throw notAPackage(source, `its indexes are more than ${deepest} deep`);
    const descriptor = anyImage(manifest);
    image ??= descriptor;
    manifest = parsed(await verified('manifests', descriptor.digest), source);
  }
  const layers = packageLayers(manifest);
  if (layers.length > mostLayers) throw notAPackage(source, `it has more than ${mostLayers} layers`);
  return {
    image,
    layers: layers.map(
      ({ digest }) =>
        () =>
          verified('blobs', digest),
    ),
  };
}

/** Throws a `UserError` if the bytes are not those that the digest names. */
export function expectDigest(bytes: Uint8Array, digest: string, source: string): void {
  const actual = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (actual !== digest) throw new UserError(`${source} is damaged: it has ${actual} in place of ${digest}`);
}

function parsed(bytes: Uint8Array, source: string): ImageManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw notAPackage(source, 'an index or a manifest in it is no JSON', cause);
  }
  const { manifests = [], layers = [] } = (value ?? {}) as Partial<ImageManifest>;
  if (!Array.isArray(manifests) || !Array.isArray(layers)) throw notAPackage(source, 'its manifest has no lists');
  for (const descriptor of [...manifests, ...layers] as readonly (Descriptor | null)[]) {
    const digest: unknown = descriptor?.digest;
    if (typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest)) continue;
    throw notAPackage(source, `${JSON.stringify(digest)} is not the SHA-256 digest of a part`);
  }
  return { manifests, layers };
}

/**
 * The layers that may contain package.yaml: the annotated ones, or without annotations all layers from the last to the first.
 * https://github.com/crossplane/crossplane/blob/v2.4.0/contributing/specifications/xpkg.md
 */
function packageLayers({ layers }: ImageManifest): readonly Descriptor[] {
  const base = layers.filter(({ annotations }) => annotations?.['io.crossplane.xpkg'] === 'base');
  return base.length > 0 ? base : layers.toReversed();
}

/** One image of an index; the package is the same for every architecture. */
function anyImage({ manifests }: ImageManifest): Descriptor {
  return manifests.find(({ platform }) => platform?.architecture === 'amd64') ?? (manifests[0] as Descriptor);
}
