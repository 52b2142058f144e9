import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { writeTree } from '../../files.ts';
import { blobOf, mediaTypes, type Blob } from '../blob.ts';
import { noCache } from '../cache.ts';
import { digestOf, type Digest } from '../digest.ts';
import { buildImage, buildIndex, type Architecture, type Image } from '../image.ts';
import { layerOf, type Layer } from '../layer.ts';
import { blobPath, blobsOf, layoutFiles } from '../layout.ts';
import { packTar, unpackTar } from '../tar.ts';
import { readTree, withFolders } from '../tree.ts';
import { elfFile } from '../testing/elf-file.ts';
import { widgetNode, writeWidgetPlatform } from '../testing/widget-platform.ts';
import type { BaseNeed, BaseSource } from './base.ts';
import { hostArchitecture } from './host.ts';
import { gunzip } from '../gzip.ts';
import { readBase } from './read-base.ts';

let folder: string;
let image: Image;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-base-'));
  await writeWidgetPlatform(folder);
  const layer = await layerOf(withFolders(await readTree(join(folder, 'base'))));
  image = imageOf('amd64', layer);
  await writeLayout('layout', image.manifest, [image]);
});
afterAll(() => rm(folder, { recursive: true }));

const imageOf = (architecture: Architecture, layer: Layer): Image =>
  buildImage({
    platform: { os: 'linux', architecture },
    layers: [layer],
    execution: {
      user: '0:0',
      entrypoint: ['/sh'],
      environment: { PATH: '/bin', SSL_CERT_FILE: '/certs=here' },
      ports: [],
    },
  });
const writeLayout = (name: string, root: Blob, images: readonly Image[]) =>
  writeTree(join(folder, name), layoutFiles(root, blobsOf(root, images), 'latest'));
const read = (source: BaseSource | undefined, need: Partial<BaseNeed> = {}) =>
  readBase(source, { folder, architecture: 'amd64', program: widgetNode, cache: noCache, ...need });

describe('a base from a layout', () => {
  it('has only the layers and the environment of the image', async () => {
    const base = await read({ layout: 'layout', digest: image.manifest.digest });
    expect(base.layers.map(({ digest }) => digest)).toEqual(image.layers.map(({ digest }) => digest));
    expect(base.entries.map(({ path }) => path)).toContain('etc/passwd');
    expect({ ...base, layers: [], entries: [] }).toEqual({
      layers: [],
      entries: [],
      environment: { PATH: '/bin', SSL_CERT_FILE: '/certs=here' },
      origin: image.manifest.digest,
      releasable: true,
    });
  });

  it('is the image of the index for the architecture', async () => {
    const arm = imageOf('arm64', image.layers[0]!);
    const index = buildIndex([arm, image]);
    await writeLayout('index', index, [arm, image]);
    const base = await read({ layout: 'index', digest: index.digest });
    expect(base.origin).toBe(index.digest);
    expect(base.layers).toHaveLength(1);

    const armIndex = buildIndex([arm]);
    await writeLayout('arm', armIndex, [arm]);
    await expect(read({ layout: 'arm', digest: armIndex.digest })).rejects.toThrow('has no image for linux/amd64');
  });

  it.each([
    { kind: 'uncompressed', encode: (archive: Uint8Array) => archive },
    { kind: 'compressed with zstd', encode: (archive: Uint8Array) => new Uint8Array(zstdCompressSync(archive)) },
  ])('becomes gzip if it was $kind', async ({ kind, encode }) => {
    const bytes = encode(gunzip(image.layers[0]!.bytes));
    const other = imageOf('amd64', { ...image.layers[0]!, ...blobOf('application/vnd.oci.image.layer.v1.tar', bytes) });
    await writeLayout(kind, other.manifest, [other]);
    const base = await read({ layout: kind, digest: other.manifest.digest });
    expect(base.layers[0]).toMatchObject({ digest: image.layers[0]!.digest, mediaType: mediaTypes.layer });
  });

  it('is refused if it is damaged, missing or no image', async () => {
    const digest = image.manifest.digest;
    const missing = digestOf(new Uint8Array([1]));
    await expect(read({ layout: 'layout', digest: missing })).rejects.toThrow(`does not hold ${missing}`);
    await expect(read({ layout: 'nowhere', digest })).rejects.toThrow(UserError);
    await expect(read({ layout: 'layout', digest: image.config.digest })).rejects.toThrow(
      'neither an image nor an index',
    );

    await writeLayout('damaged', image.manifest, [image]);
    await writeFile(join(folder, 'damaged', blobPath(image.layers[0]!.digest)), 'other bytes');
    await expect(read({ layout: 'damaged', digest })).rejects.toThrow('is damaged');

    const liar = imageOf('amd64', { ...image.layers[0]!, diffId: missing as Digest });
    await writeLayout('liar', liar.manifest, [liar]);
    await expect(read({ layout: 'liar', digest: liar.manifest.digest })).rejects.toThrow(
      'layer 1 is not the one its image names',
    );
  });

  it('is refused if Node could not run on it', async () => {
    const empty = imageOf('amd64', await layerOf([]));
    await writeLayout('empty', empty.manifest, [empty]);
    await expect(read({ layout: 'empty', digest: empty.manifest.digest })).rejects.toThrow(
      'lacks libraries that Node needs',
    );
  });
});

