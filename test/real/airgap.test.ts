/** `planesmith bundle --airgap` between two real registries: all that a release needs is inside afterwards, under the same digests. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { checkComposed, type JsonSchema } from 'planesmith/models';
import { buildRelease, writeTree } from 'planesmith/release';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { platform } from '../cases/platform.ts';
import { commands, planesmith, textOf } from '../pages/page.ts';
import { type Registry, startRegistry } from './registry.ts';
import { locateDebian } from './tools/debian.ts';
import { coreCrds, locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const [registryTool, craneTool, skopeoTool] = [
  await locateDebian('docker-registry'),
  await locateTool('crane'),
  await locateDebian('skopeo'),
];
const missing = [registryTool, craneTool, skopeoTool]
  .map((tool) => ('missing' in tool ? tool.missing : ''))
  .join(' ')
  .trim();

interface Entry {
  readonly kind: string;
  readonly reference: string;
  readonly digest: string;
}

interface Bundled {
  readonly entries: readonly Entry[];
  readonly size: number;
  readonly leftOut: { readonly blobs: number; readonly size: number };
}

let folder: string;
let outer: Registry;
let inner: Registry;
/** What each bundle of the page has, by its name. */
const bundled: Record<string, Bundled> = {};

const crane = async (...args: string[]) => (await run('path' in craneTool ? craneTool.path : '', args)).stdout.trim();
const skopeo = (...args: string[]) => run('path' in skopeoTool ? skopeoTool.path : '', args);
const inside = (reference: string) => `${inner.host}/mirror${reference.slice(reference.indexOf('/'))}`;

/** Makes an image of one file, and returns its digest. */
async function image(reference: string, content: string): Promise<string> {
  await writeFile(join(folder, 'content.txt'), content);
  await run('tar', ['-cf', 'content.tar', 'content.txt'], { cwd: folder });
  await crane('append', '--oci-empty-base', '-f', join(folder, 'content.tar'), '-t', reference);
  return crane('digest', reference);
}

