import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { mediaTypes } from '../xpkg/blob.ts';
import { blobPath } from '../xpkg/layout.ts';
import { widgetConfiguration, widgetFunction } from '../xpkg/testing/widget-package.ts';
import { readLayout } from './artifact.ts';
import { push, type PushItem, pushLayout, type PushOptions } from './push.ts';
import { impatience, type RegistryOptions, startRegistry, type TestRegistry } from './testing/registry.ts';

const built = await widgetFunction();
let folder: string;
let layout: string;
let registry: TestRegistry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-push-'));
  await writeTree(join(folder, 'dist'), built.files);
  layout = join(folder, 'dist/oci', built.name);
});
beforeEach(() => vi.stubEnv('DOCKER_CONFIG', folder));
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry?.close();
});

const options: PushOptions = { patience: impatience };
const begin = async (settings?: RegistryOptions) => (registry = await startRegistry(settings));
const pushed = (tag = 'v0.1.0', more: PushOptions = {}) =>
  pushLayout(layout, `${registry.host}/toy/functions:${tag}`, { ...options, ...more });
const itemOf = async (name: string, tag = 'v0.1.0', from = layout): Promise<PushItem> => {
  const repository = { host: registry.host, repository: `toy/${name}` };
  return { name, repository, tag, artifact: await readLayout(from) };
};
const requests = (pattern: RegExp, from = 0) => registry.requests.slice(from).filter((line) => pattern.test(line));

/** Every tag names something that is there as a whole. */
function expectSound(): void {
  for (const [name, { bytes }] of registry.manifests) {
    const [, repository] = /^(.*?)[:@]/.exec(name) ?? [];
    const {
      config,
      layers = [],
      manifests = [],
    } = JSON.parse(Buffer.from(bytes).toString()) as {
      config?: { digest: string };
      layers?: { digest: string }[];
      manifests?: { digest: string }[];
    };
    for (const { digest } of [...layers, ...(config ? [config] : [])]) {
      expect([...registry.blobs.keys()]).toContain(`${repository}@${digest}`);
    }
    for (const { digest } of manifests) expect([...registry.manifests.keys()]).toContain(`${repository}@${digest}`);
  }
}

