/** `planesmith sign`, and `planesmith verify --key`: in a folder, and in a registry on this machine. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { signRelease } from '../release/sign/sign-release.ts';
import { verify as verifyFiles } from '../release/verify/verify.ts';
import { readPrivateKey, readPublicKey } from '../signing/key.ts';
import { pair } from '../signing/testing/pair.ts';
import { readYaml } from '../yaml/index.ts';
import { planesmith, type Ran, widgetFolder } from './testing/widget-folder.ts';

const [ours, theirs] = [pair(), pair()];
let folder: string;
let registry: TestRegistry;
/** The digest of each package. */
let digests: ReadonlyMap<string, string>;
beforeAll(async () => {
  folder = widgetFolder({ '.gitignore': 'node_modules\n' });
  registry = await startRegistry();
  const keys = {
    'ours.key': ours.private,
    'ours.pub': ours.public,
    'theirs.key': theirs.private,
    'theirs.pub': theirs.public,
  };
  for (const [name, text] of Object.entries(keys)) writeFileSync(join(folder, name), text);
  // Without the Function, which has 48 MB.
  expect(await run('build', '--only', 'toys-local', '--only', 'toys-cloud', '--out', 'built')).toMatchObject({
    code: 0,
  });
  const [document] = readYaml(readFileSync(join(folder, 'built/release.yaml'), 'utf8')).documents;
  type Entry = { repository: string; digest: string };
  const { packages } = (document as unknown as { value: { packages: Entry[] } }).value;
  digests = new Map(packages.map(({ repository, digest }) => [repository.replace(/.*\//, ''), digest]));
});
afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  for (const name of ['dist', 'signed']) rmSync(join(folder, name), { recursive: true, force: true });
  cpSync(join(folder, 'built'), join(folder, 'dist'), { recursive: true });
});

const run = (...args: string[]): Promise<Ran> =>
  planesmith(folder, args, {
    env: {
      DOCKER_CONFIG: folder,
      HTTP_PROXY: '',
      HTTPS_PROXY: '',
      THEIR_KEY: theirs.private,
      THEIR_PUBLIC: theirs.public,
    },
  });
const sign = (...args: string[]) => run('sign', ...args, '--key', 'ours.key');
const verify = (...args: string[]) => run('verify', ...args, '--key', 'ours.pub');
/** The same as `sign()`, in this process. */
const signHere = () => signRelease(join(folder, 'dist'), readPrivateKey(ours.private, 'ours.key'));
const at = (place: string) => `${registry.host}/${place}`;
const signed = (name: string) =>
  JSON.parse(readFileSync(join(folder, `dist/signatures/${name}.json`), 'utf8')) as {
    signatures: { payload: string; signature: string }[];
    attestations: object[];
  };

describe('planesmith sign in a folder', () => {
  it('signs every package with its SBOM and provenance, once for each key', async () => {
    const { code, stdout, stderr } = await sign();
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${digests.size} packages signed\n` });
    expect(stdout.trim().split('\n').toSorted()).toEqual(
      [...digests].map(([name, digest]) => `registry.example.org/toys/${name}@${digest}  signed`).toSorted(),
    );
    expect(readdirSync(join(folder, 'dist/signatures')).toSorted()).toEqual(
      [...digests.keys()].map((name) => `${name}.json`).toSorted(),
    );
    const before = signed('toys-local');
    expect(before.attestations).toHaveLength(2);
    const again = await sign('dist', '-o', 'json');
    const { signed: parts } = JSON.parse(again.stdout) as { signed: { present: boolean }[] };
    expect(parts.filter(({ present }) => present)).toHaveLength(digests.size);
    expect(signed('toys-local')).toEqual(before);
    expect(await run('sign', '--key', 'env://THEIR_KEY')).toMatchObject({
      code: 0,
      stderr: `${digests.size} packages signed\n`,
    });
    expect(signed('toys-local').signatures).toHaveLength(2);
    for (const key of ['ours.pub', 'env://THEIR_PUBLIC'])
      expect(await run('verify', '--key', key)).toEqual({
        code: 0,
        stdout: '',
        stderr: expect.stringContaining(
          `0 findings\n  signed by the owner of ${key}, with attestations https://cyclonedx.org/bom and https://slsa.dev/provenance/v1\n`,
        ),
      });
  });

  it('attests that tests passed, once, and signs nothing if one failed', async () => {
    const tests = { success: true, numPassedTests: 2, numFailedTests: 0 };
    writeFileSync(join(folder, 'failed.json'), JSON.stringify({ ...tests, success: false, numFailedTests: 1 }));
    expect(await sign('--tests', 'failed.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('failed.json cannot be attested: 1 of its tests failed'),
    });
    expect(existsSync(join(folder, 'dist/signatures'))).toBe(false);
    writeFileSync(join(folder, 'tests.json'), JSON.stringify(tests));
    expect(await sign('--tests', 'tests.json')).toMatchObject({ code: 0 });
    expect(signed('toys-local').attestations).toHaveLength(3);
    expect(await sign('--tests', 'tests.json')).toMatchObject({ code: 0, stderr: '0 packages signed\n' });
    expect(signed('toys-local').attestations).toHaveLength(3);
    expect(await verify()).toMatchObject({ code: 0, stdout: '' });
    expect(await sign(at('toys/toys-local:v1.2.3'), '--tests', 'tests.json')).toMatchObject({ code: 2 });
  });

  it('leaves the release as it was built, and no trace of the key', async () => {
    await signHere();
    expect(await run('verify')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('  signatures were not checked'),
    });
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: join(folder, 'dist') });
    expect(readFileSync(join(folder, 'dist/SHA256SUMS'))).toEqual(readFileSync(join(folder, 'built/SHA256SUMS')));
    const texts = [...digests.keys()].map((name) => readFileSync(join(folder, `dist/signatures/${name}.json`), 'utf8'));
    for (const line of ours.private.split('\n').slice(1, -2)) expect(texts.join('')).not.toContain(line);
  });

  it('signs a commit that --rebuild then builds again', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=W', '-c', 'user.email=w@example.org', ...args]);
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n*.key\n*.pub\nbuilt\ndist\nagain\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Widgets');
    expect(await run('build', '--only', 'toys-local', '--out', 'again')).toMatchObject({ code: 0 });
    expect(await sign('again')).toMatchObject({ code: 0 });
    expect(await verify('again', '--rebuild')).toMatchObject({ code: 0, stdout: '' });
    rmSync(join(folder, '.git'), { recursive: true });
  });

  const change = (name: string, edit: (text: string) => string) => () => {
    const path = join(folder, 'dist', name);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };
  const local = 'signatures/toys-local.json';
  it.each<{ reason: string; prepare: () => void; key?: string; lines: RegExp[] }>([
    {
      reason: 'is signed by nobody',
      prepare: () => rmSync(join(folder, 'dist/signatures'), { recursive: true }),
      lines: Array.from({ length: 2 }, () => /^oci\/toys-\w+: has no signature$/),
    },
    {
      reason: 'is signed by somebody else',
      prepare: () => undefined,
      key: theirs.public,
      lines: Array.from({ length: 2 }, () => /: has a signature, but none by this key of what it says$/),
    },
    {
      reason: 'has the signature of another package',
      prepare: () => cpSync(join(folder, 'dist/signatures/toys-cloud.json'), join(folder, 'dist', local)),
      lines: [/^oci\/toys-local: has a signature by this key, but of "sha256:\w{64}"$/],
    },
    {
      reason: 'has a changed signature',
      prepare: change(local, (text) => text.replace(/"payload": "..../, '"payload": "eyJ9')),
      lines: [/^oci\/toys-local: has a signature, but none by this key of what it says$/],
    },
    {
      reason: 'has no attestation',
      prepare: change(local, (text) => JSON.stringify({ ...(JSON.parse(text) as object), attestations: [] })),
      lines: [
        /^oci\/toys-local: has no attestation https:\/\/cyclonedx.org\/bom by this key$/,
        /^oci\/toys-local: has no attestation https:\/\/slsa.dev\/provenance\/v1 by this key$/,
      ],
    },
    {
      reason: 'has another provenance, with SHA256SUMS made anew',
      prepare: () => {
        change('provenance/toys-local.json', (text) => text.replace('"release": false', '"release": true'))();
        execFileSync(
          'sh',
          [
            '-c',
            "find . -type f ! -name SHA256SUMS ! -path './signatures/*' | sed 's/^..//' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS",
          ],
          { cwd: join(folder, 'dist') },
        );
      },
      lines: [
        /^oci\/toys-local: has an attestation https:\/\/slsa.dev\/provenance\/v1 by this key, but of another document$/,
      ],
    },
    {
      reason: 'has a file that is none of signatures',
      prepare: change(local, () => '{'),
      lines: [/^signatures\/toys-local.json: cannot be used: signatures\/toys-local.json is no JSON/],
    },
    {
      reason: 'has signatures of no package',
      prepare: () => writeFileSync(join(folder, 'dist/signatures/gears.json'), '{}'),
      lines: [/^signatures\/gears.json: is of no package in release.yaml$/],
    },
  ])(
    'is found missing or wrong by verify --key, in a sentence each, if a release $reason',
    async ({ prepare, key = ours.public, lines }) => {
      await signHere();
      prepare();
      const { findings } = await verifyFiles(join(folder, 'dist'), readPublicKey(key, 'widget.pub'));
      const found = findings.map(({ file, message }) => `${file}: ${message}`);
      expect(found).toEqual(lines.map((line) => expect.stringMatching(line)));
    },
  );

  it.each<{ reason: string; prepare?: () => void; args: string[]; says: RegExp }>([
    { reason: 'no key is named', args: ['sign'], says: /required option '--key <file>' not specified/ },
    { reason: 'the key is public', args: ['sign', '--key', 'ours.pub'], says: /ours.pub is a public key, and only/ },
    {
      reason: 'there is no release',
      args: ['sign', 'nowhere', '--key', 'ours.key'],
      says: /no release in nowhere, and it is no reference/,
    },
    {
      reason: 'the folder has none',
      args: ['sign', 'examples', '--key', 'ours.key'],
      says: /there is no release in examples/,
    },
    {
      reason: 'the release is damaged',
      prepare: () => appendFileSync(join(folder, 'dist/docs/index.html'), ' '),
      args: ['sign', '--key', 'ours.key'],
      says: /cannot sign dist: docs\/index.html has the sha256 .*\n.*hint: `planesmith verify dist` shows all/,
    },
    {
      reason: 'the key to verify with is private',
      args: ['verify', '--key', 'ours.key'],
      says: /ours.key is a private key/,
    },
    {
      reason: 'what is verified is a layout',
      args: ['verify', 'dist/oci/toys-local', '--key', 'ours.pub'],
      says: /dist\/oci\/toys-local has no signatures: they are beside a whole release, or in a registry/,
    },
    {
      reason: 'what is verified is an xpkg',
      args: ['verify', 'dist/packages/toys-local-1.2.3.xpkg', '--key', 'ours.pub'],
      says: /has no signatures/,
    },
  ])('exits with 2 and signs nothing if $reason', async ({ prepare, args, says }) => {
    prepare?.();
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, 'dist/signatures'))).toBe(false);
  });
});

