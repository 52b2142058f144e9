import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { mediaTypes } from './blob.ts';
import { pushLayout } from './push.ts';
import { startRegistry, type TestRegistry } from './testing/registry.ts';
import { widgetFunction } from './testing/widget-package.ts';

const built = await widgetFunction();
let folder: string;
let layout: string;
let registry: TestRegistry | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-push-'));
  await writeTree(join(folder, 'dist'), built.files);
  layout = join(folder, 'dist/oci', built.name);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => registry?.close());

describe('pushing a layout', () => {
  it('uploads every blob, every image and the index, and tags the index', async () => {
    registry = await startRegistry();
    expect(await pushLayout(layout, `${registry.origin}/toy/functions:v0.1.0`)).toBe(built.digest);
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

  it('uploads each blob once, and none that the registry has', async () => {
    registry = await startRegistry();
    await pushLayout(layout, `${registry.origin}/toy/functions:v0.1.0`);
    const uploads = (from: number) => registry!.requests.slice(from).filter((line) => line.startsWith('POST')).length;
    expect(uploads(0)).toBe(registry.blobs.size);
    const before = registry.requests.length;
    await pushLayout(layout, `${registry.origin}/toy/functions:v0.2.0`);
    expect(uploads(before)).toBe(0);
    expect(registry.manifests.has('toy/functions:v0.2.0')).toBe(true);
  });

  it('sets the tag last, so that it never names a missing blob', async () => {
    registry = await startRegistry();
    await pushLayout(layout, `${registry.origin}/toy/functions:v0.1.0`);
    expect(registry.requests.findIndex((line) => line.endsWith('/v0.1.0'))).toBe(registry.requests.length - 1);
  });

  it.each([
    { reason: 'blobs are refused', refused: 'POST', status: 401 },
    { reason: 'manifests are refused', refused: 'PUT /v2/toy/functions/manifests', status: 403 },
  ])('reports the answer of the registry if $reason', async ({ refused, status }) => {
    registry = await startRegistry((line) => (line.startsWith(refused) ? status : undefined));
    const pushed = pushLayout(layout, `${registry.origin}/toy/functions:v0.1.0`);
    await expect(pushed).rejects.toThrow(UserError);
    await expect(pushed).rejects.toThrow(`${status} status ${status}`);
  });

  it('says that no registry answers', async () => {
    const gone = await startRegistry();
    await gone.close();
    await expect(pushLayout(layout, `${gone.origin}/toy/functions:v1`)).rejects.toThrow(
      `cannot reach the registry at ${gone.origin}`,
    );
  });

  it.each([
    { reference: 'registry.example.org/toy:v1', reason: 'has no protocol' },
    { reference: 'http://127.0.0.1:5000/toy', reason: 'has no tag' },
    { reference: 'http://127.0.0.1:5000/:v1', reason: 'has no repository' },
    { reference: `http://127.0.0.1:5000/toy@sha256:${'0'.repeat(64)}`, reason: 'is a digest' },
    { reference: 'http://registry.example.org/toy:v1', reason: 'would push without TLS' },
  ])('refuses $reference, which $reason', async ({ reference }) => {
    await expect(pushLayout(layout, reference)).rejects.toThrow(UserError);
  });
});
