/** Finds package.yaml in the layers of a Crossplane package. */
import { gunzipSync } from 'node:zlib';
import { unpackTar } from '../../xpkg/tar.ts';

/** The part of an image manifest that names layers and images. */
export interface ImageManifest {
  readonly manifests?: readonly Descriptor[];
  readonly layers?: readonly Descriptor[];
}

export interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The layers that may contain package.yaml: the annotated ones, or without annotations all layers from the last to the first.
 * https://github.com/crossplane/crossplane/blob/v2.4.0/contributing/specifications/xpkg.md
 */
export function packageLayers({ layers = [] }: ImageManifest): readonly Descriptor[] {
  const base = layers.filter(({ annotations }) => annotations?.['io.crossplane.xpkg'] === 'base');
  return base.length > 0 ? base : layers.toReversed();
}

/** One image of an index; the package is the same for every architecture. */
export function anyImage({ manifests = [] }: ImageManifest): Descriptor | undefined {
  return manifests.find(({ platform }) => platform?.architecture === 'amd64') ?? manifests[0];
}

/** The text of `package.yaml`; undefined if the layer does not contain it. */
export async function packageYaml(layer: Uint8Array): Promise<string | undefined> {
  const isGzip = layer[0] === 0x1f && layer[1] === 0x8b;
  const entries = await unpackTar(isGzip ? gunzipSync(layer) : layer);
  const file = entries.find((entry) => entry.type === 'file' && entry.path === 'package.yaml');
  return file?.type === 'file' ? new TextDecoder().decode(file.content) : undefined;
}