describe('a base from a directory', () => {
  it('is one layer of its files, named by their content', async () => {
    const base = await read({ directory: 'base' });
    expect(base).toMatchObject({ environment: {}, origin: base.layers[0]?.diffId, releasable: true });
    const entries = await unpackTar(gunzip(base.layers[0]!.bytes));
    expect(
      entries.map(({ type, path, ...rest }) => [type, path, 'mode' in rest ? rest.mode?.toString(8) : rest]),
    ).toEqual([
      ['directory', 'etc', '755'],
      ['file', 'etc/passwd', '644'],
      ['directory', 'lib', '755'],
      ['directory', 'lib/x86_64-linux-gnu', '755'],
      ['file', 'lib/x86_64-linux-gnu/libc.so.6', '644'],
      ['symlink', 'lib/x86_64-linux-gnu/libstdc++.so.6', { target: 'libstdc++.so.6.0.30' }],
      ['file', 'lib/x86_64-linux-gnu/libstdc++.so.6.0.30', '644'],
      ['directory', 'lib64', '755'],
      ['file', 'lib64/ld-linux-x86-64.so.2', '755'],
    ]);
  });

  it('is the subfolder of the architecture if there is one', async () => {
    await cp(join(folder, 'base'), join(folder, 'both/amd64'), { recursive: true, verbatimSymlinks: true });
    const base = await read({ directory: 'both' });
    expect((await unpackTar(gunzip(base.layers[0]!.bytes))).map(({ path }) => path)).toContain(
      'lib64/ld-linux-x86-64.so.2',
    );
  });

  it('is refused if it is missing', async () => {
    await expect(read({ directory: 'nowhere' })).rejects.toThrow('cannot read the base directory');
  });

  const foreign = {
    architecture: 'arm64',
    program: elfFile({ architecture: 'arm64', interpreter: '/lib/ld-linux-aarch64.so.1', needed: [] }),
  } as const;

  it('is refused for another architecture, with a word on where that belongs', async () => {
    const refused = read({ directory: 'base' }, foreign);
    await expect(refused).rejects.toThrow(/^the base directory .*\/base lacks libraries .*: ld-linux-aarch64\.so\.1$/);
    await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(/amd64\/ and one in arm64\/$/) });
  });

  it('is refused if it has a subfolder for another architecture alone', async () => {
    await cp(join(folder, 'base'), join(folder, 'half/amd64'), { recursive: true, verbatimSymlinks: true });
    const refused = read({ directory: 'half' }, foreign);
    await expect(refused).rejects.toThrow(/^there is no base directory .*half\/arm64$/);
    await expect(refused).rejects.toMatchObject({
      hint: expect.stringMatching(/amd64\/ and one in arm64\/.*--arch host/),
    });
  });
});

describe.runIf(process.platform === 'linux')('a base from this machine', () => {
  it('of this machine has the libraries of this Node, and the users', async () => {
    const program = await readFile(process.execPath);
    const base = await read(undefined, { program, architecture: hostArchitecture() });
    const { entries: _, ...rest } = base;
    expect({ ...rest, layers: base.layers.length }).toEqual({
      layers: 1,
      environment: {},
      origin: 'host',
      releasable: false,
    });
    const entries = await unpackTar(gunzip(base.layers[0]!.bytes));
    const names = entries.map(({ path }) => path.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['libc.so.6', 'passwd', 'group']));
    expect(names.some((name) => name?.startsWith('ld-linux'))).toBe(true);
    expect(await packTar(entries)).toEqual(new Uint8Array(gunzip(base.layers[0]!.bytes)));
  });
});
