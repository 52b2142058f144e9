import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { digestOf, hexOf } from '../xpkg/digest.ts';
import { documentArtifact } from '../xpkg/file-artifact.ts';
import { textContent } from '../xpkg/tar.ts';
import { widgetConfiguration } from '../xpkg/testing/widget-package.ts';
import { fromMemory, readLayout } from './artifact.ts';
import type { AttachedLayer } from './attached.ts';
import { openPublished } from './published.ts';
import { push, type PushItem } from './push.ts';
import { impatience, type RegistryOptions, startRegistry, type TestRegistry } from './testing/registry.ts';

const built = await widgetConfiguration();
const type = 'application/vnd.example.manual';
let folder: string;
let registry: TestRegistry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-published-'));
  await writeTree(join(folder, 'dist'), built.files);
});
beforeEach(() => vi.stubEnv('DOCKER_CONFIG', folder));
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry?.close();
});

const begin = async (settings?: RegistryOptions) => (registry = await startRegistry(settings));
const layer = (text: string, note = text): AttachedLayer => ({
  mediaType: 'text/plain',
  annotations: { note },
  bytes: textContent(text),
});
const manual = (text: string) =>
  fromMemory(documentArtifact(textContent(text), { type, name: 'manual.txt', subject: built.root }));
const item = async (more: Partial<PushItem>): Promise<PushItem> => ({
  name: 'widget',
  repository: { host: registry.host, repository: 'toy/widget' },
  tag: 'v0.1.0',
  artifact: await readLayout(join(folder, 'dist/oci', built.name)),
  ...more,
});
const opened = (task: 'read' | 'sign' = 'read', version = 'v0.1.0') =>
  openPublished({ host: registry.host, repository: 'toy/widget', version }, task, impatience);
const texts = (found: readonly Uint8Array[]) => found.map((bytes) => Buffer.from(bytes).toString()).toSorted();
const writes = (from = 0) => registry.requests.slice(from).filter((line) => /^(POST|PUT|PATCH)/.test(line));
const hex = hexOf(built.digest);

describe('documents about a package', () => {
  it.each([
    { reason: 'keeps their list', keepsReferrers: true },
    { reason: 'has their list under a tag', keepsReferrers: false },
  ])('are found in a registry that $reason, sent once, and stay when more come', async ({ keepsReferrers }) => {
    await begin({ keepsReferrers });
    await push([await item({ referrers: [manual('turn it')] })], { patience: impatience });
    const sent = registry.requests.length;
    await push([await item({ referrers: [manual('turn it')] })], { patience: impatience });
    expect(writes(sent)).toEqual([]);
    await push([await item({ referrers: [manual('turn it'), manual('oil it')] })], { patience: impatience });
    expect(texts(await (await opened()).documents(type))).toEqual(['oil it', 'turn it']);
    expect(await (await opened()).documents('text/plain')).toEqual([]);
    expect(registry.manifests.has(`toy/widget:sha256-${hex}`)).toBe(!keepsReferrers);
  });

  it('are there before the tag, which an interrupted push does not set', async () => {
    await begin({
      misdeed: ({ line }) => (line === `PUT /v2/toy/widget/manifests/sha256-${hex}` ? { status: 403 } : undefined),
    });
    await expect(push([await item({ referrers: [manual('turn it')] })], { patience: impatience })).rejects.toThrow(
      UserError,
    );
    expect(registry.manifests.has('toy/widget:v0.1.0')).toBe(false);
  });

  it('are sent again if only their list is missing', async () => {
    let isBroken = true;
    await begin({
      misdeed: ({ line }) =>
        isBroken && line.endsWith(`/manifests/sha256-${hex}`) && line.startsWith('PUT') ? { status: 400 } : undefined,
    });
    const items = [await item({ referrers: [manual('turn it')] })];
    await expect(push(items, { patience: impatience })).rejects.toThrow('the registry answers 400');
    isBroken = false;
    await push(items, { patience: impatience });
    expect(texts(await (await opened()).documents(type))).toEqual(['turn it']);
  });

  it('of a registry that answers an unknown question with a page are under the tag', async () => {
    await begin({
      misdeed: ({ line }) =>
        line.includes('/referrers/')
          ? { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }
          : undefined,
    });
    await push([await item({ referrers: [manual('turn it')] })], { patience: impatience });
    expect(texts(await (await opened()).documents(type))).toEqual(['turn it']);
  });

  it.each([
    { reason: 'other bytes', bytes: 'burn it', says: /is damaged: it has sha256:\w{64} in place of sha256:/ },
    { reason: 'a server that is down', status: 503, says: /the registry answers 503/ },
  ])('are refused in one sentence for $reason', async ({ bytes, status, says }) => {
    let isSent = false;
    const { digest } = manual('turn it').blobs[1]!;
    await begin({
      misdeed: ({ line }) => {
        if (!isSent || line !== `GET /v2/toy/widget/blobs/${digest}`) return undefined;
        return bytes === undefined ? { status } : { bytes };
      },
    });
    await push([await item({ referrers: [manual('turn it')] })], { patience: impatience });
    isSent = true;
    await expect((await opened()).documents(type)).rejects.toThrow(says);
  });
});

