import { describe, expect, it } from 'vitest';
import type { File } from '../../files.ts';
import { blobOf, jsonBlob, mediaTypes, type Blob } from '../blob.ts';
import { digestOf } from '../digest.ts';
import { toYamlStream } from '../../yaml/index.ts';
import { gzip } from '../gzip.ts';
import { buildImage, type Image } from '../image.ts';
import { layerOf, roleKey, type Layer } from '../layer.ts';
import { blobsOf, layoutFiles } from '../layout.ts';
import { packTar, textContent } from '../tar.ts';
import { widgetComposition, widgetConfiguration } from '../testing/widget-package.ts';
import { verifyLayout } from './layout.ts';

const configuration = await widgetConfiguration();

/** The layout of one image, built from the parts after the damage. */
function layoutWith(image: Image): File[] {
  return layoutFiles(image.manifest, blobsOf(image.manifest, [image]), 'v0.1.0');
}

describe('a layout in which every digest is right', () => {
  const platform = { os: 'linux', architecture: 'amd64' } as const;
  const good = (configuration.images as [Image])[0].layers as [Layer, Layer];
  const meta = { apiVersion: 'meta.pkg.crossplane.io/v1', kind: 'Configuration', metadata: { name: 'toy' } };
  const configWith = (change: (config: ConfigJson) => void) => rewritten(good, 'config', change);
  const manifestWith = (change: (manifest: ManifestJson) => void) => rewritten(good, 'manifest', change);

  const wrongs: { reason: string; image: () => Image | Promise<Image>; message: string }[] = [
    {
      reason: 'a diff_id is wrong',
      image: () => buildImage({ platform, layers: [{ ...good[0], diffId: digestOf(textContent('')) }] }),
      message: 'not to the diff_id',
    },
    {
      reason: 'a diff_id is missing',
      image: () => configWith(({ rootfs }) => rootfs.diff_ids.pop()),
      message: 'lists 1 diff_ids for 2 layers',
    },
    {
      reason: 'a layer is not compressed',
      image: async () => buildImage({ platform, layers: [layerFrom(await packTar([]))] }),
      message: 'is not compressed with gzip',
    },
    {
      reason: 'a layer is broken inside',
      image: () => buildImage({ platform, layers: [layerFrom(new Uint8Array([0x1f, 0x8b, 8, 0, 1]))] }),
      message: 'cannot be decompressed',
    },
    {
      reason: 'a layer holds no archive',
      image: () => buildImage({ platform, layers: [layerFrom(gzip(textContent('x'.repeat(600))))] }),
      message: 'is not a tar archive',
    },
    {
      reason: 'no layer is the package',
      image: () => buildImage({ platform, layers: [{ ...good[0], role: undefined }] }),
      message: 'labels 0 layers as base',
    },
    {
      reason: 'two layers are the package',
      image: async () => buildImage({ platform, layers: [good[0], await base('kind: Widget\n')] }),
      message: 'labels 2 layers as base',
    },
    {
      reason: 'a label is missing',
      image: () => configWith(({ config }) => delete config.Labels[`${roleKey}:${good[1].digest}`]),
      message: 'annotated with "upbound" in the manifest and labelled with nothing',
    },
    {
      reason: 'a label names a layer that is not there',
      image: () => configWith(({ config }) => (config.Labels[`${roleKey}:sha256:00`] = 'base')),
      message: 'which is not a layer of the image',
    },
    {
      reason: 'a label has another role',
      image: () => configWith(({ config }) => (config.Labels[`${roleKey}:${good[1].digest}`] = 'examples')),
      message: 'as "examples"',
    },
    {
      reason: 'an annotation is missing',
      image: () => manifestWith(({ layers }) => delete layers?.[0]?.annotations),
      message: 'annotated with nothing in the manifest and labelled with "base"',
    },
    {
      reason: 'an annotation has another role',
      image: () => manifestWith(({ layers }) => Object.assign(layers![0]!, { annotations: { [roleKey]: 'upbound' } })),
      message: 'annotated with "upbound" in the manifest and labelled with "base"',
    },
    {
      reason: 'a layer has another type',
      image: () => manifestWith(({ layers }) => Object.assign(layers![0]!, { mediaType: 'application/zip' })),
      message: 'has a layer of type application/zip',
    },
    {
      reason: 'the configuration has another type',
      image: () => manifestWith(({ config }) => (config.mediaType = 'text/plain')),
      message: 'has a configuration of type text/plain',
    },
    {
      reason: 'the manifest is something else',
      image: () => manifestWith((manifest) => delete manifest.layers),
      message: 'is neither an image nor an index',
    },
    {
      reason: 'the operating system is not linux',
      image: () => configWith((config) => (config.os = 'windows')),
      message: 'says os "windows"',
    },
    {
      reason: 'the architecture is missing',
      image: () => configWith((config) => delete config.architecture),
      message: 'says no architecture',
    },
    {
      reason: 'the package has no package.yaml',
      image: async () => buildImage({ platform, layers: [await base('x', 'other.yaml')] }),
      message: 'holds no package.yaml',
    },
    {
      reason: 'package.yaml is empty',
      image: async () => buildImage({ platform, layers: [await base('')] }),
      message: 'holds 0 meta objects',
    },
    {
      reason: 'package.yaml is not YAML',
      image: async () => buildImage({ platform, layers: [await base('a: [')] }),
      message: 'that is not YAML',
    },
    {
      reason: 'package.yaml holds a text',
      image: async () => buildImage({ platform, layers: [await base('just words\n')] }),
      message: 'that are not Kubernetes objects',
    },
    {
      reason: 'there is no meta object',
      image: async () => buildImage({ platform, layers: [await base(toYamlStream([widgetComposition]))] }),
      message: 'holds 0 meta objects',
    },
    {
      reason: 'there are two meta objects',
      image: async () => buildImage({ platform, layers: [await base(toYamlStream([meta, meta]))] }),
      message: 'holds 2 meta objects',
    },
    {
      reason: 'the package is of another kind',
      image: async () => buildImage({ platform, layers: [await base(toYamlStream([{ ...meta, kind: 'Provider' }]))] }),
      message: 'of kind Provider',
    },
    {
      reason: 'an object is not allowed in a package',
      image: async () =>
        buildImage({
          platform,
          layers: [await base(toYamlStream([meta, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }]))],
        }),
      message: 'cannot hold Secret x',
    },
    {
      reason: 'an object is there twice',
      image: async () =>
        buildImage({ platform, layers: [await base(toYamlStream([meta, widgetComposition, widgetComposition]))] }),
      message: 'two objects Composition widgets-local',
    },
  ];
  it.each(wrongs)('has a problem: $reason', async ({ image, message }) => {
    const problems = await verifyLayout(layoutWith(await image()));
    expect(problems).toContainEqual({
      path: expect.stringContaining('blobs/sha256/'),
      message: expect.stringContaining(message),
    });
  });

  it('reports everything at once', async () => {
    const image = configWith((config) => {
      config.os = 'windows';
      config.rootfs.diff_ids = [];
      config.config.Labels = {};
    });
    expect((await verifyLayout(layoutWith(image))).length).toBeGreaterThanOrEqual(5);
  });
});

