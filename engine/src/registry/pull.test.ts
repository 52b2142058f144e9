/** Pulling from registries that work, and from those that fail, lie and stall: what is written is verified, and whole or not there. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { mediaTypes } from '../xpkg/blob.ts';
import { digestOf } from '../xpkg/digest.ts';
import { kitArtifact } from '../xpkg/file-artifact.ts';
import { textContent } from '../xpkg/tar.ts';
import { widgetFunction } from '../xpkg/testing/widget-package.ts';
import { fromMemory } from './artifact.ts';
import type { Patience } from './patience.ts';
import { pullInto } from './pull-into.ts';
import { push, pushLayout } from './push.ts';
import { parseReference } from './reference.ts';
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
/** Nothing is misdone before the package is in the registry. */
let isPushed: boolean;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'widget-pull-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
  isPushed = false;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await registry?.close();
});

async function begin({ misdeed, ...options }: RegistryOptions = {}): Promise<void> {
  registry = await startRegistry({ ...options, misdeed: (seen) => (isPushed ? misdeed?.(seen) : undefined) });
  await writeTree(join(folder, 'dist'), built.files);
  const reference = `${registry.host}/toy/functions:v0.1.0`;
  await pushLayout(join(folder, 'dist/oci', built.name), reference, { patience: impatience });
  isPushed = true;
}

const pull = (version = ':v0.1.0', patience: Partial<Patience> = {}) =>
  pullInto(parseReference(`${registry.host}/toy/functions${version}`)!, join(folder, 'pulled'), {
    patience: { ...impatience, ...patience },
  });

function treeIn(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), digestOf(readFileSync(path))]));
}

function expectWhole(): void {
  expect(treeIn(join(folder, 'pulled'))).toEqual(treeIn(join(folder, 'dist/oci', built.name)));
}

describe('a package that is pulled', () => {
  it('is the layout that was pushed, byte for byte', async () => {
    await begin();
    expect(await pull()).toEqual({
      reference: `${registry.host}/toy/functions:v0.1.0`,
      digest: built.digest,
      size: built.size,
    });
    expectWhole();
  });

  it('can be named by its digest, and then has no tag', async () => {
    await begin();
    await pull(`@${built.digest}`);
    const index = JSON.parse(readFileSync(join(folder, 'pulled/index.json'), 'utf8')) as { manifests: object[] };
    expect(index.manifests).toEqual([{ mediaType: mediaTypes.index, digest: built.digest, size: built.root.size }]);
  });

  it('comes with tokens that expire all the time', async () => {
    await begin({ tokenUses: 2 });
    await pull();
    expectWhole();
  });
});

/** Pushes an artifact of one file with this name. */
async function pushKit(title: string): Promise<void> {
  await begin();
  const artifact = fromMemory(kitArtifact(title, '1.2.3', textContent('a tarball')));
  const repository = { host: registry.host, repository: 'toy/functions' };
  await push([{ name: 'kit', repository, tag: 'kit', artifact }], { patience: impatience });
}

describe('an artifact that is pulled', () => {
  it('is its file', async () => {
    await pushKit('toys-1.2.3.tgz');
    expect(await pull(':kit')).toMatchObject({ file: 'toys-1.2.3.tgz' });
    expect(treeIn(join(folder, 'pulled'))).toEqual({ 'toys-1.2.3.tgz': digestOf(textContent('a tarball')) });
  });

  it.each(['../toys.tgz', '/etc/toys', 'a/b', '..', '.hidden', 'c:toys', ''])(
    'is refused if its file is called %j',
    async (title) => {
      await pushKit(title);
      await expect(pull(':kit')).rejects.toThrow(`its file is called ${JSON.stringify(title)}`);
      expect(existsSync(join(folder, 'pulled'))).toBe(false);
    },
  );
});

const tag = /^GET .*\/manifests\/v0/;
const image = /^GET .*\/manifests\/sha256/;
const blob = /^GET .*\/blobs\//;
const often = Number.POSITIVE_INFINITY;

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

describe('a pull succeeds in spite of', () => {
  const rows: Row[] = Object.entries({ tag, image, blob }).flatMap(([name, on]): Row[] => [
    { reason: `four 503 in a row to ${name}`, on, deed: { status: 503 }, times: 4 },
    { reason: `a 429 to ${name}`, on, deed: { status: 429, headers: { 'retry-after': '3600' } } },
    { reason: `a reset before ${name}`, on, deed: { reset: 'before' } },
    { reason: `half of ${name}, and then the end of the connection`, on, deed: { half: 'ended' } },
    { reason: `half of ${name}, and then silence`, on, deed: { half: 'silent' } },
    { reason: `silence to ${name}`, on, deed: { silent: true }, patience: { answer: 300 } },
  ]);
  it.each(rows)('$reason', async (row) => {
    await begin(strikes(row));
    await pull(':v0.1.0', row.patience);
    expectWhole();
  });

  it('a registry that keeps its blobs elsewhere, which does not get the login', async () => {
    const logins: (string | undefined)[] = [];
    const elsewhere = await startRegistry({ misdeed: ({ authorization }) => void logins.push(authorization) });
    try {
      await begin({
        tokenUses: 100,
        misdeed: ({ line }) => {
          const [, path = ''] = / (.*)/.exec(line) ?? [];
          return blob.test(line) ? { status: 307, headers: { location: `${elsewhere.origin}${path}` } } : undefined;
        },
      });
      for (const [name, bytes] of registry.blobs) elsewhere.blobs.set(name, bytes);
      await pull();
      expectWhole();
      expect(logins.length).toBeGreaterThan(2);
      expect(new Set(logins)).toEqual(new Set([undefined]));
    } finally {
      await elsewhere.close();
    }
  });
});