/** Makes an index of images for these architectures, in the words of build tools: skopeo copies no other without a change. */
async function index(repository: string, tag: string, architectures: readonly string[]): Promise<void> {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests: object[] = [];
  for (const architecture of architectures) {
    const reference = `${outer.host}/${repository}:${architecture}`;
    await image(reference, architecture);
    await crane('mutate', '--set-platform', `linux/${architecture}`, '-t', reference, reference);
    const digest = await crane('digest', reference);
    const manifest = await crane('manifest', `${outer.host}/${repository}@${digest}`);
    const own = (JSON.parse(manifest) as { mediaType: string }).mediaType;
    manifests.push({
      mediaType: own,
      digest,
      size: Buffer.byteLength(manifest),
      platform: { architecture, os: 'linux' },
    });
  }
  const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
  const headers = { 'content-type': mediaType };
  const answer = await fetch(`http://${outer.host}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers,
    body,
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A release as a real one, with other packages for another version. */
async function release(version: string): Promise<string> {
  const dashed = version.replaceAll('.', '-');
  const functionRepository = platform.functionRepository.slice(0, -dashed.length) + dashed;
  const name = functionRepository.slice(functionRepository.lastIndexOf('/') + 1);
  const only = [name, 'platform-local'];
  const root = resolve(import.meta.dirname, '../..');
  const options = { only, architectures: ['amd64'] as const, release: false };
  const { files } = await buildRelease({ ...platform, version, functionRepository }, root, options);
  await writeTree(join(folder, `dist-${version}`), files);
  return join(folder, `dist-${version}`);
}

/** What the release of this version pins. */
async function lock(provider: string): Promise<object> {
  const pin = async (name: string, repository: string, version: string) => {
    const image = `${outer.host}/${repository}`;
    return { name, image, version, digest: await crane('digest', `${image}:${version}`) };
  };
  return {
    providers: [await pin('provider-toys', 'contrib/provider-toys', provider)],
    functions: [],
    operators: [await pin('operator', 'operators/toys', 'v1.0.0')],
    charts: [],
    images: [await pin('toys', 'library/toys', 'v1.0.0')],
  };
}

/** Runs a command of docs/airgap.md with these registries, and this folder in place of the reader's. */
async function documented(begin: RegExp, ...options: string[]) {
  const line = commands(textOf('docs/airgap.md')).find((command) => begin.test(command));
  if (line === undefined) throw new Error(`docs/airgap.md has no command ${begin}`);
  const words = line.replace('npx planesmith ', '').split(' ');
  const args = words.map((word) =>
    word.startsWith('bundle-') ? join(folder, word) : word.replace('registry.inner.example.org', inner.host),
  );
  return planesmith('--config', join(folder, 'planesmith.config.ts'), ...args, ...options);
}

async function bundle(version: string, pins: object): Promise<void> {
  const dist = await release(version);
  const file = join(dist, 'release.yaml');
  const built = parse(await readFile(file, 'utf8')) as { lock: object };
  await writeFile(file, stringify({ ...built, lock: { models: [], ...pins } }));
  const { stdout } = await documented(
    new RegExp(`planesmith bundle bundle-${version}`),
    '--dist',
    dist,
    '--unsigned',
    '--not-for-release',
    '-o',
    'json',
  );
  bundled[version] = JSON.parse(stdout) as Bundled;
}

beforeAll(async () => {
  if (missing) return;
  folder = await mkdtemp(join(tmpdir(), 'planesmith-airgap-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
  const start = async (name: string): Promise<Registry> => {
    await mkdir(join(folder, name));
    return startRegistry('path' in registryTool ? registryTool.path : '', join(folder, name));
  };
  outer = await start('outer');
  inner = await start('inner');
  const digest = await image(`${outer.host}/contrib/provider-toys:v1.0.0`, 'a provider');
  await image(`${outer.host}/contrib/provider-toys:${digest.replace(':', '-')}.sig`, 'a signature');
  await image(`${outer.host}/operators/toys:v1.0.0`, 'an operator');
  await index('library/toys', 'v1.0.0', ['amd64', 'arm64']);
  await bundle('0.1.0', await lock('v1.0.0'));
}, 300_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  if (missing) return;
  await outer.program.stop();
  await inner.program.stop();
  await rm(folder, { recursive: true });
});

describe('a bundle', () => {
  it('verifies without a network, by ours and by coreutils', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    const { stderr } = await documented(/planesmith verify bundle-0\.1\.0$/);
    expect(stderr).toMatch(/bundle of \d+ files, 0 findings/);
    await run('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: join(folder, 'bundle-0.1.0') });
  });

  it('is a layout from which skopeo copies each entry by its reference, with the same digest', async ({
    skip,
    expect,
  }) => {
    if (missing) return skip(missing);
    const [{ entries }] = Object.values(bundled) as [Bundled];
    const images = entries.filter(({ kind }) => kind !== 'attached' && kind !== 'kit');
    expect(images.map(({ kind }) => kind).toSorted()).toEqual(['image', 'operator', 'package', 'package', 'provider']);
    for (const { reference, digest } of images) {
      const copy = `${inner.host}/copied/${reference.slice(reference.indexOf('/') + 1)}`;
      const source = `oci:${join(folder, 'bundle-0.1.0')}:${reference}`;
      await skopeo('copy', '--all', '--preserve-digests', '--dest-tls-verify=false', source, `docker://${copy}`);
      expect(await crane('digest', copy), reference).toBe(digest);
    }
  });

  it('gives every reference inside the digest that it has outside, and is loaded once', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    await documented(/planesmith push bundle-0\.1\.0$/);
    const { entries } = bundled['0.1.0']!;
    for (const { reference, digest } of entries) {
      expect(await crane('digest', inside(reference)), reference).toBe(digest);
      if (reference.startsWith(outer.host)) expect(await crane('digest', reference)).toBe(digest);
    }
    for (const { reference, kind } of entries.filter((entry) => entry.kind !== 'attached')) {
      if (kind !== 'kit') await crane('validate', '--remote', inside(reference));
    }
    expect(entries.some(({ reference }) => reference.endsWith('.sig'))).toBe(true);
    expect((await documented(/planesmith push bundle-0\.1\.0$/)).stderr).toMatch(
      /^all \d+ versions are there already$/m,
    );
  });

  it('has ImageConfigs that fit the CRD of Crossplane, and rewrite every package to where it is inside', async ({
    skip,
    expect,
  }) => {
    if (missing) return skip(missing);
    const crd = parse(await readFile(join(await coreCrds(), 'pkg.crossplane.io_imageconfigs.yaml'), 'utf8')) as {
      spec: { versions: { schema: { openAPIV3Schema: JsonSchema } }[] };
    };
    const text = await readFile(join(folder, 'bundle-0.1.0/image-configs.yaml'), 'utf8');
    const configs = parseAllDocuments(text).map(
      (document) =>
        document.toJS() as {
          spec: { matchImages: { prefix: string }[]; rewriteImage?: { prefix: string } };
        },
    );
    for (const config of configs) {
      expect(checkComposed(crd.spec.versions[0]!.schema.openAPIV3Schema, config)).toEqual([]);
    }
    const rewrites = configs.flatMap(({ spec }) =>
      spec.matchImages.map(({ prefix }) => ({ prefix, by: spec.rewriteImage?.prefix })),
    );
    for (const { reference, digest } of bundled['0.1.0']!.entries.filter(({ kind }) => /package|provider/.test(kind))) {
      // The rule of crossplane-runtime v2.4.0 pkg/xpkg/config.go, RewritePath.
      const [{ prefix, by } = { prefix: '', by: undefined }] = rewrites
        .filter((each) => each.by !== undefined && reference.startsWith(each.prefix))
        .toSorted((a, b) => b.prefix.length - a.prefix.length);
      expect(by, reference).toBeDefined();
      expect(await crane('digest', by + reference.slice(prefix.length))).toBe(digest);
    }
  });
});

describe('a bundle of the next release', () => {
  it('has little, and is loaded only where the one before is', async ({ skip, expect }) => {
    if (missing) return skip(missing);
    await image(`${outer.host}/contrib/provider-toys:v1.1.0`, 'a better provider');
    await bundle('0.2.0', await lock('v1.1.0'));
    const { entries, size, leftOut } = bundled['0.2.0']!;
    expect(size).toBeLessThan(bundled['0.1.0']!.size / 10);
    expect(leftOut.size).toBeGreaterThan(size);
    const name = join(folder, 'bundle-0.2.0');
    expect((await planesmith('verify', name)).stderr).toContain('0 findings');
    await expect(planesmith('push', name, '--to', `${inner.host}/empty`)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/lacks sha256:\w{64} of .* which this bundle leaves to an earlier one$/m),
    });
    await planesmith('push', join(folder, 'bundle-0.1.0'));
    await planesmith('push', name);
    for (const { reference, digest, kind } of entries) {
      expect(await crane('digest', inside(reference)), reference).toBe(digest);
      if (kind !== 'attached') await crane('validate', '--remote', inside(reference));
    }
  });
});