describe('planesmith sign and a registry', () => {
  it('has its signatures published by push, where verify finds them', async () => {
    expect(await run('push', '--to', at('toys'))).toMatchObject({ code: 0 });
    await signHere();
    const { code, stdout, stderr } = await run('push', '--to', at('toys'));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^all \d versions are there already, \S+ kB about them sent$/m),
    });
    expect(stdout).toMatch(/toys-local:v1.2.3 {2}sha256:\w{64} {2}is there already, \S+ kB about it sent$/m);
    expect(await run('push', '--to', at('toys'))).toMatchObject({
      stderr: expect.stringMatching(/^all \d versions are there already$/m),
    });
    expect(await verify(at('toys/toys-local:v1.2.3'))).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /0 findings\n {2}signed by the owner of ours.pub, with attestations https:\/\/cyclonedx.org\/bom and https:\/\/slsa.dev\/provenance\/v1\n$/,
      ),
    });
    const data = await verify(at('toys/toys-local:v1.2.3'), '-o', 'json');
    expect(JSON.parse(data.stdout)).toMatchObject({
      findings: [],
      attested: ['https://cyclonedx.org/bom', 'https://slsa.dev/provenance/v1'],
    });
  });

  it('signs what is published already, once', async () => {
    expect(await run('push', '--to', at('bare'))).toMatchObject({ code: 0 });
    const reference = at('bare/toys-local:v1.2.3');
    expect(await verify(reference)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/@sha256:\w{64}: has no signature\n$/),
    });
    const line = `${at('bare/toys-local')}@${digests.get('toys-local')}`;
    expect(await sign(reference)).toEqual({ code: 0, stdout: `${line}  signed\n`, stderr: '1 package signed\n' });
    expect(await sign(reference)).toEqual({
      code: 0,
      stdout: `${line}  is signed already\n`,
      stderr: '0 packages signed\n',
    });
    expect(await verify(reference)).toMatchObject({ code: 0, stderr: expect.stringContaining('with no attestation') });
    expect(await run('verify', reference, '--key', 'theirs.pub')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/: has a signature, but none by this key of what it says\n$/),
    });
    expect(await sign(at('bare/gears:v1'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /cannot sign \S+bare\/gears:v1: the registry does not have it\n {2}hint: publish it first/,
      ),
    });
  });

  it('lets nobody put one signed package in the place of another', async () => {
    await signHere();
    await run('push', '--to', at('swapped'));
    const digest = digests.get('toys-cloud');
    for (const store of [registry.manifests, registry.blobs] as Map<string, unknown>[]) {
      const before = [...store];
      for (const [key, value] of before)
        store.set(key.replace(/^swapped\/toys-cloud(?=[@:])/, 'swapped/toys-local'), value);
    }
    expect(await verify(at(`swapped/toys-local@${digest}`))).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /: has a signature by this key, but as "registry.example.org\/toys\/toys-cloud"\n$/,
      ),
    });
  });
});
