import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unpackBase } from './testing/unpack-base.ts';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly digest: string;
  readonly [field: string]: unknown;
}

const program = resolve(import.meta.dirname, '../../bin/planesmith.cjs');

/** Every file of a folder by the digest of its bytes. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [
      path.slice(folder.length + 1),
      createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12),
    ]),
  );
}

const yamlOf = (...path: string[]): unknown => parse(readFileSync(join(...path), 'utf8'));
const entriesOf = (dist: string) => (yamlOf(dist, 'release.yaml') as { packages: Entry[] }).packages;
describe('planesmith build', () => {
  let folder: string;
  let dist: string;
  beforeAll(async () => {
    folder = widgetFolder();
    dist = join(folder, 'dist');
    const { code, stderr } = await planesmith(folder, ['build']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes every package as archive, layout and manifests, the schemas, the pages and the install bundle', () => {
    const configurations = ['toys-cloud', 'toys-cloud-claims', 'toys-local', 'toys-local-claims'];
    const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
    expect(readdirSync(dist)).toEqual([
      'SHA256SUMS',
      'capabilities.json',
      'capabilities.md',
      'docs',
      'install',
      'kit',
      'manifests',
      'oci',
      'packages',
      'provenance',
      'release.yaml',
      'sbom',
      'schemas',
    ]);
    expect(readdirSync(join(dist, 'packages')).sort()).toEqual(
      [...configurations.map((name) => `${name}-1.2.3.xpkg`), `toys-functions-1-2-3-1.2.3-${arch}.xpkg`].sort(),
    );
    expect(readdirSync(join(dist, 'oci')).sort()).toEqual([...configurations, 'toys-functions-1-2-3'].sort());
    expect(readdirSync(join(dist, 'manifests/toys-local-claims')).sort()).toEqual([
      'compositeresourcedefinition-xwidgets.toys.example.org.yaml',
      'composition-widgets-local.yaml',
      'crossplane.yaml',
    ]);
    expect(readdirSync(join(dist, 'docs'))).toEqual([
      'api-widget.html',
      'conditions.html',
      'environment.html',
      'index.html',
      'style.css',
    ]);
    expect(readdirSync(join(dist, 'schemas'))).toEqual(['claims.json', 'environment.json', 'widget-v1alpha1.json']);
    expect(readdirSync(join(dist, 'install/cloud'))).toEqual([
      'environment-policies.yaml',
      'environment.yaml',
      'kustomization.yaml',
      'package-claims.yaml',
      'package.yaml',
      'policies.yaml',
      'rbac.yaml',
      'runtime.yaml',
    ]);
  });

  it('has in the install bundle of a target a file for each chart that the platform adds, unless that stays empty', () => {
    expect(readdirSync(join(dist, 'install/local'))).toEqual([
      'environment-policies.yaml',
      'environment.yaml',
      'kustomization.yaml',
      'package-claims.yaml',
      'package.yaml',
      'policies.yaml',
      'rbac.yaml',
      'runtime.yaml',
      'workshop.yaml',
    ]);
    expect(yamlOf(dist, 'install/local/workshop.yaml')).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'toys-local' },
      spec: {},
    });
  });

  it('has a kustomization of all files in the order of installation, without the sample and the other flavour', () => {
    expect(yamlOf(dist, 'install/local/kustomization.yaml')).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: [
        'rbac.yaml',
        'runtime.yaml',
        'environment-policies.yaml',
        'package.yaml',
        'policies.yaml',
        'workshop.yaml',
      ],
    });
  });

  it('names the package of each flavour by the tag and the digest under which it is pushed', () => {
    const { packages } = yamlOf(dist, 'release.yaml') as { packages: { name: string; tag: string; digest: string }[] };
    for (const [file, name] of [
      ['package', 'toys-local'],
      ['package-claims', 'toys-local-claims'],
    ]) {
      const { tag, digest } = packages.find((each) => each.name === name)!;
      expect(yamlOf(dist, `install/local/${file}.yaml`)).toMatchObject({
        kind: 'Configuration',
        metadata: { name },
        spec: { package: `registry.example.org/toys/${name}:${tag}@${digest}` },
      });
    }
  });

  it.each([
    {
      text: 'export const install = {\n  local: { flag: () => { throw new Error("torn"); } },\n};\n',
      says: 'cannot load the chart flag of install.local (install/index.ts:2): torn',
      reason: 'a chart fails',
    },
    {
      text: 'export const install = { moon: {} };\n',
      says: 'install names the target "moon", which no package has',
      reason: 'no bundle would have it',
    },
  ])('says where the mistake is if $reason', async ({ text, says }) => {
    const other = widgetFolder({ 'install/index.ts': text });
    const { code, stderr } = await planesmith(other, ['build', '--only', 'toys-local']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
    rmSync(other, { recursive: true });
  });

  it('makes each Configuration depend on the Function of its version, and name it as Crossplane will', () => {
    const { spec } = yamlOf(dist, 'manifests/toys-local/crossplane.yaml') as { spec: object };
    expect(spec).toMatchObject({
      crossplane: { version: '>=v2.4.0' },
      dependsOn: [{ kind: 'Function', package: 'registry.example.org/toys/toys-functions-1-2-3', version: 'v1.2.3' }],
    });
    const composition = readFileSync(join(dist, 'manifests/toys-local/composition-widgets-local.yaml'), 'utf8');
    expect(composition).toContain('name: toys-toys-functions-1-2-3');
  });

  it('lists in release.yaml what each package is, and what a cluster must have', () => {
    const release = yamlOf(dist, 'release.yaml') as { packages: Entry[] };
    expect(release).toMatchObject({
      platform: 'toys',
      version: '1.2.3',
      requirements: {
        crossplane: '>=v2.4.0',
        kinds: {
          cloud: [
            { apiVersion: 'toys.example.org/v1', kind: 'Gear' },
            { apiVersion: 'toys.example.org/v1', kind: 'Login' },
            { apiVersion: 'toys.example.org/v1', kind: 'Sticker' },
            { apiVersion: 'v1', kind: 'Secret' },
          ],
        },
      },
      changelog: '- Widgets turn.',
    });
    for (const { name, digest, size, tag } of release.packages) {
      expect({ name, digest, size, tag }).toEqual({
        name,
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        size: expect.any(Number),
        tag: 'v1.2.3',
      });
      const index = JSON.parse(readFileSync(join(dist, 'oci', name, 'index.json'), 'utf8')) as { manifests: Entry[] };
      expect(index.manifests.map((manifest) => manifest.digest)).toEqual([digest]);
    }
  });

  it('gives an environment to fill in that the functions accept', async () => {
    const target = join('dist', 'install', 'cloud', 'environment.yaml');
    expect((await planesmith(folder, ['validate', target])).code).toBe(0);
    const args = ['render', 'examples/widget.yaml', '--target', 'cloud', '--environment', target];
    expect((await planesmith(folder, args)).code).toBe(0);
  });

  it('gives the same bytes in another folder, time zone, locale and umask, started from an older Node', async () => {
    const other = widgetFolder();
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.1.0'}})`;
    const line = `umask 077; exec "${process.execPath}" --import "${old}" "${program}" build`;
    const env = { ...process.env, TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', NO_COLOR: '1' };
    const { status } = spawnSync('sh', ['-c', line], { cwd: other, env });
    expect(status).toBe(0);
    expect(bytesOf(join(other, 'dist'))).toEqual(bytesOf(dist));
    rmSync(other, { recursive: true });
  });

  it('prints name, size and digest of every package, and for which machine the Function is', async () => {
    const { stdout, stderr } = await planesmith(folder, ['build']);
    expect(stdout.trim().split('\n')).toEqual(
      entriesOf(dist).map(({ name, digest }) => expect.stringMatching(`^${name} +[0-9.]+ [kM]B  ${digest}$`)),
    );
    expect(stderr).toMatch(
      /5 packages in dist\/; Function for a\w+64 \(the architecture of this machine.*not for release/,
    );
  });

  it('builds single packages into another folder, as data', async () => {
    const args = ['build', '--only', 'toys-local', '--out', 'else/where', '-o', 'json'];
    const { code, stdout } = await planesmith(folder, args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        name: 'toys-local',
        kind: 'Configuration',
        version: '1.2.3',
        digest: entriesOf(dist).find(({ name }) => name === 'toys-local')?.digest,
        size: expect.any(Number),
        platforms: ['linux/amd64'],
        releasable: true,
      },
    ]);
    expect(readdirSync(join(folder, 'else/where/packages'))).toEqual(['toys-local-1.2.3.xpkg']);
  });

  it('replaces all of an earlier build', async () => {
    const out = join(folder, 'again');
    await planesmith(folder, ['build', '--only', 'toys-local', '--out', 'again']);
    await planesmith(folder, ['build', '--only', 'toys-cloud', '--out', 'again']);
    expect(readdirSync(join(out, 'packages'))).toEqual(['toys-cloud-1.2.3.xpkg']);
  });

  it("refuses to release what holds this machine's libraries, and leaves dist/ as it was", async () => {
    const before = bytesOf(dist);
    const { code, stderr } = await planesmith(folder, ['build', '--release', '--arch', 'host']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/toys-functions-1-2-3 cannot be released: .*libraries.*\n.*hint: .*base/),
    });
    expect(bytesOf(dist)).toEqual(before);
  });

  it('pins the Function by digest in a release, even if only a Configuration is built', async () => {
    await unpackBase(dist, join(folder, 'base'));
    const released = config.replace('  apis,', "  apis,\n  base: { directory: 'base' },");
    writeFileSync(join(folder, 'released.config.ts'), released);
    const args = ['--config', 'released.config.ts', 'build', '--release', '--arch', 'host'];
    expect(await planesmith(folder, [...args, '--out', 'all'])).toMatchObject({ code: 0 });
    expect(await planesmith(folder, [...args, '--out', 'one', '--only', 'toys-local'])).toMatchObject({ code: 0 });
    const packages = entriesOf(join(folder, 'all'));
    const digest = packages.find(({ kind }) => kind === 'Function')?.digest;
    expect(packages.map(({ releasable }) => releasable)).toEqual(packages.map(() => true));
    for (const out of ['all', 'one']) {
      expect(yamlOf(folder, out, 'manifests/toys-local/crossplane.yaml')).toMatchObject({
        spec: { dependsOn: [{ version: digest }] },
      });
    }
    expect(existsSync(join(folder, 'one/packages/toys-functions-1-2-3-1.2.3-amd64.xpkg'))).toBe(false);
  });

  it('bundles functions/main.js too, of a platform in JavaScript', async () => {
    renameSync(join(folder, 'functions/main.ts'), join(folder, 'functions/main.js'));
    const ran = await planesmith(folder, ['build', '--out', 'script']);
    renameSync(join(folder, 'functions/main.js'), join(folder, 'functions/main.ts'));
    expect(ran).toMatchObject({ code: 0 });
    expect(yamlOf(folder, 'script', 'release.yaml')).toEqual(yamlOf(folder, 'dist', 'release.yaml'));
  });

  it('says what to write if there is nothing to bundle', async () => {
    renameSync(join(folder, 'functions/main.ts'), join(folder, 'functions/gone.ts'));
    const { code, stderr } = await planesmith(folder, ['build']);
    renameSync(join(folder, 'functions/gone.ts'), join(folder, 'functions/main.ts'));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/there is no functions\/main\.ts.*\n.*hint: .*planesmith\/serve/),
    });
  });

  it('needs no colour, no clock and no name of the machine in what it writes', () => {
    const text = readFileSync(join(dist, 'release.yaml'), 'utf8');
    expect(text).not.toMatch(new RegExp(`\\u001b|${folder}|${new Date().getFullYear()}-`));
  });
});
