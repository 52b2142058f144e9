import { describe, expect, it } from 'vitest';
import { dockerArchive } from '../archive.ts';
import { hexOf } from '../digest.ts';
import type { Image } from '../image.ts';
import { packTar, textContent, unpackTar, type TarEntry } from '../tar.ts';
import { widgetConfiguration, widgetFunction } from '../testing/widget-package.ts';
import { verifyArchive } from './archive.ts';

const [image] = (await widgetConfiguration()).images as [Image];
const archive = await dockerArchive(image);
const layerPath = `${hexOf(image.layers[0]!.digest)}.tar.gz`;

type Files = Map<string, Uint8Array>;

describe('an archive', () => {
  it('has no problems after the build, for each package and platform', async () => {
    for (const { files } of [await widgetConfiguration(), await widgetFunction()]) {
      for (const { path, content } of files.filter((file) => file.path.endsWith('.xpkg'))) {
        expect(await verifyArchive(content as Uint8Array), path).toEqual([]);
      }
    }
  });

  it('names everything by digest, and gives the image no tag', async () => {
    const files = await filesOf(archive);
    expect([...files.keys()].toSorted()).toEqual(
      ['manifest.json', image.config.digest, ...image.layers.map(({ digest }) => `${hexOf(digest)}.tar.gz`)].toSorted(),
    );
    expect(JSON.parse(String(Buffer.from(files.get('manifest.json')!)))).toEqual([
      {
        Config: image.config.digest,
        RepoTags: null,
        Layers: image.layers.map(({ digest }) => `${hexOf(digest)}.tar.gz`),
      },
    ]);
  });

  const damages: { reason: string; change: (files: Files) => unknown; path: string; message: string }[] = [
    {
      reason: 'its listing is missing',
      change: (files) => files.delete('manifest.json'),
      path: 'manifest.json',
      message: 'is missing',
    },
    {
      reason: 'its listing is empty',
      change: (files) => files.set('manifest.json', textContent('[]')),
      path: 'manifest.json',
      message: 'lists 0 images',
    },
    {
      reason: 'its listing is broken',
      change: (files) => files.set('manifest.json', textContent('[')),
      path: 'manifest.json',
      message: 'is not JSON',
    },
    {
      reason: 'its listing names two images',
      change: (files) => files.set('manifest.json', doubled(files.get('manifest.json')!)),
      path: 'manifest.json',
      message: 'lists 2 images',
    },
    {
      reason: 'its configuration is missing',
      change: (files) => files.delete(image.config.digest),
      path: image.config.digest,
      message: 'is missing',
    },
    {
      reason: 'its configuration has other bytes',
      change: (files) => files.set(image.config.digest, textContent('{}')),
      path: image.config.digest,
      message: 'holds bytes with digest',
    },
    {
      reason: 'a layer is missing',
      change: (files) => files.delete(layerPath),
      path: layerPath,
      message: 'is missing',
    },
    {
      reason: 'a layer has other bytes',
      change: (files) => files.set(layerPath, textContent('x')),
      path: layerPath,
      message: 'holds bytes with digest',
    },
    {
      reason: 'it has an unknown file',
      change: (files) => files.set('repositories', textContent('{}')),
      path: 'repositories',
      message: 'belongs to nothing',
    },
  ];
  it.each(damages)('has a problem if $reason', async ({ change, path, message }) => {
    const files = await filesOf(archive);
    change(files);
    const entries = [...files].map(([name, content]): TarEntry => ({ type: 'file', path: name, content }));
    expect(await verifyArchive(await packTar(entries))).toContainEqual({
      path,
      message: expect.stringContaining(message),
    });
  });

  it('has a problem if it is cut', async () => {
    expect(await verifyArchive(archive.subarray(0, 700))).toEqual([
      { path: '', message: expect.stringContaining('is not a tar archive') },
    ]);
  });
});

async function filesOf(bytes: Uint8Array): Promise<Files> {
  return new Map(
    (await unpackTar(bytes)).flatMap((entry) => (entry.type === 'file' ? [[entry.path, entry.content]] : [])),
  );
}

function doubled(listing: Uint8Array): Uint8Array {
  const images = JSON.parse(String(Buffer.from(listing)));
  return textContent(JSON.stringify([...images, ...images]));
}
