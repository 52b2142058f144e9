import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { UserError } from '../errors.ts';
import { gunzip } from './gzip.ts';
import type { Image } from './image.ts';
import type { Layer } from './layer.ts';
import { unpackTar } from './tar.ts';
import { widgetComposition, widgetConfiguration, widgetDefinition, widgetParts } from './testing/widget-package.ts';

const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());
const onlyFile = async ({ bytes }: Layer) => {
  const entries = await unpackTar(gunzip(bytes));
  expect(entries).toHaveLength(1);
  const [file] = entries;
  return file?.type === 'file' ? { ...file, content: Buffer.from(file.content).toString() } : undefined;
};

describe('a Configuration package', () => {
  it('has its meta object first, then its unchanged objects', async () => {
    const { images } = await widgetConfiguration();
    const file = await onlyFile(images[0]!.layers[0]!);
    expect(file).toMatchObject({ path: 'package.yaml', mode: 0o644 });
    const [meta, ...objects] = parseAllDocuments(file!.content).map((document) => document.toJS());
    expect(meta).toMatchObject({
      apiVersion: 'meta.pkg.crossplane.io/v1',
      kind: 'Configuration',
      metadata: { name: 'toy-local' },
    });
    expect(objects).toEqual([widgetDefinition, widgetComposition]);
  });

  it('has the same bytes for any order of its objects', async () => {
    const { digest } = await widgetConfiguration();
    expect((await widgetConfiguration({ objects: widgetParts.objects.toReversed() })).digest).toBe(digest);
  });

  it('has the examples in a second layer, one document each', async () => {
    const examples = ['kind: Widget\n', '---\nkind: Gadget\n\n'];
    const { images } = await widgetConfiguration({ examples });
    expect(await onlyFile(images[0]!.layers[1]!)).toMatchObject({
      path: '.up/examples.yaml',
      content: '---\nkind: Widget\n---\nkind: Gadget\n',
    });
    expect((await widgetConfiguration({ examples: [] })).images[0]?.layers).toHaveLength(1);
  });

  it('names its layers in labels for archives and in annotations for registries', async () => {
    const [{ config, manifest, layers }] = (await widgetConfiguration()).images as [Image];
    const [base, examples] = layers as [Layer, Layer];
    expect(json(config.bytes).config.Labels).toEqual({
      [`io.crossplane.xpkg:${base.digest}`]: 'base',
      [`io.crossplane.xpkg:${examples.digest}`]: 'upbound',
    });
    expect(json(manifest.bytes).layers.map((layer: { annotations: unknown }) => layer.annotations)).toEqual([
      { 'io.crossplane.xpkg': 'base' },
      { 'io.crossplane.xpkg': 'upbound' },
    ]);
  });

  it('has its name, version, licence and description in its manifest', async () => {
    const { root } = await widgetConfiguration();
    expect(json(root.bytes).annotations).toEqual({
      'org.opencontainers.image.description': 'Widgets.',
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.title': 'toy-local',
      'org.opencontainers.image.version': '0.1.0',
    });
  });

  it('is releasable, and has the tag that Crossplane looks for and its size', async () => {
    const built = await widgetConfiguration();
    const blobs = built.files.filter(({ path }) => path.includes('/blobs/'));
    expect(built).toMatchObject({ kind: 'Configuration', tag: 'v0.1.0', releasable: true, digest: built.root.digest });
    expect(built.size).toBe(blobs.reduce((sum, { content }) => sum + content.length, 0));
  });

  it('has a manifest for each object', async () => {
    const { files } = await widgetConfiguration();
    const manifests = files.filter(({ path }) => path.startsWith('manifests/'));
    expect(Object.fromEntries(manifests.map(({ path, content }) => [path, parse(String(content)).kind]))).toEqual({
      'manifests/toy-local/crossplane.yaml': 'Configuration',
      'manifests/toy-local/compositeresourcedefinition-widgets.example.org.yaml': 'CompositeResourceDefinition',
      'manifests/toy-local/composition-widgets-local.yaml': 'Composition',
    });
  });

  it('refuses parts that Crossplane would refuse', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } };
    await expect(widgetConfiguration({ objects: [secret] })).rejects.toThrow(UserError);
    await expect(widgetConfiguration({ crossplane: 'new' })).rejects.toThrow(UserError);
  });
});