describe('a pull ends in one sentence, and leaves nothing, if the registry', () => {
  const rows: (Row & { readonly says: RegExp; readonly version?: string })[] = [
    { reason: 'fails for good', on: blob, deed: { status: 500 }, times: often, says: /answers 500 to GET blobs/ },
    { reason: 'always cuts off', on: blob, deed: { half: 'ended' }, times: often, says: /stopped answering/ },
    {
      reason: 'always falls silent',
      on: blob,
      deed: { half: 'silent' },
      times: often,
      patience: { silence: 30 },
      says: /stopped answering/,
    },
    {
      reason: 'sends half as if it were all',
      on: blob,
      deed: { half: 'complete' },
      says: /is damaged: it has sha256:/,
    },
    { reason: 'sends other bytes', on: blob, deed: { bytes: 'x' }, says: /is damaged: it has sha256:/ },
    { reason: 'sends more than it says', on: blob, deed: { bytes: 'x'.repeat(9999) }, says: /has more than \d+ bytes/ },
    { reason: 'promises less than it sends', on: blob, deed: { set: { 'content-length': '7' } }, says: /is damaged/ },
    { reason: 'has another image', on: image, deed: { bytes: '{}' }, says: /is damaged: it has sha256:/ },
    {
      reason: 'has other bytes under a digest',
      on: /^GET/,
      deed: { bytes: '{}' },
      version: `@${built.digest}`,
      says: /is damaged: it has sha256:/,
    },
    { reason: 'has no JSON', on: tag, deed: { bytes: '{' }, says: /is no JSON/ },
    { reason: 'has an endless index', on: tag, deed: { bytes: 'x'.repeat(5 << 20) }, says: /has more than 4194304/ },
    {
      reason: 'has an index of thousands',
      on: tag,
      deed: { bytes: JSON.stringify({ manifests: Array.from({ length: 2000 }, () => ({ digest: built.digest })) }) },
      says: /more than 128 images/,
    },
    {
      reason: 'names a layer of a terabyte',
      on: tag,
      deed: { bytes: JSON.stringify({ layers: [{ digest: built.digest, size: 2 ** 40 }] }) },
      says: /has more than 8589934592 bytes/,
    },
    {
      reason: 'names a layer without its size',
      on: tag,
      deed: { bytes: JSON.stringify({ layers: [{ digest: built.digest }] }) },
      says: /does not say the size/,
    },
    {
      reason: 'names a layer by a path',
      on: tag,
      deed: { bytes: '{"layers":[{"digest":"sha256:../../x","size":1}]}' },
      says: /is not the SHA-256 digest/,
    },
    { reason: 'does not have it', on: tag, deed: { status: 404 }, says: /answers 404 to GET manifests\/v0\.1\.0/ },
    {
      reason: 'sends us where others can read',
      on: blob,
      deed: { status: 302, headers: { location: 'http://192.0.2.1/blob' } },
      says: /sends us to http:\/\/192\.0\.2\.1, where others/,
    },
    {
      reason: 'sends us around in circles',
      on: blob,
      deed: { status: 302, headers: { location: '/v2/toy/functions/blobs/again' } },
      times: often,
      says: /answers 302 to GET/,
    },
    { reason: 'sends us nowhere', on: blob, deed: { status: 302 }, says: /answers 302 to GET/ },
  ];
  it.each(rows)('$reason', async ({ says, version, ...row }) => {
    await begin(strikes(row));
    const before = readdirSync(folder);
    const error: unknown = await pull(version, row.patience).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as UserError;
    expect(message).toMatch(says);
    expect(message).toContain(`${registry.host}/toy/functions`);
    expect(message.split('\n')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('could be asked, but the folder holds other files', async () => {
    await begin();
    const before = registry.requests.length;
    writeFileSync(join(folder, 'pulled'), 'a file');
    await expect(pull()).rejects.toThrow(/cannot write .*pulled/);
    await expect(pullInto(parseReference(`${registry.host}/a:v1`)!, folder)).rejects.toThrow(
      `${folder} holds other files`,
    );
    expect(registry.requests).toHaveLength(before);
  });
});