describe('pushing a layout', () => {
  it('uploads every blob, every image and the index, and tags the index', async () => {
    await begin();
    expect(await pushed()).toBe(built.digest);
    expect(registry.manifests.get('toy/functions:v0.1.0')).toEqual({
      mediaType: mediaTypes.index,
      bytes: Buffer.from(built.root.bytes),
    });
    for (const { manifest, config, layers } of built.images) {
      expect(registry.manifests.get(`toy/functions@${manifest.digest}`)?.mediaType).toBe(mediaTypes.manifest);
      for (const { digest, bytes } of [config, ...layers]) {
        expect(registry.blobs.get(`toy/functions@${digest}`)).toEqual(Buffer.from(bytes));
      }
    }
  });

  it('uploads each blob once, and none that the repository has', async () => {
    await begin();
    await pushed();
    expect(requests(/^POST/)).toHaveLength(registry.blobs.size);
    const before = registry.requests.length;
    await pushed('v0.2.0');
    expect(requests(/^POST/, before)).toEqual([]);
    expect(registry.manifests.has('toy/functions:v0.2.0')).toBe(true);
  });

  it('sends nothing the second time, and says so', async () => {
    await begin();
    await push([await itemOf('functions')], options);
    const before = registry.requests.length;
    expect(await push([await itemOf('functions')], options)).toEqual({
      pushed: [
        {
          name: 'functions',
          reference: `${registry.host}/toy/functions:v0.1.0`,
          digest: built.digest,
          present: true,
          uploaded: 0,
          mounted: 0,
          moved: [],
        },
      ],
    });
    expect(requests(/^(POST|PUT|PATCH)/, before)).toEqual([]);
  });

  it('reads no more of a blob at a time than it sends', async () => {
    await begin();
    const { artifact, ...item } = await itemOf('functions');
    const read: number[] = [];
    const blobs = artifact.blobs.map((blob) => ({
      ...blob,
      bytes: (start: number, end: number) => {
        read.push(end - start);
        return blob.bytes(start, end);
      },
    }));
    await push([{ ...item, artifact: { ...artifact, blobs } }], { ...options, chunk: 100 });
    expect(Math.max(...read)).toBe(100);
    expect(read.reduce((sum, each) => sum + each)).toBe(blobs.reduce((sum, { size }) => sum + size, 0));
    expectSound();
  });

  it('leaves what the registry has under a tag that yields', async () => {
    await begin();
    const { artifact } = await itemOf('functions');
    const other = { ...artifact, documents: artifact.documents.slice(0, 1) };
    const itemWith = async (content: typeof artifact) => ({
      ...(await itemOf('functions', 'signed')),
      artifact: content,
      yields: true,
    });
    await push([await itemWith(other)], options);
    const before = registry.requests.length;
    const digest = other.documents[0]!.digest;
    expect(await push([await itemWith(artifact)], options)).toMatchObject({ pushed: [{ present: true, digest }] });
    expect(requests(/^(POST|PUT|PATCH)/, before)).toEqual([]);
  });

  it('takes blobs from another repository of the same registry', async () => {
    await begin();
    const result = await push([await itemOf('functions'), await itemOf('others')], options);
    const size = [...registry.blobs].reduce(
      (sum, [name, { length }]) => sum + (name.includes('others') ? length : 0),
      0,
    );
    expect(result).toMatchObject({
      pushed: [
        { uploaded: size, mounted: 0 },
        { uploaded: 0, mounted: size },
      ],
    });
    expectSound();
  });

  it('sets all tags after everything else, in the order of the items', async () => {
    await begin();
    await push([await itemOf('functions'), await itemOf('others')], options);
    const writes = requests(/^(POST|PUT|PATCH)/);
    expect(writes.slice(-2)).toEqual(['PUT /v2/toy/functions/manifests/v0.1.0', 'PUT /v2/toy/others/manifests/v0.1.0']);
    expect(writes.filter((line) => line.endsWith('/v0.1.0'))).toHaveLength(2);
  });

  it('pushes nothing of a release of which one version is published with other bytes', async () => {
    await begin();
    const other = await widgetConfiguration();
    await writeTree(join(folder, 'other'), other.files);
    await pushLayout(join(folder, 'other/oci', other.name), `${registry.host}/toy/others:v0.1.0`, options);
    const before = registry.requests.length;
    expect(await push([await itemOf('functions'), await itemOf('others')], options)).toEqual({
      conflicts: [
        {
          name: 'others',
          reference: `${registry.host}/toy/others:v0.1.0`,
          published: other.digest,
          digest: built.digest,
        },
      ],
    });
    expect(requests(/^(POST|PUT|PATCH)/, before)).toEqual([]);
  });

  it('moves a pointer, says what it named before, and moves it once', async () => {
    await begin();
    const other = await widgetConfiguration();
    await writeTree(join(folder, 'other'), other.files);
    const old = await itemOf('functions', 'v0.0.9', join(folder, 'other/oci', other.name));
    await push([old], { ...options, pointers: ['stable'] });
    const result = await push([await itemOf('functions')], { ...options, pointers: ['stable'] });
    expect(result).toMatchObject({ pushed: [{ moved: [{ tag: 'stable', before: other.digest }] }] });
    expect(registry.manifests.get('toy/functions:stable')?.bytes).toEqual(Buffer.from(built.root.bytes));
    const again = await push([await itemOf('functions')], { ...options, pointers: ['stable'] });
    expect(again).toMatchObject({ pushed: [{ present: true, moved: [] }] });
  });

  it('refuses a version that somebody publishes while it is being pushed', async () => {
    const somebody = await widgetConfiguration();
    await begin({
      misdeed: ({ line }) => {
        if (line.startsWith('POST')) {
          registry.manifests.set('toy/functions:v0.1.0', {
            mediaType: mediaTypes.manifest,
            bytes: somebody.root.bytes,
          });
        }
        return undefined;
      },
    });
    await expect(pushed()).rejects.toThrow(/somebody has published this version as sha256:/);
    expect(requests(/^PUT .*v0\.1\.0$/)).toEqual([]);
  });

  it.each([
    { reference: 'functions', reason: 'is no reference' },
    { reference: '127.0.0.1:5000/toy', reason: 'has no tag' },
    { reference: '127.0.0.1:5000/:v1', reason: 'has no repository' },
    { reference: `127.0.0.1:5000/toy@sha256:${'0'.repeat(64)}`, reason: 'is a digest' },
  ])('refuses $reference, which $reason', async ({ reference }) => {
    await expect(pushLayout(layout, reference)).rejects.toThrow(UserError);
  });
});

describe('a layout is refused before the first request', () => {
  const first = built.images[0]!;
  const rows = [
    { reason: 'a layer is missing', path: blobPath(first.layers[0]!.digest), says: /no such file/ },
    { reason: 'a layer has other bytes', path: blobPath(first.layers[0]!.digest), content: 'x', says: /is damaged/ },
    { reason: 'a manifest has other bytes', path: blobPath(first.manifest.digest), content: '{}', says: /is damaged/ },
    { reason: 'its index is no JSON', path: 'index.json', content: '{', says: /is no JSON/ },
    { reason: 'its index names nothing', path: 'index.json', content: '{}', says: /has 0 images/ },
  ];
  it.each(rows)('if $reason', async ({ path, content, says }) => {
    await begin();
    const before = await readFile(join(layout, path));
    try {
      if (content === undefined) await rm(join(layout, path));
      else await writeFile(join(layout, path), content);
      const error: unknown = await pushed().catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toMatch(says);
    } finally {
      await writeFile(join(layout, path), before);
    }
    expect(registry.requests).toEqual([]);
  });
});
