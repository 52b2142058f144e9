import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderCache, noCache, userCache } from './cache.ts';
import { layerOf } from './layer.ts';
import { textContent, type TarEntry } from './tar.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-cache-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a cache', () => {
  it('returns the bytes that were written last', async () => {
    const cache = folderCache(folder);
    await cache.write('a/b', textContent('old'));
    await cache.write('a/b', textContent('new'));
    expect(String(await cache.read('a/b'))).toBe(String(Buffer.from('new')));
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });

  it.each([
    { reason: 'never written', damage: async () => undefined, key: 'other' },
    { reason: 'cut', damage: (path: string) => writeFile(path, 'short'), key: 'entry' },
    { reason: 'emptied', damage: (path: string) => writeFile(path, ''), key: 'entry' },
    { reason: 'changed in one byte', damage: flipLastByte, key: 'entry' },
  ])('has nothing for an entry that was $reason', async ({ damage, key }) => {
    const cache = folderCache(folder);
    await cache.write('entry', textContent('some bytes'));
    await damage(join(folder, 'entry'));
    expect(await cache.read(key)).toBeUndefined();
  });

  it('that cannot be written does not fail', async () => {
    await writeFile(join(folder, 'file'), '');
    const cache = folderCache(join(folder, 'file'));
    await cache.write('key', textContent('x'));
    expect(await cache.read('key')).toBeUndefined();
  });

  it('of a user is in the folder of the XDG specification', async () => {
    const cache = userCache({ XDG_CACHE_HOME: folder });
    await cache.write('layers/x', textContent('x'));
    expect(await readdir(join(folder, 'planesmith', 'layers'))).toEqual(['x']);
  });
});

describe('a cached layer', () => {
  const entries: readonly TarEntry[] = [{ type: 'file', path: 'widget', content: textContent('wheel\n'.repeat(1000)) }];

  it('equals the layer that is built without a cache', async () => {
    const cache = folderCache(folder);
    const built = await layerOf(entries, { cache });
    const again = await layerOf(entries, { cache });
    expect(comparable(again)).toEqual(comparable(built));
    expect(comparable(again)).toEqual(comparable(await layerOf(entries, { cache: noCache })));
  });

  it('is read from the cache', async () => {
    const read: string[] = [];
    const cache = folderCache(folder);
    await layerOf(entries, { cache });
    await layerOf(entries, {
      cache: {
        read: async (key) => {
          const bytes = await cache.read(key);
          if (bytes) read.push(key);
          return bytes;
        },
        write: () => Promise.reject(new Error('nothing should be written')),
      },
    });
    expect(read).toHaveLength(1);
  });

  it('is built again if its entry is damaged', async () => {
    const cache = folderCache(folder);
    const built = await layerOf(entries, { cache });
    const [kind = ''] = await readdir(join(folder, 'layers'));
    const [entry = ''] = await readdir(join(folder, 'layers', kind));
    await flipLastByte(join(folder, 'layers', kind, entry));
    expect(comparable(await layerOf(entries, { cache }))).toEqual(comparable(built));
  });
});

function comparable({ bytes, ...rest }: Awaited<ReturnType<typeof layerOf>>) {
  return { ...rest, bytes: Buffer.from(bytes).toString('hex') };
}

async function flipLastByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await chmod(path, 0o644);
  await writeFile(path, bytes);
}