describe('the signatures of a package', () => {
  it('are layers under a tag of its digest, beside those that others have added', async () => {
    await begin();
    await push([await item({ attachments: { sig: [layer('a')], att: [layer('b')] } })], { patience: impatience });
    const sent = registry.requests.length;
    await push([await item({ attachments: { sig: [layer('a')], att: [layer('b')] } })], { patience: impatience });
    expect(writes(sent)).toEqual([]);
    await (await opened('sign')).attach('sig', [layer('a'), layer('a', 'another'), layer('c')]);
    const found = await (await opened()).attached('sig');
    expect(found.map(({ bytes, annotations }) => [Buffer.from(bytes).toString(), annotations])).toEqual([
      ['a', { note: 'a' }],
      ['a', { note: 'another' }],
      ['c', { note: 'c' }],
    ]);
    expect(registry.manifests.has(`toy/widget:sha256-${hex}.sig`)).toBe(true);
    expect(registry.manifests.has(`toy/widget:sha256-${hex}.att`)).toBe(true);
  });

  it('are none if nobody has signed it', async () => {
    await begin();
    await push([await item({})], { patience: impatience });
    const { digest, attached } = await opened();
    expect({ digest, sig: await attached('sig'), att: await attached('att') }).toEqual({
      digest: built.digest,
      sig: [],
      att: [],
    });
  });

  it('are not added to what is not published', async () => {
    await begin();
    await expect(opened('sign')).rejects.toThrow(/^cannot sign \S+toy\/widget:v0.1.0: the registry does not have it$/);
    await expect(opened('read', digestOf(textContent('none')))).rejects.toThrow(/^cannot read .*does not have it$/);
  });

  it('are refused if the registry gives another image than the one of the digest', async () => {
    await begin({ misdeed: ({ line }) => (line.includes('/manifests/sha256:') ? { bytes: '{}' } : undefined) });
    await push([await item({})], { patience: impatience });
    await expect(opened('read', built.digest)).rejects.toThrow(/is damaged: it has sha256:/);
  });

  it('are not believed to be there if somebody else has replaced them at once', async () => {
    let isReplaced = false;
    await begin({
      misdeed: ({ line }) => {
        if (!line.endsWith('.sig')) return undefined;
        if (line.startsWith('PUT')) isReplaced = true;
        return isReplaced && line.startsWith('GET') ? { bytes: '{}' } : undefined;
      },
    });
    await push([await item({})], { patience: impatience });
    await expect((await opened('sign')).attach('sig', [layer('a')])).rejects.toThrow(
      /somebody else has changed sha256-\w{64}\.sig meanwhile$/,
    );
  });

  it('cannot become more than an image has layers', async () => {
    await begin();
    await push([await item({})], { patience: impatience });
    const many = Array.from({ length: 129 }, (_, index) => layer(String(index)));
    await expect((await opened('sign')).attach('sig', many)).rejects.toThrow(/would have more than 128 signatures$/);
  });
});
