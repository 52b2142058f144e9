/** Finds package.yaml in an image, and verifies every part of it that is read. */
import {
  deepestIndex,
  type Descriptor,
  expectDigest,
  Malformed,
  type Manifest,
  mostLayers,
  parseManifest,
} from '../../registry/manifest.ts';
import { notAPackage, packageYaml } from './package-layer.ts';

/** Fetches a part of an image. The digest is known to be one; the bytes need not be verified yet. */
export type Fetch = (kind: 'manifests' | 'blobs', digest: string) => Promise<Uint8Array>;

/**
 * The package.yaml of the image whose index or manifest is `first`, and what `first` names, if it is an index.
 * Throws a `UserError` if the image is damaged or no package.
 */
export async function packageIn(
  first: Uint8Array,
  fetch: Fetch,
  source: string,
): Promise<{ readonly text: string; readonly image: Descriptor | undefined }> {
  const verified: Fetch = async (kind, digest) => {
    const bytes = await fetch(kind, digest);
    expectDigest(bytes, digest, source);
    return bytes;
  };
  let image: Descriptor | undefined;
  let manifest = parsed(first, source);
  for (let depth = 0; manifest.manifests.length > 0; depth++) {
    if (depth === deepestIndex) throw notAPackage(source, `its indexes are more than ${deepestIndex} deep`);
    const descriptor = anyImage(manifest);
    image ??= descriptor;
    manifest = parsed(await verified('manifests', descriptor.digest), source);
  }
  const layers = packageLayers(manifest);
  if (layers.length > mostLayers) throw notAPackage(source, `it has more than ${mostLayers} layers`);
  for (const { digest } of layers) {
    const text = await packageYaml(await verified('blobs', digest), source);
    if (text !== undefined) return { text, image };
  }
  throw notAPackage(source, 'none of its layers holds package.yaml');
}

function parsed(bytes: Uint8Array, source: string): Manifest {
  try {
    return parseManifest(bytes);
  } catch (error) {
    if (error instanceof Malformed) throw notAPackage(source, error.message, error);
    throw error;
  }
}

/**
 * The layers that may contain package.yaml: the annotated ones, or without annotations all layers from the last to the first.
 * https://github.com/crossplane/crossplane/blob/v2.4.0/contributing/specifications/xpkg.md
 */
function packageLayers({ layers }: Manifest): readonly Descriptor[] {
  const base = layers.filter(({ annotations }) => annotations?.['io.crossplane.xpkg'] === 'base');
  return base.length > 0 ? base : layers.toReversed();
}

/** One image of an index; the package is the same for every architecture. */
function anyImage({ manifests }: Manifest): Descriptor {
  return manifests.find(({ platform }) => platform?.architecture === 'amd64') ?? (manifests[0] as Descriptor);
}
