import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { BuiltPackage } from './built-package.ts';
import { buildFunctionPackage } from './function.ts';
import { functionRoot, type FunctionRoot } from './function-root.ts';
import { gunzip } from './gzip.ts';
import type { Image } from './image.ts';
import { textContent, unpackTar } from './tar.ts';
import { widgetFunction } from './testing/widget-package.ts';
import { widgetLock, widgetNode, writeWidgetPlatform } from './testing/widget-platform.ts';

const digests = ({ layers }: FunctionRoot) => layers.map(({ digest }) => digest);
const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

describe('a Function package', () => {
  let built: BuiltPackage;
  beforeAll(async () => {
    built = await widgetFunction();
  });

  it('has an image for each architecture and an index that names them', () => {
    expect(json(built.root.bytes)).toMatchObject({
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { platform: { os: 'linux', architecture: 'amd64' } },
        { platform: { os: 'linux', architecture: 'arm64' } },
      ],
    });
    expect(built.images.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64']);
  });

  it('has its only image as root, so that clients of any architecture find it', async () => {
    const { root, images } = await widgetFunction(['arm64']);
    expect(root).toBe(images[0]?.manifest);
  });

  it('runs with the user and the certificates of Crossplane', () => {
    expect(json(built.images[0]!.config.bytes)).toMatchObject({
      architecture: 'amd64',
      os: 'linux',
      config: {
        User: '2000:2000',
        Entrypoint: ['/nodejs/bin/node', '--max-semi-space-size=2', '/function.mjs'],
        Env: ['NODE_ENV=production', 'PATH=/nodejs/bin', 'TLS_SERVER_CERTS_DIR=/tls/server'],
        ExposedPorts: { '8080/tcp': {}, '9443/tcp': {} },
        WorkingDir: '/',
      },
    });
  });

  it('records neither time nor author of the build', () => {
    for (const { config } of built.images)
      expect(Object.keys(json(config.bytes))).toEqual(['architecture', 'os', 'config', 'rootfs']);
  });

  it('has the origin of its base as a label, and is not releasable with the libraries of this machine', () => {
    expect(json(built.images[0]!.config.bytes).config.Labels['planesmith.dev/base']).toBe('host');
    expect(built.releasable).toBe(false);
  });

  it('has as last layer the meta object and the definition of its input', async () => {
    const { layers, manifest } = built.images[0]!;
    expect(json(manifest.bytes).layers.at(-1).annotations).toEqual({ 'io.crossplane.xpkg': 'base' });
    const [file] = await unpackTar(gunzip(layers.at(-1)!.bytes));
    const stream = file?.type === 'file' ? Buffer.from(file.content).toString() : '';
    expect(parseAllDocuments(stream).map((document) => document.toJS())).toMatchObject([
      { kind: 'Function', spec: { capabilities: ['composition'], crossplane: { version: '>=v2.0.0-0' } } },
      { kind: 'CustomResourceDefinition', metadata: { name: 'inputs.planesmith.dev' } },
    ]);
  });
});

describe('the root of a Function', () => {
  let folder: string;
  let root: FunctionRoot;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'widget-root-'));
    await writeWidgetPlatform(folder);
    const bundle = textContent('export {};\n');
    root = await functionRoot({
      folder,
      architecture: 'amd64',
      bundle,
      base: { directory: 'base' },
      nodeLock: widgetLock,
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has one layer each for base, Node and program', async () => {
    const files = await Promise.all(root.layers.map(async ({ bytes }) => unpackTar(gunzip(bytes))));
    const paths = files.map((entries) => entries.filter(({ type }) => type !== 'directory').map(({ path }) => path));
    expect(paths.slice(1)).toEqual([['nodejs/LICENSE', 'nodejs/bin/node'], ['function.mjs']]);
    expect(paths[0]).toContain('etc/passwd');
    const node = files[1]?.find(({ path }) => path === 'nodejs/bin/node');
    expect(node).toMatchObject({ type: 'file', mode: 0o755 });
    expect(node?.type === 'file' && new Uint8Array(node.content)).toEqual(widgetNode);
  });

  it('makes a releasable package with a configured base', async () => {
    const built = await buildFunctionPackage({ name: 'toy', version: '1.0.0', crossplane: '>=2', roots: [root] });
    const { config } = json((built.images as [Image])[0].config.bytes);
    expect(built.releasable).toBe(true);
    expect(config.Labels['planesmith.dev/base']).toBe(root.layers[0]?.diffId);
  });

  it('shares the lower layers with the next version of the program', async () => {
    const next = await functionRoot({
      folder,
      architecture: 'amd64',
      bundle: textContent('next'),
      base: { directory: 'base' },
      nodeLock: widgetLock,
    });
    expect(digests(next).slice(0, 2)).toEqual(digests(root).slice(0, 2));
    expect(digests(next)[2]).not.toBe(digests(root)[2]);
  });
});
