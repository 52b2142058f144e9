/** Pushing to registries that fail, lie and stall: what may pass is waited for, all else is one sentence, and no tag names what is incomplete. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { widgetFunction } from '../xpkg/testing/widget-package.ts';
import type { Patience } from './patience.ts';
import { pushLayout } from './push.ts';
import {
  impatience,
  type Misdeed,
  type RegistryOptions,
  startRegistry,
  type TestRegistry,
} from './testing/registry.ts';

const built = await widgetFunction();
let folder: string;
let registry: TestRegistry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-misbehaving-'));
  await writeTree(folder, built.files);
});
beforeEach(() => vi.stubEnv('DOCKER_CONFIG', folder));
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry?.close();
});

const tag = 'toy/functions:v0.1.0';
const begin = async (options: RegistryOptions) => (registry = await startRegistry(options));
const push = (patience: Partial<Patience> = {}, { host } = registry) =>
  pushLayout(join(folder, 'oci', built.name), `${host}/${tag}`, {
    patience: { ...impatience, ...patience },
    // So that every layer is sent in pieces.
    chunk: 120,
  });

/** Everything of the package is there, and the tag names it. */
function expectComplete({ manifests, blobs } = registry): void {
  expect(manifests.get(tag)?.bytes).toEqual(Buffer.from(built.root.bytes));
  for (const { manifest, config, layers } of built.images) {
    expect([...manifests.keys()]).toContain(`toy/functions@${manifest.digest}`);
    for (const { digest, bytes } of [config, ...layers]) {
      expect(blobs.get(`toy/functions@${digest}`)).toEqual(Buffer.from(bytes));
    }
  }
}

const blobHead = /^HEAD/;
const begun = /^POST/;
const piece = /^PATCH/;
const blobEnd = /^PUT .*\/blobs\//;
const image = /^PUT .*\/manifests\/sha256:/;
const version = /^PUT .*\/manifests\/v0/;
const look = /^GET .*\/manifests\/v0/;

interface Row {
  readonly reason: string;
  readonly on: RegExp;
  readonly deed: Misdeed;
  /** How many of these requests it strikes. @default 1 */
  readonly times?: number;
  readonly patience?: Partial<Patience>;
}

function strikes({ on, deed, times = 1 }: Row): RegistryOptions {
  let left = times;
  return { misdeed: ({ line }) => (on.test(line) && left-- > 0 ? deed : undefined) };
}

const often = Number.POSITIVE_INFINITY;
const everywhere = { blobHead, begun, piece, blobEnd, image, version, look };

describe('a push succeeds in spite of', () => {
  const passing: Row[] = Object.entries(everywhere).flatMap(([name, on]) => [
    { reason: `a 500 to ${name}`, on, deed: { status: 500 } },
    { reason: `four 503 in a row to ${name}`, on, deed: { status: 503 }, times: 4 },
    { reason: `a 429 to ${name}`, on, deed: { status: 429, headers: { 'retry-after': '0' } } },
    { reason: `a reset before ${name}`, on, deed: { reset: 'before' as const } },
    { reason: `a reset in the midst of ${name}`, on, deed: { reset: 'midway' as const } },
    { reason: `a reset after ${name}, whose answer is lost`, on, deed: { reset: 'after' as const } },
    { reason: `silence to ${name}`, on, deed: { silent: true as const }, patience: { answer: 300 } },
  ]);
  const rows: Row[] = [
    ...passing.filter(({ on, deed }) => on !== version || !('reset' in deed) || deed.reset !== 'midway'),
    {
      reason: 'a wait of a day that the registry asks for, which is cut short',
      on: begun,
      deed: { status: 429, headers: { 'retry-after': '86400' } },
    },
    {
      reason: 'a wait until a date in a hundred years',
      on: begun,
      deed: { status: 503, headers: { 'retry-after': 'Fri, 31 Dec 2126 23:59:59 GMT' } },
    },
    { reason: 'a wait that is nonsense', on: begun, deed: { status: 503, headers: { 'retry-after': 'soon' } } },
    { reason: 'an upload that the registry forgets', on: piece, deed: { status: 404 } },
    { reason: 'an upload that the registry forgets at its end', on: blobEnd, deed: { status: 404 } },
    { reason: 'a registry that takes no pieces', on: piece, deed: { status: 405 }, times: often },
    { reason: 'a registry that expects another piece', on: piece, deed: { status: 416 } },
    { reason: 'a registry that says it got nothing', on: piece, deed: { set: { range: '0-0' } } },
    { reason: 'a registry that says it got more than it was sent', on: piece, deed: { set: { range: '0-4096' } } },
    { reason: 'a registry that does not say what it got', on: piece, deed: { set: { range: 'all' } }, times: often },
  ];
  it.each(rows)('$reason', async (row) => {
    await begin(strikes(row));
    expect(await push(row.patience)).toBe(built.digest);
    expectComplete();
  });

  it('a proxy that hides from the registry how it is asked', async () => {
    let isHidden = false;
    await begin({
      misdeed: ({ line }) => {
        if (isHidden || !begun.test(line)) return undefined;
        isHidden = true;
        return { set: { location: `https://${registry.host}/v2/toy/functions/blobs/uploads/1?state=begun` } };
      },
    });
    expect(await push()).toBe(built.digest);
    expectComplete();
  });

  it('a registry that does not resume an upload of which it got a part', async () => {
    let isCut = false;
    await begin({
      misdeed: ({ line }) => {
        if (/^GET .*uploads/.test(line)) return { status: 400 };
        if (isCut || !piece.test(line)) return undefined;
        isCut = true;
        return { reset: 'midway' };
      },
    });
    expect(await push()).toBe(built.digest);
    expectComplete();
  });

  it('tokens that expire all the time', async () => {
    await begin({ tokenUses: 3 });
    expect(await push()).toBe(built.digest);
    expectComplete();
    expect(registry.tokens.length).toBeGreaterThan(5);
    expect(new Set(registry.tokens)).toEqual(new Set(['repository:toy/functions:pull,push']));
  });
});

