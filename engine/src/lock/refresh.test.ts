/** Asking registries for the tags of a lock: what they say is a digest of their bytes, and what they do not say changes nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { impatience, type Misdeed, startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { mediaTypes } from '../xpkg/blob.ts';
import { digestOf } from '../xpkg/digest.ts';
import { emptyLock, type Lock, type Pin, refresh, refreshed, unresolved } from './index.ts';

let folder: string;
let registry: TestRegistry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-lock-'));
});
beforeEach(() => vi.stubEnv('DOCKER_CONFIG', folder));
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry?.close();
});
afterAll(() => rm(folder, { recursive: true }));

const part = { mediaType: 'application/json', digest: digestOf(new Uint8Array()), size: 0 };
const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, config: part, layers: [part] }));
const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [part] }));
const other = digestOf(new Uint8Array([1]));

/** A registry with the packages `toy/sql:v1` and, for several architectures, `toy/helm:v2`. */
async function begin(misdeed?: (line: string) => Misdeed | undefined, tokenUses?: number): Promise<void> {
  registry = await startRegistry({
    ...(misdeed && { misdeed: ({ line }) => misdeed(line) }),
    ...(tokenUses !== undefined && { tokenUses }),
  });
  registry.manifests.set('toy/sql:v1', { mediaType: mediaTypes.manifest, bytes: manifest });
  registry.manifests.set('toy/helm:v2', { mediaType: mediaTypes.index, bytes: index });
}

const pin = (name: string, version: string, digest: Pin['digest'] = unresolved, host = registry.host): Pin => ({
  name,
  image: `${host}/toy/${name}`,
  version,
  digest,
});
const lockOf = (...providers: Pin[]): Lock => ({ ...emptyLock, providers });
const outcomes = async (lock: Lock, options: Parameters<typeof refresh>[1] = {}) => {
  const answers = await refresh(lock, { patience: impatience, ...options });
  return {
    answers,
    said: answers.map(({ pin: { name }, outcome }) => `${name} ${outcome}`),
    next: refreshed(lock, answers),
  };
};

describe('a refreshed lock', () => {
  it('has the digests of the bytes behind the tags, of an index if there is one', async () => {
    await begin();
    const { said, next } = await outcomes(lockOf(pin('sql', 'v1'), pin('helm', 'v2')));
    expect(said).toEqual(['sql resolved', 'helm resolved']);
    expect(next.providers.map(({ digest }) => digest)).toEqual([digestOf(manifest), digestOf(index)]);
  });

  it('is the same if no tag has moved', async () => {
    await begin();
    const lock: Lock = { ...lockOf(pin('sql', 'v1', digestOf(manifest))), base: pin('helm', 'v2', digestOf(index)) };
    const { said, next } = await outcomes(lock);
    expect(said).toEqual(['sql same', 'helm same']);
    expect(next).toEqual(lock);
  });

  it('keeps the digest of a tag that moved, unless somebody accepts that by its name', async () => {
    await begin();
    const lock = lockOf(pin('sql', 'v1', other), pin('helm', 'v2', other));
    const refused = await outcomes(lock);
    expect(refused.said).toEqual(['sql moved', 'helm moved']);
    expect(refused.answers[0]).toMatchObject({ found: digestOf(manifest), pin: { digest: other } });
    expect(refused.next).toEqual(lock);
    const accepted = await outcomes(lock, { update: ['sql'] });
    expect(accepted.said).toEqual(['sql updated']);
    expect(accepted.next).toEqual(lockOf(pin('sql', 'v1', digestOf(manifest)), pin('helm', 'v2', other)));
  });

  it('asks only for what is named', async () => {
    await begin();
    const { said, next } = await outcomes(lockOf(pin('sql', 'v1'), pin('helm', 'v2')), { only: ['helm'] });
    expect(said).toEqual(['helm resolved']);
    expect(next.providers.map(({ digest }) => digest)).toEqual([unresolved, digestOf(index)]);
    expect(registry.requests).toEqual(['GET /v2/toy/helm/manifests/v2']);
  });

  it('takes a token where the registry wants one', async () => {
    await begin(undefined, 1);
    expect((await outcomes(lockOf(pin('sql', 'v1'), pin('helm', 'v2')))).said).toEqual([
      'sql resolved',
      'helm resolved',
    ]);
  });

  const sql = /sql\/manifests/;
  it.each<{ reason: string; deed: Misdeed; says: string | RegExp }>([
    { reason: 'fails for ever', deed: { status: 500 }, says: 'the registry answers 500' },
    { reason: 'refuses', deed: { status: 403 }, says: 'the registry answers 403' },
    { reason: 'answers with a page', deed: { status: 200, body: '<html>Log in</html>' }, says: 'is no JSON' },
    {
      reason: 'answers with an empty list',
      deed: { status: 200, body: '[]' },
      says: 'is neither an image nor an index',
    },
    { reason: 'cuts every answer', deed: { half: 'ended' }, says: 'the registry stopped answering' },
    { reason: 'ends every connection', deed: { reset: 'before' }, says: 'no registry answers at' },
  ])('keeps what it had of a registry that $reason, and takes the rest', async ({ deed, says }) => {
    await begin((line) => (sql.test(line) ? deed : undefined));
    const lock = lockOf(pin('helm', 'v2'), pin('sql', 'v1', other));
    const { answers, said, next } = await outcomes(lock);
    expect(said).toEqual(['helm resolved', 'sql failed']);
    expect(answers[1]?.reason).toMatch(says);
    expect(next.providers.map(({ digest }) => digest)).toEqual([digestOf(index), other]);
  });

  it('waits for a registry that fails once', async () => {
    let failures = 1;
    await begin(() => (failures-- > 0 ? { status: 503 } : undefined));
    expect((await outcomes(lockOf(pin('sql', 'v1')))).said).toEqual(['sql resolved']);
  });

  it('stays unresolved if the tag is not there', async () => {
    await begin();
    const { answers, next } = await outcomes(lockOf(pin('sql', 'v9')));
    expect(answers[0]).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('404') });
    expect(next.providers[0]?.digest).toBe(unresolved);
  });

  it('asks a registry that nobody answers for only once, and the others all the same', async () => {
    await begin();
    const gone = await startRegistry();
    await gone.close();
    const { answers } = await outcomes(
      lockOf(pin('sql', 'v1', other, gone.host), pin('helm', 'v2', other, gone.host), pin('sql', 'v1')),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'resolved']);
    expect(answers[1]?.reason).toBe(answers[0]?.reason);
    expect(answers[0]?.reason).toContain(`no registry answers at http://${gone.host}`);
  });
});
