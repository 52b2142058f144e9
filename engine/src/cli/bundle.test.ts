/** `planesmith bundle --airgap`: from registries outside into one folder, and from there into a registry inside. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lock, Pin } from '../lock/index.ts';
import { fromMemory, push, rootOf } from '../registry/index.ts';
import { impatience, type Misdeed, type Seen, startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { type Bundled, bundleAirgap, type BundleOptions } from '../release/airgap/bundle.ts';
import { pushBundle } from '../release/airgap/push-bundle.ts';
import { verify } from '../release/verify/verify.ts';
import { readPublicKey } from '../signing/key.ts';
import { pair } from '../signing/testing/pair.ts';
import { digestOf } from '../xpkg/digest.ts';
import { kitArtifact } from '../xpkg/file-artifact.ts';
import { textContent } from '../xpkg/tar.ts';
import { readYaml, toYaml } from '../yaml/index.ts';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

let folder: string;
let dist: string;
let outer: TestRegistry;
let inner: TestRegistry;
let misdeed: ((seen: Seen) => Misdeed | undefined) | undefined;
beforeAll(async () => {
  folder = widgetFolder();
  dist = join(folder, 'dist');
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  vi.stubEnv('DOCKER_CONFIG', folder);
  misdeed = undefined;
  outer = await startRegistry({ misdeed: (seen) => misdeed?.(seen) });
  inner = await startRegistry();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const name of readdirSync(folder).filter((each) => each.startsWith('air'))) {
    rmSync(join(folder, name), { recursive: true });
  }
  await outer.close();
  await inner.close();
});

/** Puts an artifact with this content into the outer registry, and pins it. */
async function pinOf(path: string, content: string, version = 'v1.0.0'): Promise<Pin> {
  const artifact = fromMemory(kitArtifact('content.tgz', version, textContent(content)));
  const repository = { host: outer.host, repository: path };
  await push([{ name: path, repository, tag: version, artifact }], { patience: impatience });
  return {
    name: `${path}-${version}`.replaceAll('/', '-'),
    image: `${outer.host}/${path}`,
    version,
    digest: rootOf(artifact).digest,
  };
}

async function lockOf(content = 'a provider'): Promise<Lock> {
  return {
    providers: [await pinOf('contrib/provider-toys', content)],
    functions: [],
    operators: [await pinOf('operators/toys', 'an operator')],
    charts: [],
    images: [await pinOf('library/toys', 'an image'), await pinOf('library/toys', 'an image', 'v2.0.0')],
  };
}

/** Bundles the release as if it had been built with this lock. */
function bundle(lock: Lock | undefined, name = 'air', options: Partial<BundleOptions> = {}): Promise<Bundled> {
  const file = join(dist, 'release.yaml');
  const [document] = readYaml(readFileSync(file, 'utf8')).documents;
  if (document === undefined || !('value' in document)) throw new Error('release.yaml has no document');
  writeFileSync(file, toYaml({ ...(document.value as object), lock: { models: [], ...lock } }));
  return bundleAirgap(dist, { folder: join(folder, name), unsigned: true, patience: impatience, ...options });
}

const load = (name = 'air', to = `${inner.host}/mirror`) =>
  pushBundle(join(folder, name), { to, patience: impatience });
const findings = async (name = 'air') => {
  const { what, findings: list } = await verify(join(folder, name));
  expect(what).toBe('bundle');
  return list.map(({ file, path, message }) => [file, path, message].filter(Boolean).join(': '));
};
const treeIn = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(folder, name).length), digestOf(readFileSync(path))]),
  );
/** The digest of what a reference outside names in the registry inside. */
const insideAt = (reference: string): string | undefined => {
  const stored = inner.manifests.get(reference.replace(/^[^/]*/, 'mirror'));
  return stored && digestOf(stored.bytes);
};

