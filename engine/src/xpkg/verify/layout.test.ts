import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTree, type File } from '../../files.ts';
import { blobOf, mediaTypes, type Blob } from '../blob.ts';
import type { BuiltPackage } from '../built-package.ts';
import type { Image } from '../image.ts';
import type { Layer } from '../layer.ts';
import { blobPath, blobsOf, layoutFiles } from '../layout.ts';
import { textContent } from '../tar.ts';
import { widgetConfiguration, widgetFunction } from '../testing/widget-package.ts';
import { verifyLayout } from './layout.ts';

const configuration = await widgetConfiguration();
const twoPlatforms = await widgetFunction();

/** The layout among the files of a package. */
function layoutOf({ name, files }: BuiltPackage): File[] {
  const prefix = `oci/${name}/`;
  return files
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, content }) => ({ path: path.slice(prefix.length), content }));
}

describe('a sound layout', () => {
  it.each([
    { content: 'a Configuration with examples', build: () => widgetConfiguration() },
    { content: 'a Configuration without', build: () => widgetConfiguration({ examples: [] }) },
    { content: 'a Function for two architectures', build: () => widgetFunction() },
    { content: 'a Function for one', build: () => widgetFunction(['arm64']) },
  ])('of $content has no problems', async ({ build }) => {
    expect(await verifyLayout(layoutOf(await build()))).toEqual([]);
  });

  it('has no problems on the disk either', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'widget-layout-'));
    try {
      await writeTree(join(folder, 'oci'), layoutOf(twoPlatforms));
      expect(await verifyLayout(join(folder, 'oci'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a layout whose files were changed', () => {
  const [image] = configuration.images as [Image];
  const [packageLayer] = image.layers as [Layer];

  const damages: { reason: string; change: (files: Map<string, Uint8Array>) => void; path: string; message: string }[] =
    [
      {
        reason: 'a layer is missing',
        change: (files) => files.delete(pathOf(packageLayer)),
        path: pathOf(packageLayer),
        message: 'is missing',
      },
      {
        reason: 'a layer is cut',
        change: (files) => files.set(pathOf(packageLayer), packageLayer.bytes.subarray(0, 40)),
        path: pathOf(packageLayer),
        message: 'has 40 bytes',
      },
      {
        reason: 'a layer has other bytes',
        change: (files) => files.set(pathOf(packageLayer), flipped(packageLayer.bytes)),
        path: pathOf(packageLayer),
        message: 'holds bytes with digest',
      },
      {
        reason: 'the configuration has other bytes',
        change: (files) => files.set(pathOf(image.config), flipped(image.config.bytes)),
        path: pathOf(image.config),
        message: 'holds bytes with digest',
      },
      {
        reason: 'the manifest is no JSON',
        change: (files) => files.set(pathOf(image.manifest), textContent('{')),
        path: pathOf(image.manifest),
        message: 'is not JSON',
      },
      {
        reason: 'there is an unknown blob',
        change: (files) => files.set('blobs/sha256/00', textContent('x')),
        path: 'blobs/sha256/00',
        message: 'belongs to nothing',
      },
      {
        reason: 'the version is missing',
        change: (files) => files.delete('oci-layout'),
        path: 'oci-layout',
        message: 'is missing',
      },
      {
        reason: 'the version is unknown',
        change: (files) => files.set('oci-layout', textContent('{"imageLayoutVersion":"2.0.0"}')),
        path: 'oci-layout',
        message: 'names another version',
      },
      {
        reason: 'the index is missing',
        change: (files) => files.delete('index.json'),
        path: 'index.json',
        message: 'is missing',
      },
      {
        reason: 'the index is empty',
        change: (files) => files.set('index.json', textContent('{"manifests":[]}')),
        path: 'index.json',
        message: 'lists 0 packages',
      },
      {
        reason: 'the index is no object',
        change: (files) => files.set('index.json', textContent('7')),
        path: 'index.json',
        message: 'is not a JSON object',
      },
      {
        reason: 'the index names no digest',
        change: (files) => files.set('index.json', textContent('{"manifests":[{"digest":"latest"}]}')),
        path: 'index.json',
        message: 'refers to "latest"',
      },
      {
        reason: 'the index says another type',
        change: (files) => replace(files, 'index.json', mediaTypes.manifest, mediaTypes.config),
        path: pathOf(image.manifest),
        message: 'says mediaType',
      },
    ];
  it.each(damages)('has a problem: $reason', async ({ change, path, message }) => {
    const files = new Map(layoutOf(configuration).map((file) => [file.path, bytesOf(file)]));
    change(files);
    const problems = await verifyLayout([...files].map(([name, content]) => ({ path: name, content })));
    expect(problems).toContainEqual({ path, message: expect.stringContaining(message) });
  });

  it('has a problem if any byte of any blob is changed', async () => {
    const files = layoutOf(twoPlatforms);
    const blobs = files.filter(({ path }) => path.startsWith('blobs/'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...blobs),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (blob, at, change) => {
          const content = bytesOf(blob).slice();
          content[at % content.length]! ^= change;
          const problems = await verifyLayout(
            files.map((file) => (file === blob ? { path: blob.path, content } : file)),
          );
          expect(problems.map(({ path }) => path)).toContain(blob.path);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is verified without an exception, with any JSON in it', async () => {
    const files = layoutOf(configuration);
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom('index.json', 'oci-layout'), async (text, name) => {
        const problems = await verifyLayout(
          files.map((file) => (file.path === name ? { path: name, content: text } : file)),
        );
        expect(problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('an index in which every digest is right', () => {
  it.each([
    {
      reason: 'nothing is for linux/amd64',
      change: (text: string) => text.replaceAll('"amd64"', '"riscv64"'),
      message: 'has no image for linux/amd64',
    },
    {
      reason: 'an image is for another platform',
      change: (text: string) => text.replaceAll('"arm64"', '"riscv64"'),
      message: 'is for linux/arm64, but its index says linux/riscv64',
    },
    {
      reason: 'two images are for one platform',
      change: (text: string) => text.replaceAll('"arm64"', '"amd64"'),
      message: 'has two images for one platform',
    },
  ])('has a problem: $reason', async ({ change, message }) => {
    const index = blobOf(mediaTypes.index, textContent(change(Buffer.from(twoPlatforms.root.bytes).toString())));
    const problems = await verifyLayout(layoutFiles(index, blobsOf(index, twoPlatforms.images), 'v0.1.0'));
    expect(problems).toContainEqual({ path: expect.any(String), message: expect.stringContaining(message) });
  });
});

function pathOf({ digest }: Blob): string {
  return blobPath(digest);
}

function bytesOf({ content }: File): Uint8Array {
  return typeof content === 'string' ? textContent(content) : content;
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1]! ^= 1;
  return copy;
}

function replace(files: Map<string, Uint8Array>, path: string, from: string, to: string): void {
  files.set(path, textContent(Buffer.from(files.get(path)!).toString().replace(from, to)));
}