describe('a push ends in one sentence, without the tag, if the registry', () => {
  const rows: (Row & { readonly says: RegExp; readonly hint?: RegExp })[] = [
    { reason: 'fails for good', on: begun, deed: { status: 500 }, times: often, says: /answers 500 to POST/ },
    {
      reason: 'cuts every connection',
      on: piece,
      deed: { reset: 'before' },
      times: often,
      says: /no registry answers/,
    },
    {
      reason: 'never answers',
      on: begun,
      deed: { silent: true },
      times: often,
      patience: { answer: 50 },
      says: /no registry answers/,
    },
    {
      reason: 'explains its refusal',
      on: begun,
      deed: { status: 400, body: '{"errors":[{"code":"NAME_INVALID","message":"bad\\nname"}]}' },
      says: /answers 400 to POST blobs\/uploads\/\S+ \(NAME_INVALID: bad name\)$/,
    },
    {
      reason: 'has no such repository',
      on: begun,
      deed: { status: 404 },
      says: /answers 404/,
      hint: /create the repository/,
    },
    { reason: 'forbids it', on: begun, deed: { status: 403 }, says: /answers 403/, hint: /^log in with docker login / },
    { reason: 'asks for a password', on: begun, deed: { status: 401 }, says: /asks for a password/, hint: /^log in/ },
    { reason: 'finds the bytes wrong', on: blobEnd, deed: { status: 400 }, says: /answers 400 to PUT/ },
    { reason: 'refuses an image', on: image, deed: { status: 413 }, says: /answers 413 to PUT/ },
    {
      reason: 'forgets every upload',
      on: piece,
      deed: { status: 404 },
      times: often,
      says: /the registry lost an upload/,
    },
    {
      reason: 'never gets any further',
      on: piece,
      deed: { set: { range: '0-0' } },
      times: often,
      says: /the registry lost an upload/,
    },
    {
      reason: 'sends the upload to another host',
      on: begun,
      deed: { status: 202, headers: { location: 'https://192.0.2.1/upload' } },
      says: /sends the upload to https:\/\/192\.0\.2\.1, which is another host/,
    },
    {
      reason: 'names a place that is no address',
      on: begun,
      deed: { status: 202, headers: { location: 'http://[' } },
      says: /names no place to upload to/,
    },
    { reason: 'names no place', on: begun, deed: { status: 202 }, says: /names no place to upload to/ },
    {
      reason: 'sends a write elsewhere',
      on: begun,
      deed: { status: 307, headers: { location: '/elsewhere' } },
      says: /answers 307 to POST/,
    },
    {
      reason: 'asks for a token at an address that others can read',
      on: look,
      deed: { status: 401, headers: { 'www-authenticate': 'Bearer realm="http://192.0.2.1/token"' } },
      says: /names "http:\/\/192\.0\.2\.1\/token" for its tokens/,
    },
  ];
  it.each(rows)('$reason', async ({ says, hint, ...row }) => {
    await begin(strikes(row));
    const error: unknown = await push(row.patience).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    const { message, hint: remedy } = error as UserError;
    expect(message).toMatch(says);
    expect(message).toMatch(/^cannot push 127\.0\.0\.1:\d+\/toy\/functions:v0\.1\.0: /);
    expect(message.split('\n')).toHaveLength(1);
    if (hint !== undefined) expect(remedy).toMatch(hint);
    expect(registry.manifests.has(tag)).toBe(false);
  });

  it('keeps other bytes than those that were pushed', async () => {
    await begin({
      misdeed: ({ line, earlier }) => (look.test(line) && earlier > 1 ? { status: 200, body: '{}' } : undefined),
    });
    await expect(push()).rejects.toThrow(/the registry has sha256:\w+ as v0\.1\.0 in place of sha256:\w+$/);
  });

  it('has an endless document under the tag', async () => {
    await begin({ misdeed: ({ line }) => (look.test(line) ? { status: 200, body: 'x'.repeat(5 << 20) } : undefined) });
    await expect(push()).rejects.toThrow(/an answer has more than 4194304 bytes$/);
  });

  it('is not there', async () => {
    await begin({});
    await registry.close();
    await expect(push()).rejects.toThrow(`no registry answers at ${registry.origin}`);
  });
});

it('a push that is interrupted at any request leaves no tag, and succeeds when it is repeated', async () => {
  await begin({});
  await push();
  const all = registry.requests.length;
  const last = registry.requests.findIndex((line) => version.test(line));
  const stoppedAt = async (stop: number) => {
    let isUp = false;
    let seen = 0;
    const own = await startRegistry({ misdeed: () => (!isUp && seen++ >= stop ? { reset: 'midway' } : undefined) });
    await expect(push({ attempts: 1 }, own), `stopped at request ${stop}`).rejects.toThrow(UserError);
    if (stop < last) expect(own.manifests.has(tag), `stopped at request ${stop}`).toBe(false);
    isUp = true;
    expect(await push({}, own), `stopped at request ${stop}`).toBe(built.digest);
    expectComplete(own);
    await own.close();
  };
  await Promise.all(Array.from({ length: all }, (_, stop) => stoppedAt(stop)));
});