describe('a bundle', () => {
  it('holds the release and all that the lock pins, verifies, and gives every reference inside the same digest', async () => {
    const lock = await lockOf();
    const { entries } = await bundle(lock);
    expect(Object.groupBy(entries, ({ kind }) => kind)).toMatchObject({
      package: { length: 1 },
      provider: { length: 1 },
      operator: { length: 1 },
      image: { length: 2 },
      // The list of SBOM and provenance of the package.
      attached: { length: 1 },
    });
    expect(await findings()).toEqual([]);
    await load();
    for (const { reference, digest } of entries) expect(insideAt(reference), reference).toBe(digest);
  });

  it('says where its signatures can be checked: without a registry nobody can ask for them', async () => {
    await bundle(await lockOf());
    const key = readPublicKey(pair().public, 'widget.pub');
    await expect(verify(join(folder, 'air'), key)).rejects.toThrow(
      /^the signatures in the bundle .*air are checked in/,
    );
    const { code, stderr } = await planesmith(folder, ['verify', 'air']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /signatures were not checked: `verify --key` checks them in dist\/ or in a registry/,
      ),
    });
  });

  it.each([
    { reason: 'with a slash at its end, as a shell completes it', name: 'air/', there: false },
    { reason: 'with a slash at its end, and is there', name: 'air/', there: true },
    { reason: 'by a link', name: 'air-link', there: true },
  ])('fills the folder if that is named $reason', async ({ name, there }) => {
    if (there) mkdirSync(join(folder, 'air'));
    symlinkSync('air', join(folder, 'air-link'));
    await bundle(await lockOf(), '', { folder: `${folder}/${name}` });
    expect(await findings()).toEqual([]);
    expect(readdirSync(folder).filter((each) => each.endsWith('.partial'))).toEqual([]);
  });

  it('has the same bytes for the same release and lock, also if it was interrupted', async () => {
    const lock = await lockOf();
    await bundle(lock);
    misdeed = ({ line }) => (line.endsWith(digestOf(textContent('an image'))) ? { status: 403 } : undefined);
    await expect(bundle(lock, 'air-again')).rejects.toThrow('403');
    expect(existsSync(join(folder, 'air-again'))).toBe(false);
    misdeed = undefined;
    writeFileSync(join(folder, 'air-again.partial/blobs/sha256', 'f'.repeat(64)), 'of another bundle');
    await bundle(lock, 'air-again');
    expect(treeIn('air-again')).toEqual(treeIn('air'));
    expect(existsSync(join(folder, 'air-again.partial'))).toBe(false);
  });

  it('fetches nothing again that an interrupted run has brought, but what was damaged meanwhile', async () => {
    const lock = await lockOf();
    await bundle(lock);
    const blobs = [...outer.blobs.values()].map((bytes) => digestOf(bytes).slice('sha256:'.length));
    const store = join(folder, 'air-again.partial/blobs/sha256');
    mkdirSync(store, { recursive: true });
    for (const blob of blobs) writeFileSync(join(store, blob), readFileSync(join(folder, 'air/blobs/sha256', blob)));
    const [damaged = ''] = blobs;
    writeFileSync(join(store, damaged), 'damaged');
    const before = outer.requests.length;
    await bundle(lock, 'air-again');
    const fetched = outer.requests.slice(before).filter((line) => line.startsWith('GET') && line.includes('/blobs/'));
    expect(fetched).toEqual([expect.stringContaining(damaged)]);
    expect(treeIn('air-again')).toEqual(treeIn('air'));
  });

  it('brings signatures, and what the registry inside has under such a tag stays', async () => {
    const lock = await lockOf();
    const [{ digest }] = lock.providers as [Pin];
    const signature = await pinOf('contrib/provider-toys', 'a signature', `${digest.replace(':', '-')}.sig`);
    const { entries } = await bundle(lock);
    const reference = `${signature.image}:${signature.version}`;
    expect(entries).toContainEqual({ kind: 'attached', reference, digest: signature.digest });
    await load();
    expect(insideAt(reference)).toBe(signature.digest);
    const other = fromMemory(kitArtifact('content.tgz', 'v1', textContent('signed inside')));
    inner.manifests.set(`mirror/contrib/provider-toys:${signature.version}`, rootOf(other));
    await load();
    expect(insideAt(reference)).toBe(rootOf(other).digest);
  });

  it('brings what a registry lists as referrers, in one list with the SBOM of a package', async () => {
    const lock = await lockOf();
    const file = join(dist, 'release.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('registry.example.org', outer.host));
    const [, path = '', digest = ''] = /repository: [^/]*\/(.*)\n[^]*?digest: (sha256:\w+)/.exec(before) ?? [];
    const statement = await pinOf(path, 'a statement', 'statement');
    const stored = outer.manifests.get(`${path}:statement`)!;
    const referrer = { mediaType: stored.mediaType, digest: statement.digest, size: stored.bytes.length };
    misdeed = ({ line }) =>
      line.endsWith(`${path}/referrers/${digest}`)
        ? { status: 200, body: JSON.stringify({ schemaVersion: 2, manifests: [referrer] }) }
        : undefined;
    const { entries } = await bundle(lock, 'air', { unsigned: false }).finally(() => writeFileSync(file, before));
    const tag = digest.replace(':', '-');
    const listed = entries.find(({ reference }) => reference === `${outer.host}/${path}:${tag}`);
    const blob = readFileSync(join(folder, 'air/blobs/sha256', listed!.digest.slice('sha256:'.length)), 'utf8');
    const { manifests } = JSON.parse(blob) as { manifests: { digest: string; artifactType?: string }[] };
    expect(manifests.map((each) => each.artifactType).toSorted()).toEqual([
      'application/vnd.cyclonedx+json',
      'application/vnd.in-toto+json',
      undefined,
    ]);
    expect(await findings()).toEqual([]);
    await load();
    for (const each of manifests) expect(inner.manifests.has(`mirror/${path}@${each.digest}`)).toBe(true);
  });

  it('is loaded once: a second time nothing is sent', async () => {
    await bundle(await lockOf());
    await load();
    const before = inner.requests.length;
    const result = await load();
    expect('pushed' in result && result.pushed.every(({ present }) => present)).toBe(true);
    expect(inner.requests.slice(before).filter((line) => !/^(GET|HEAD)/.test(line))).toEqual([]);
  });
});

