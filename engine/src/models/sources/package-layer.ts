/** Finds what a Crossplane package installs in the layers of its image. */
import { gunzipSync } from 'node:zlib';
import { unpackTar } from '../../xpkg/tar.ts';

/** The part of an image manifest that is needed to find the package in it. */
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
 * The layers to look into, the best first: those annotated as the package, otherwise all of them from the last.
 * https://github.com/crossplane/crossplane/blob/v2.4.0/contributing/specifications/xpkg.md
 */
export function packageLayers({ layers = [] }: ImageManifest): readonly Descriptor[] {
  const base = layers.filter(({ annotations }) => annotations?.['io.crossplane.xpkg'] === 'base');
  return base.length > 0 ? base : layers.toReversed();
}

/** The image of an index to look into: what it installs is the same for every architecture. */
export function anyImage({ manifests = [] }: ImageManifest): Descriptor | undefined {
  return manifests.find(({ platform }) => platform?.architecture === 'amd64') ?? manifests[0];
}

/** The text of `package.yaml`, where the layer holds it. */
export async function packageYaml(layer: Uint8Array): Promise<string | undefined> {
  const isGzip = layer[0] === 0x1f && layer[1] === 0x8b;
  const entries = await unpackTar(isGzip ? gunzipSync(layer) : layer);
  const file = entries.find((entry) => entry.type === 'file' && entry.path === 'package.yaml');
  return file?.type === 'file' ? new TextDecoder().decode(file.content) : undefined;
}