interface ConfigJson {
  os: string;
  architecture?: string;
  config: { Labels: Record<string, string> };
  rootfs: { diff_ids: string[] };
}

interface ManifestJson {
  config: { mediaType: string; digest: string; size: number };
  layers?: { mediaType: string; annotations?: Record<string, string> }[];
}

/** An image of the layers with a changed manifest or configuration under its new digest. */
function rewritten<T>(layers: readonly Layer[], which: 'config' | 'manifest', change: (value: T) => void): Image {
  const image = buildImage({ platform: { os: 'linux', architecture: 'amd64' }, layers });
  const value = jsonOf<T>(image[which]);
  change(value);
  const blob = jsonBlob(image[which].mediaType, value);
  if (which === 'manifest') return { ...image, manifest: blob };
  const manifest = jsonOf<ManifestJson>(image.manifest);
  const config = { ...manifest.config, digest: blob.digest, size: blob.size };
  return { ...image, config: blob, manifest: jsonBlob(image.manifest.mediaType, { ...manifest, config }) };
}

function jsonOf<T>({ bytes }: Blob): T {
  return JSON.parse(Buffer.from(bytes).toString()) as T;
}

function base(text: string, path = 'package.yaml'): Promise<Layer> {
  return layerOf([{ type: 'file', path, content: textContent(text) }], { role: 'base' });
}

function layerFrom(bytes: Uint8Array): Layer {
  return { ...blobOf(mediaTypes.layer, bytes), diffId: digestOf(bytes), role: 'base' };
}