describe('a bundle since another one', () => {
  it('leaves out what that has, and needs it in the registry', async () => {
    const first = await bundle(await lockOf());
    const lock = await lockOf();
    const second = await bundle({ ...lock, providers: [await pinOf('contrib/provider-new', 'a provider')] }, 'air-2', {
      since: join(folder, 'air/bundle.json'),
    });
    expect(second.leftOut.blobs).toBeGreaterThan(5);
    expect(second.size).toBeLessThan(first.size / 2);
    expect(await findings('air-2')).toEqual([]);
    await expect(load('air-2')).rejects.toThrow(/lacks sha256:\w{64} of .*, and \d+ more, which this bundle leaves to/);
    expect(inner.requests.filter((line) => !line.startsWith('HEAD'))).toEqual([]);
    await load('air');
    await load('air-2');
    // Its blobs were in another repository.
    for (const { reference, digest } of second.entries) expect(insideAt(reference), reference).toBe(digest);
  });

  it('can follow one that leaves out blobs itself', async () => {
    const lock = await lockOf();
    await bundle(lock);
    await bundle(lock, 'air-2', { since: join(folder, 'air') });
    await bundle(lock, 'air-3', { since: join(folder, 'air-2') });
    expect(treeIn('air-3')).toEqual(treeIn('air-2'));
    await load();
    expect(await load('air-3')).toHaveProperty('pushed');
  });

  it.each([
    { since: 'air-none', message: /cannot read the earlier bundle: ENOENT/ },
    { since: 'package.json', message: /is no list of a bundle/ },
  ])('is refused if $since is none', async ({ since, message }) => {
    await expect(bundle(await lockOf(), 'air', { since: join(folder, since) })).rejects.toThrow(message);
  });
});

describe('a bundle is refused', () => {
  const providerBlob = digestOf(textContent('a provider'));
  const refused: readonly {
    readonly reason: string;
    readonly misdeed: (seen: Seen) => Misdeed | undefined;
    readonly message: RegExp;
  }[] = [
    {
      reason: 'a blob with other bytes',
      misdeed: ({ line }) => (line.endsWith(providerBlob) ? { bytes: 'a provideR' } : undefined),
      message: /is damaged: it has sha256:\w{64} in place of sha256:\w{64}$/,
    },
    {
      reason: 'a manifest with other bytes',
      misdeed: ({ line }) => (/manifests\/sha256:/.test(line) ? { bytes: '{}' } : undefined),
      message: /is damaged: it has sha256:\w{64} in place of sha256:\w{64}$/,
    },
    {
      reason: 'a blob that never ends',
      misdeed: ({ line }) => (line.endsWith(providerBlob) ? { bytes: 'x'.repeat(100_000) } : undefined),
      message: /an answer has more than \d+ bytes$/,
    },
    {
      reason: 'a registry that is broken',
      misdeed: () => ({ status: 500 }),
      message: /the registry answers 500 to GET/,
    },
    {
      reason: 'a pin that the registry does not have',
      misdeed: ({ line }) => (/manifests/.test(line) ? { status: 404 } : undefined),
      message: /the registry answers 404 to GET manifests/,
    },
  ];
  it.each(refused)('with $reason, and nothing of it is kept', async ({ misdeed: deed, message }) => {
    const lock = await lockOf();
    misdeed = deed;
    await expect(bundle(lock)).rejects.toThrow(message);
    expect(existsSync(join(folder, 'air'))).toBe(false);
    const partial = join(folder, 'air.partial');
    // Without one good blob there is none.
    const kept = existsSync(partial) ? readdirSync(partial, { recursive: true, withFileTypes: true }) : [];
    for (const { parentPath, name } of kept.filter((entry) => entry.isFile())) {
      expect(`sha256:${name}`).toBe(digestOf(readFileSync(join(parentPath, name))));
    }
  });

  it('if the disk is full', async () => {
    const lock = await lockOf();
    const [blob] = [...outer.blobs.values()].map((bytes) => digestOf(bytes).slice('sha256:'.length));
    mkdirSync(join(folder, 'air.partial/blobs/sha256'), { recursive: true });
    symlinkSync('/dev/full', join(folder, 'air.partial/blobs/sha256', `${blob}.part`));
    await expect(bundle(lock)).rejects.toMatchObject({
      message: expect.stringMatching(/^cannot write .*air: ENOSPC: no space left on device/),
      hint: expect.stringContaining('it goes on with what is in'),
    });
    expect(existsSync(join(folder, 'air'))).toBe(false);
  });

  it('if the lock has not been resolved: the sentence names each such pin', async () => {
    const lock = await lockOf();
    const open = { ...lock.operators[0]!, digest: 'unresolved' as const };
    await expect(bundle({ ...lock, operators: [open] })).rejects.toThrow(
      'the lock has no digest of operators-toys-v1.0.0 (operators)',
    );
  });

  it('if the release was built without a lock', async () => {
    await expect(bundle(undefined)).rejects.toThrow(/^the release has no lock: nobody knows what the platform needs/);
  });

  it('if two things would have one place inside', async () => {
    const lock = await lockOf();
    const charts = [{ ...lock.providers[0]!, image: 'elsewhere.example.org/library/toys' }];
    await expect(bundle({ ...lock, charts }, 'air', { to: inner.host })).rejects.toThrow(/would both be 127/);
  });

  it('if its packages are not for release, or if nobody can say whether they are signed', async () => {
    const lock = await lockOf();
    const file = join(dist, 'release.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('releasable: true', 'releasable: false'));
    await expect(bundle(lock)).rejects.toThrow(/^package toys-local is not for release: its libraries are those/);
    await bundle(lock, 'air', { notForRelease: true });
    await expect(load('air', 'inner.example.org/mirror')).rejects.toThrow(/^package toys-local is not for release/);
    writeFileSync(file, text);
    await expect(bundle(lock, 'air-signed', { unsigned: false })).rejects.toThrow(
      /nobody knows whether this release is signed/,
    );
  });

  it('into a folder with other files', async () => {
    await expect(bundle(await lockOf(), 'examples')).rejects.toThrow(/examples holds other files$/);
  });

  it('into the current folder or a whole disk, which nothing can take the place of', async () => {
    const lock = await lockOf();
    mkdirSync(join(folder, 'air'));
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(join(folder, 'air'));
    await expect(bundle(lock)).rejects.toThrow('a bundle cannot take the place of the current folder');
    cwd.mockRestore();
    await expect(bundle(lock, '', { folder: '/proc' })).rejects.toThrow('/proc is a disk of its own');
  });

  it('if a document of the release is damaged, and leaves no folder', async () => {
    const lock = await lockOf();
    const sbom = join(dist, 'sbom/toys-local.cdx.json');
    const text = readFileSync(sbom, 'utf8');
    writeFileSync(sbom, text.slice(0, 100));
    await expect(bundle(lock)).rejects.toThrow(/sbom\/toys-local.cdx.json is about nothing/);
    writeFileSync(sbom, text);
    expect(readdirSync(folder).filter((name) => name.startsWith('air'))).toEqual([]);
  });
});

describe('a bundle that was changed', () => {
  const rewrite = (path: string, change: (text: string) => string): void => {
    const file = join(folder, 'air', path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  const blobs = () => readdirSync(join(folder, 'air/blobs/sha256')).map((name) => `blobs/sha256/${name}`);
  const changes: readonly { readonly reason: string; readonly change: () => void; readonly finding: RegExp }[] = [
    {
      reason: 'a blob is damaged',
      change: () => rewrite(blobs()[0]!, (text) => `${text}!`),
      finding: /^blobs\/sha256\/\w+: holds bytes with digest/m,
    },
    {
      reason: 'a blob is missing',
      change: () => rmSync(join(folder, 'air', blobs()[3]!)),
      finding: /^blobs\/sha256\/\w+: .*is missing/m,
    },
    {
      reason: 'a blob belongs to nothing',
      change: () => writeFileSync(join(folder, 'air/blobs/sha256', digestOf(textContent('x')).slice(7)), 'x'),
      finding: /^blobs\/sha256\/\w+: belongs to nothing$/m,
    },
    {
      reason: 'a link',
      change: () => symlinkSync('/etc/passwd', join(folder, 'air/passwd')),
      finding: /^passwd: is a link or a special file$/m,
    },
    {
      reason: 'an entry is missing',
      change: () =>
        rewrite('index.json', (text) => {
          const index = JSON.parse(text) as { manifests: { annotations: Record<string, string> }[] };
          const manifests = index.manifests.filter(
            ({ annotations }) => !Object.values(annotations).includes('provider'),
          );
          return JSON.stringify({ ...index, manifests });
        }),
      finding: /^index\.json: lacks provider .*contrib\/provider-toys:v1\.0\.0$/m,
    },
    {
      reason: 'an entry that nobody named',
      change: () => rewrite('index.json', (text) => text.replace('library/toys:v2.0.0', 'library/toys:v3.0.0')),
      finding: /^index\.json: lists .*library\/toys:v3\.0\.0, which neither the release nor the lock names$/m,
    },
    {
      reason: 'an entry that names other bytes',
      change: () =>
        rewrite('release.yaml', (text) =>
          text.replace(/(name: operators-toys-v1.0.0[^]*?digest: sha256:)\w+/, `$1${'0'.repeat(64)}`),
        ),
      finding: /^index\.json: .*operators\/toys:v1\.0\.0: says sha256:\w+, but release\.yaml says sha256:0+$/m,
    },
    {
      reason: 'a list that is cut off',
      change: () => rewrite('bundle.json', (text) => text.slice(0, 100)),
      finding: /^bundle\.json: is not as `planesmith bundle` writes it: bundle\.json is no JSON$/m,
    },
    {
      reason: 'a lock that is none',
      change: () => rewrite('release.yaml', (text) => text.replace('functions: []', 'functions: many')),
      finding: /^release\.yaml: .*functions is no list of pins$/m,
    },
    {
      reason: 'no index',
      change: () => rmSync(join(folder, 'air/index.json')),
      finding: /^index\.json: is missing: it is a part of every bundle$/m,
    },
    {
      reason: 'ImageConfigs for another registry',
      change: () => rewrite('image-configs.yaml', (text) => text.replaceAll('inner.example.org', 'evil.example.org')),
      finding: /^image-configs\.yaml: is not what bundle\.json and the index give$/m,
    },
  ];
  it.each(changes)('does not verify, and is not pushed: $reason', async ({ change, finding }) => {
    await bundle(await lockOf(), 'air', { to: 'inner.example.org/mirror' });
    expect(await findings()).toEqual([]);
    change();
    expect((await findings()).join('\n')).toMatch(finding);
    await expect(load()).rejects.toThrow(/^the bundle .*air is damaged: /);
    expect(inner.requests).toEqual([]);
  });
});
