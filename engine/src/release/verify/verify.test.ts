import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { type File, writeTree } from '../../files.ts';
import { perTarget, platform } from '../../index.ts';
import { readLock } from '../../lock/index.ts';
import { apis, functions } from '../../testing/widget.ts';
import { digestOf } from '../../xpkg/digest.ts';
import { buildFunctionPackage } from '../../xpkg/function.ts';
import { layerOf } from '../../xpkg/layer.ts';
import type { PackageObject } from '../../xpkg/objects.ts';
import { textContent } from '../../xpkg/tar.ts';
import { valueFiles } from '../../xpkg/verify/files.ts';
import { isPackageObject } from '../../xpkg/verify/stream.ts';
import { readYaml, toYaml } from '../../yaml/index.ts';
import { buildRelease } from '../build-release.ts';
import { checksums, checksumsFile } from '../checksums.ts';
import { kitFile } from '../kit/kit.ts';
import { provenanceFile } from '../provenance.ts';
import { releaseFile, type ReleaseParts } from '../release-file.ts';
import { checkConfiguration } from './configuration.ts';
import { sbomFile } from '../sbom/sbom.ts';
import { type Finding, Findings } from './findings.ts';
import { checkRelease } from './release.ts';
import type { ReleaseYaml } from './release-yaml.ts';
import { checkSchemas } from './schemas.ts';
import { verify } from './verify.ts';

const engine = resolve(import.meta.dirname, '../../..');
const root = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-verify-')));
afterAll(() => rmSync(root, { recursive: true }));

const shared = `name: 'toys', group: 'toys.example.org', registry: 'registry.example.org/toys', crossplane: '>=v2.4.0', version: '1.2.3'`;
const config = `import { perTarget, platform } from 'planesmith';
import { apis, functions } from '${join(engine, 'src/testing/widget.ts')}';
export default platform({ ${shared}, apis, compositions: async () => ({ compositions: {} }), functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']) });
`;
const toys = platform({
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions: async () => ({ compositions: {} }),
  functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']),
});

type Bytes = Map<string, Uint8Array>;
let sound: Bytes;

/** A complete release of the toy platform, whose Function has a program of one line. */
beforeAll(async () => {
  for (const [path, content] of Object.entries({ 'package.json': '{ "type": "module" }', 'toys.config.ts': config })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  symlinkSync(join(engine, '../node_modules'), join(root, 'node_modules'));
  const only = toys.packages.map(({ name }) => name);
  const { packages, files } = await buildRelease(toys, root, { only, architectures: [], release: false });
  const program = textContent('run();\n');
  const layer = await layerOf([{ type: 'file', path: 'function.mjs', content: program }]);
  const added = await buildFunctionPackage({
    name: 'toys-functions-1-2-3',
    version: toys.version,
    crossplane: toys.crossplane,
    roots: (['amd64', 'arm64'] as const).map((architecture) => ({
      platform: { os: 'linux', architecture },
      layers: [layer],
      environment: {},
      base: 'host',
      releasable: false,
    })),
  });
  const [listed] = readYaml(String(files.find(({ path }) => path === 'release.yaml')?.content)).documents;
  const { requirements } = (listed as { value: { requirements: { kinds: ReleaseParts['kinds'] } } }).value;
  const pages = files.filter(({ path }) => path.startsWith('docs/'));
  const kit = await kitFile(toys, { root, config: 'toys.config.ts', functions, pages });
  const release = releaseFile({
    platform: toys,
    packages: [...packages, added],
    kinds: requirements.kinds,
    models: [],
    lock: readLock(lockYaml, 'planesmith.lock.yaml'),
    changelog: 'Widgets turn.',
    kit,
  });
  const facts = { config: 'toys.config.ts', release: false, materials: [] };
  const contents = {
    bundle: { digest: digestOf(program), packages: [{ name: 'gear', version: '1.0.0', license: 'MIT', files: [] }] },
    roots: [],
  };
  const all = [
    ...files.filter(({ path }) => path !== 'release.yaml' && path !== checksumsFile),
    ...added.files,
    sbomFile(added, 'registry.example.org/toys/toys-functions-1-2-3', contents),
    provenanceFile(added, toys, facts, contents),
    kit,
    { path: 'release.yaml', content: toYaml(release) },
  ];
  sound = bytesOf([...all, checksums(all)]);
});

const lockYaml = `providers:
- { name: provider-sql, image: xpkg.example.org/contrib/provider-sql, version: v0.13.0, digest: unresolved }
`;

function bytesOf(files: readonly File[]): Bytes {
  return new Map(
    files.map(({ path, content }) => [path, typeof content === 'string' ? textContent(content) : content]),
  );
}

async function findingsIn(files: Bytes): Promise<Finding[]> {
  const findings = new Findings();
  await checkRelease(findings, valueFiles([...files].map(([path, content]) => ({ path, content }))));
  return findings.list;
}

/** The release after the change, whose author did not forget SHA256SUMS. */
function changed(change: (files: Bytes) => void): Bytes {
  const files = new Map(sound);
  change(files);
  files.delete(checksumsFile);
  const sums = checksums([...files].map(([path, content]) => ({ path, content })));
  return files.set(checksumsFile, textContent(String(sums.content)));
}

const textOf = (files: Bytes, path: string): string => Buffer.from(files.get(path) ?? []).toString('utf8');

/** Replaces a text that is in the file. */
function replace(files: Bytes, path: string, from: string | RegExp, to: string): void {
  const text = textOf(files, path);
  expect(text, path).toMatch(from);
  files.set(path, textContent(text.replace(from, to)));
}

describe('a release as it was built', () => {
  it('has no findings', async () => {
    expect(await findingsIn(sound)).toEqual([]);
    expect([...sound.keys()].filter((path) => path.startsWith('packages/'))).toHaveLength(6);
  });

  it('has checksums that sha256sum accepts', async () => {
    const folder = join(root, 'checked');
    await writeTree(
      folder,
      [...sound].map(([path, content]) => ({ path, content })),
    );
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', checksumsFile], { cwd: folder });
  });

  it('has no byte, in any file, that can be changed or cut off unnoticed', async () => {
    const paths = [...sound.keys()];
    const change = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.nat(),
      bits: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ path, at, bits }) => {
        const content = sound.get(path)!.slice();
        const index = at % content.length;
        // No bits to flip: the rest of the file is cut off instead.
        if (bits === 0) expect(await findingsIn(new Map(sound).set(path, content.subarray(0, index)))).not.toEqual([]);
        content[index]! ^= bits || 1;
        const files = (await findingsIn(new Map(sound).set(path, content))).map(({ file }) => file);
        // A changed line of the checksums is about another file.
        expect(files.length).toBeGreaterThan(0);
        if (path !== checksumsFile) expect(files.join('\n')).toContain(path);
      }),
      { numRuns: 100, seed: 17 },
    );
  });

  it('has no file that can be left out or added unnoticed', async () => {
    for (const path of sound.keys()) {
      const files = new Map(sound);
      files.delete(path);
      expect((await findingsIn(files)).length, path).toBeGreaterThan(0);
    }
    const strange = new Map(sound).set(checksumsFile, textContent('what\n'.repeat(100_000)));
    const says = (await findingsIn(strange)).filter(({ file }) => file === checksumsFile).map(({ message }) => message);
    expect(says).toHaveLength(21);
    expect(says.at(-1)).toBe('has 99980 more such lines: it is another file');
    const stray = new Map(sound).set('docs/more.html', textContent('<p>'));
    expect(await findingsIn(stray)).toContainEqual({
      file: 'docs/more.html',
      message: 'is no part of the release: SHA256SUMS does not list it',
    });
  });
});

const other = `sha256:${'0'.repeat(64)}`;
const local = 'manifests/toys-local/';

describe('a release whose author did not forget SHA256SUMS', () => {
  const changes: { reason: string; change: (files: Bytes) => void; finding: Finding }[] = [
    {
      reason: 'release.yaml has another digest',
      change: (files) => replace(files, 'release.yaml', /digest: sha256:[0-9a-f]+/, `digest: ${other}`),
      finding: {
        file: 'release.yaml',
        path: 'packages.toys-local.digest',
        message: expect.stringContaining(`says ${other}, but oci/toys-local says sha256:`),
      },
    },
    {
      reason: 'release.yaml has another size',
      change: (files) => replace(files, 'release.yaml', /size: \d+/, 'size: 7'),
      finding: {
        file: 'release.yaml',
        path: 'packages.toys-local.size',
        message: expect.stringContaining('says 7'),
      },
    },
    {
      reason: 'release.yaml pins a moving version',
      change: (files) => replace(files, 'release.yaml', 'version: v0.13.0', 'version: latest'),
      finding: {
        file: 'release.yaml',
        path: 'lock',
        message: expect.stringContaining('providers[0].version: "latest" moves'),
      },
    },
    {
      reason: 'release.yaml pins something without a digest',
      change: (files) => replace(files, 'release.yaml', /\n +digest: unresolved/, ''),
      finding: { file: 'release.yaml', path: 'lock', message: 'providers[0] lacks digest' },
    },
    {
      reason: 'release.yaml has a platform too few',
      change: (files) => replace(files, 'release.yaml', '  - linux/arm64\n', ''),
      finding: {
        file: 'release.yaml',
        path: 'packages.toys-functions-1-2-3.platforms',
        message: expect.stringContaining('says ["linux/amd64"], but'),
      },
    },
    {
      reason: "release.yaml would release what holds a machine's libraries",
      change: (files) => replace(files, 'release.yaml', 'releasable: false', 'releasable: true'),
      finding: {
        file: 'release.yaml',
        path: 'packages.toys-functions-1-2-3.releasable',
        message: 'says true, but oci/toys-functions-1-2-3 says false',
      },
    },
    {
      reason: 'release.yaml has another version',
      change: (files) => replace(files, 'release.yaml', 'version: "1.2.3"', 'version: "1.2.4"'),
      finding: {
        file: 'release.yaml',
        path: 'packages.toys-local.tag',
        message: 'says v1.2.3, but the version of the release says v1.2.4',
      },
    },
    {
      reason: 'release.yaml is no release',
      change: (files) => files.set('release.yaml', textContent('packages: 7\n')),
      finding: { file: 'release.yaml', path: 'packages', message: 'must be array' },
    },
    {
      reason: 'release.yaml names a path outside',
      change: (files) => replace(files, 'release.yaml', 'name: toys-local', 'name: ../toys-local'),
      finding: {
        file: 'release.yaml',
        path: 'packages.0.name',
        message: expect.stringContaining('must match pattern'),
      },
    },
    {
      reason: 'an archive holds the image of another package',
      change: (files) => files.set('packages/toys-local-1.2.3.xpkg', files.get('packages/toys-cloud-1.2.3.xpkg')!),
      finding: {
        file: 'packages/toys-local-1.2.3.xpkg',
        message: expect.stringMatching(/^holds another image .* than the layout/),
      },
    },
    {
      reason: 'an archive is cut',
      change: (files) =>
        files.set('packages/toys-local-1.2.3.xpkg', files.get('packages/toys-local-1.2.3.xpkg')!.subarray(0, 700)),
      finding: {
        file: 'packages/toys-local-1.2.3.xpkg',
        message: expect.stringContaining('is not a tar archive'),
      },
    },
    {
      reason: 'an archive is missing',
      change: (files) => files.delete('packages/toys-functions-1-2-3-1.2.3-arm64.xpkg'),
      finding: {
        file: 'packages/toys-functions-1-2-3-1.2.3-arm64.xpkg',
        message: 'is missing, but the layout has its image',
      },
    },
    {
      reason: 'there is an archive too many',
      change: (files) => files.set('packages/other-1.2.3.xpkg', new Uint8Array(1024)),
      finding: { file: 'packages/other-1.2.3.xpkg', message: 'is of no package in release.yaml' },
    },
    {
      reason: 'there is a layout too many',
      change: (files) => files.set('oci/other/index.json', textContent('{}')),
      finding: { file: 'oci/other', message: 'is of no package in release.yaml' },
    },
    {
      reason: 'a layout is missing',
      change: (files) => {
        for (const path of files.keys()) if (path.startsWith('oci/toys-cloud/')) files.delete(path);
      },
      finding: { file: 'oci/toys-cloud', message: 'is missing, but release.yaml lists the package' },
    },
    {
      reason: 'a manifest differs from the package',
      change: (files) => replace(files, `${local}composition-widgets-local.yaml`, 'mode: Pipeline', 'mode:  Pipeline'),
      finding: {
        file: `${local}composition-widgets-local.yaml`,
        message: 'differs from the object in package.yaml of the package',
      },
    },
    {
      reason: 'a manifest is missing',
      change: (files) => files.delete(`${local}crossplane.yaml`),
      finding: { file: `${local}crossplane.yaml`, message: 'is missing, but package.yaml has the object' },
    },
    {
      reason: 'there is a manifest too many',
      change: (files) => files.set(`${local}more.yaml`, textContent('kind: Widget\n')),
      finding: { file: `${local}more.yaml`, message: 'is in no package: package.yaml does not have it' },
    },
    {
      reason: 'an editor schema has another default',
      change: (files) => replace(files, 'schemas/widget-v1alpha1.json', '"default": "small"', '"default": "large"'),
      finding: {
        file: 'schemas/widget-v1alpha1.json',
        path: 'spec.size: default',
        message: expect.stringContaining('says large, but manifests/toys-'),
      },
    },
    {
      reason: 'an editor schema is missing',
      change: (files) => files.delete('schemas/widget-v1alpha1.json'),
      finding: { file: 'schemas/widget-v1alpha1.json', message: 'is missing, but a package has its definition' },
    },
    {
      reason: 'an install bundle names another package',
      change: (files) => replace(files, 'install/local/runtime.yaml', 'toys/toys-functions-', 'toys/other-functions-'),
      finding: {
        file: 'install/local/runtime.yaml',
        path: expect.stringContaining('prefix'),
        message: 'names registry.example.org/toys/other-functions-, which is no package of release.yaml',
      },
    },
    {
      reason: 'an install bundle installs other bytes under the name of a package',
      change: (files) => {
        const path = 'install/local/package.yaml';
        const text = textOf(files, path).replace(/sha256:[0-9a-f]+/, `sha256:${'0'.repeat(64)}`);
        files.set(path, textContent(text));
      },
      finding: {
        file: 'install/local/package.yaml',
        path: 'spec.package',
        message: expect.stringContaining(`names registry.example.org/toys/toys-local at sha256:${'0'.repeat(64)}`),
      },
    },
    {
      reason: 'an install bundle gives the rights of another version',
      change: (files) =>
        replace(files, 'install/local/rbac.yaml', 'toys-local-compose-1-2-3', 'toys-local-compose-1-2-2'),
      finding: {
        file: 'install/local/rbac.yaml',
        message: 'has no ClusterRole toys-local-compose-1-2-3, which the functions of this version ask for',
      },
    },
    {
      reason: 'an install bundle is missing',
      change: (files) => {
        for (const path of files.keys()) if (path.startsWith('install/cloud/')) files.delete(path);
      },
      finding: { file: 'install/cloud', message: 'is missing, but release.yaml has the target' },
    },
    {
      reason: 'an SBOM is of another package',
      change: (files) => files.set('sbom/toys-local.cdx.json', files.get('sbom/toys-cloud.cdx.json')!),
      finding: {
        file: 'sbom/toys-local.cdx.json',
        path: 'metadata.component.hashes',
        message: expect.stringContaining('but release.yaml says'),
      },
    },
    {
      reason: 'an SBOM says another program',
      change: (files) =>
        replace(
          files,
          'sbom/toys-functions-1-2-3.cdx.json',
          /("name": "\/function.mjs"[^]*?"content": ")[0-9a-f]{8}/,
          '$100000000',
        ),
      finding: {
        file: 'sbom/toys-functions-1-2-3.cdx.json',
        path: '/function.mjs',
        message: expect.stringMatching(/^says 00000000[0-9a-f]+, but the package has [0-9a-f]{64}/),
      },
    },
    {
      reason: 'an SBOM lacks a package that it had',
      change: (files) => replace(files, 'sbom/toys-functions-1-2-3.cdx.json', '"name": "gear"', '"name": "bear"'),
      finding: {
        file: 'sbom/toys-functions-1-2-3.cdx.json',
        path: expect.stringMatching(/^urn:uuid:/),
        message: 'has the serial number or the form of another content',
      },
    },
    {
      reason: 'provenance is about another version',
      change: (files) => replace(files, 'provenance/toys-local.json', '"version": "1.2.3"', '"version": "1.2.2"'),
      finding: {
        file: 'provenance/toys-local.json',
        path: 'externalParameters.version',
        message: 'says 1.2.2, but release.yaml says 1.2.3',
      },
    },
    {
      reason: 'provenance is about other bytes',
      change: (files) => replace(files, 'provenance/toys-local.json', /"sha256": "[0-9a-f]{8}/, '"sha256": "00000000'),
      finding: {
        file: 'provenance/toys-local.json',
        path: 'subject',
        message: expect.stringContaining('but the package says'),
      },
    },
    {
      reason: 'provenance is missing',
      change: (files) => files.delete('provenance/toys-local.json'),
      finding: {
        file: 'provenance/toys-local.json',
        message: 'is missing, but release.yaml lists its package',
      },
    },
    {
      reason: 'the kit is missing',
      change: (files) => files.delete('kit/toys-1.2.3.tgz'),
      finding: { file: 'kit/toys-1.2.3.tgz', message: 'is missing, but release.yaml names a kit' },
    },
    {
      reason: 'the kit is cut',
      change: (files) => files.set('kit/toys-1.2.3.tgz', files.get('kit/toys-1.2.3.tgz')!.subarray(0, 5000)),
      finding: { file: 'kit/toys-1.2.3.tgz', message: expect.stringContaining('cannot be decompressed') },
    },
    {
      reason: 'the kit is another one than release.yaml lists',
      change: (files) =>
        files.set(
          'release.yaml',
          textContent(
            textOf(files, 'release.yaml').replace(
              /^(kit:\n(?: {2}.*\n)*? {2}digest: sha256:)\w{64}$/m,
              `$1${'a'.repeat(64)}`,
            ),
          ),
        ),
      finding: {
        file: 'release.yaml',
        path: 'kit.digest',
        message: expect.stringContaining('but kit/toys-1.2.3.tgz says'),
      },
    },
    {
      reason: 'the kit is of another version',
      change: (files) => {
        files.set('kit/toys-1.2.4.tgz', files.get('kit/toys-1.2.3.tgz')!);
        files.delete('kit/toys-1.2.3.tgz');
      },
      finding: { file: 'kit/toys-1.2.4.tgz', message: 'is not the kit of the release, kit/toys-1.2.3.tgz' },
    },
    {
      reason: 'a page is not the one in the kit',
      change: (files) => replace(files, 'docs/index.html', 'toys', 'joys'),
      finding: {
        file: 'kit/toys-1.2.3.tgz',
        path: 'docs/index.html',
        message: 'is not the docs/index.html of the release',
      },
    },
  ];
  it.each(changes)('has a finding: $reason', async ({ change, finding }) => {
    expect(await findingsIn(changed(change))).toContainEqual(finding);
  });

  it('is verified without an exception, whatever stands in its documents', async () => {
    const documents = [...sound.keys()].filter((path) =>
      /^(release|schemas|install|sbom|provenance)[./].*(yaml|json)$/.test(path),
    );
    const line = fc.constantFrom('[]', '{}', '7', 'null', '"x"', '{ toString: "" }', '*a', '\u0007', '- a', '');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), fc.nat(), line, async (path, at, value) => {
        const lines = textOf(sound, path).split('\n');
        const index = at % lines.length;
        lines[index] = lines[index]!.replace(/(?<=: ?|- ).*|$/, value);
        const files = changed((bytes) => bytes.set(path, textContent(lines.join('\n'))));
        expect(await findingsIn(files)).toBeInstanceOf(Array);
      }),
      { numRuns: 80 },
    );
  });
});

describe('a Configuration of a release in which every digest is right', () => {
  const rebuilt = async (from: string, to: string): Promise<Finding[]> => {
    const { packages, files: made } = await buildRelease({ ...toys, [from]: to }, root, {
      only: ['toys-local'],
      architectures: [],
      release: false,
    });
    const [pkg] = packages;
    return findingsIn(
      changed((files) => {
        for (const path of files.keys()) if (/^(oci|manifests)\/toys-local\//.test(path)) files.delete(path);
        const own = made.filter(({ path }) =>
          /^(oci|manifests|packages|sbom|provenance)\/|\/local\/package\.yaml$/.test(path),
        );
        for (const [path, content] of bytesOf(own)) files.set(path, content);
        const stated = textOf(files, 'release.yaml');
        files.set(
          'release.yaml',
          textContent(stated.replace(/sha256:[0-9a-f]+/, pkg!.digest).replace(/size: \d+/, `size: ${pkg!.size}`)),
        );
      }),
    );
  };

  it('has a finding if it asks for another Crossplane than the release', async () => {
    expect(await rebuilt('crossplane', '>=v2.5.0')).toEqual([
      {
        file: `${local}crossplane.yaml`,
        path: 'spec.crossplane.version',
        message: 'says >=v2.5.0, but release.yaml says >=v2.4.0',
      },
    ]);
  });

  it('has findings if it depends on the Function of another release', async () => {
    const found = await rebuilt('version', '1.2.4');
    expect(found).toContainEqual({
      file: `${local}composition-widgets-local.yaml`,
      path: 'spec.pipeline[0].input.platformVersion',
      message: 'says 1.2.4, but release.yaml says 1.2.3',
    });
    expect(found).toContainEqual({
      file: `${local}crossplane.yaml`,
      path: 'spec.dependsOn',
      message: expect.stringContaining('depends on registry.example.org/toys/toys-functions-1-2-3 at v1.2.4'),
    });
  });
});

describe('the objects of a package', () => {
  const entry = {
    name: 'toys-local',
    kind: 'Configuration',
    repository: 'registry.example.org/toys/toys-local',
  } as const;
  const released = {
    tag: 'v1.2.3',
    digest: other,
    size: 1,
    platforms: [],
    releasable: true,
    flavour: 'claims',
    targets: ['local'],
  } as const;
  const release: ReleaseYaml = {
    platform: 'toys',
    version: '1.2.3',
    group: 'toys.example.org',
    packages: [{ ...entry, ...released }],
    lock: { models: [] },
    requirements: { crossplane: '', kinds: {} },
  };

  it('are checked without an exception, with any value in any place', async () => {
    const objects = [
      'crossplane',
      'composition-widgets-local',
      'compositeresourcedefinition-widgets.toys.example.org',
    ].map((name) => {
      const [document] = readYaml(textOf(sound, `${local}${name}.yaml`)).documents;
      return (document as { value: PackageObject }).value;
    });
    const text = JSON.stringify(objects);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.jsonValue({ maxDepth: 2 }), async (at, value) => {
        const [meta, ...rest] = replacedIn(text, at, value).filter(isPackageObject);
        const found = {
          entry: release.packages[0]!,
          images: [],
          meta,
          objects: rest.map((object) => ({ object, file: 'object.yaml' })),
        };
        const findings = new Findings();
        checkConfiguration(findings, release, found);
        await checkSchemas(
          findings,
          valueFiles([
            { path: 'schemas/widget-v1alpha1.json', content: textOf(sound, 'schemas/widget-v1alpha1.json') },
          ]),
          [found],
        );
        expect(findings.list).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });
});

/** The list of objects with `value` in the place of one value in them. */
function replacedIn(text: string, at: number, value: unknown): unknown[] {
  const list = JSON.parse(text) as unknown[];
  const places: (() => void)[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push(() => Object.assign(node, { [key]: value }));
      walk(child);
    }
  };
  walk(list);
  places[at % places.length]?.();
  return list;
}

describe('verify', () => {
  const at = async (name: string, files: Iterable<readonly [string, Uint8Array]>): Promise<string> => {
    await writeTree(
      join(root, name),
      [...files].map(([path, content]) => ({ path, content })),
    );
    return join(root, name);
  };
  const below = (prefix: string): [string, Uint8Array][] =>
    [...sound].flatMap(([path, content]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), content]] : []));

  it('recognises a release, a layout, an archive and a kit', async () => {
    const dist = await at('dist', sound);
    expect(await verify(dist)).toEqual({ what: 'release', files: sound.size, findings: [] });
    expect(await verify(join(dist, 'oci/toys-local'))).toMatchObject({ what: 'layout', findings: [] });
    expect(await verify(join(dist, 'packages/toys-local-1.2.3.xpkg'))).toMatchObject({ what: 'archive', findings: [] });
    expect(await verify(join(dist, 'kit/toys-1.2.3.tgz'))).toMatchObject({ what: 'kit', findings: [] });
    // Such a folder is what `planesmith pull` writes.
    expect(await verify(join(dist, 'kit'))).toMatchObject({ what: 'kit', findings: [] });
    const kit = join(root, 'kit');
    mkdirSync(kit);
    execFileSync('tar', ['-xzf', join(dist, 'kit/toys-1.2.3.tgz'), '-C', kit]);
    expect(await verify(join(kit, 'package'))).toMatchObject({ what: 'kit', findings: [] });
    writeFileSync(join(kit, 'package/kit.mjs'), '');
    expect((await verify(join(kit, 'package'))).findings).toEqual([
      { file: 'kit.mjs', message: expect.stringContaining('but kit.json says sha256:') },
    ]);
  });

  it('never opens a FIFO or a link in a release, and reports it', async () => {
    const dist = await at('odd', sound);
    rmSync(join(dist, 'docs/index.html'));
    execFileSync('mkfifo', [join(dist, 'docs/index.html')]);
    symlinkSync('/etc/passwd', join(dist, 'oci/toys-local/passwd'));
    expect((await verify(dist)).findings.map(({ file, message }) => `${file} ${message}`)).toEqual(
      expect.arrayContaining([
        'docs/index.html is missing, but SHA256SUMS lists it',
        'docs/index.html is a link or a special file',
        'oci/toys-local/passwd is a link or a special file',
      ]),
    );
  });

  it('finds a bomb without unpacking it', async () => {
    const file = join(root, 'bomb.tgz');
    writeFileSync(file, gzipSync(new Uint8Array(65 << 20)));
    expect((await verify(file)).findings).toEqual([
      { file: 'bomb.tgz', message: expect.stringContaining('cannot be decompressed') },
    ]);
  });

  it.each([
    { reason: 'there is nothing', path: 'nowhere', says: 'there is no ' },
    { reason: 'a folder holds something else', path: 'text', says: 'holds no release, layout or kit' },
    { reason: 'a file is something else', path: 'text/readme.md', says: 'is neither a package nor a kit' },
    { reason: 'a FIFO may never end', path: 'fifo', says: 'is a FIFO, a socket or a device' },
  ])('refuses to look if $reason', async ({ path, says }) => {
    await at('text', [['readme.md', textContent('# Read me')]]);
    rmSync(join(root, 'fifo'), { force: true });
    execFileSync('mkfifo', [join(root, 'fifo')]);
    await expect(verify(join(root, path))).rejects.toThrow(UserError);
    await expect(verify(join(root, path))).rejects.toThrow(says);
  });

  it('reads a release through a link to its folder', async () => {
    const dist = await at('linked', below(''));
    cpSync(dist, join(root, 'copy'), { recursive: true });
    symlinkSync(join(root, 'copy'), join(root, 'link'));
    expect((await verify(join(root, 'link'))).findings).toEqual([]);
  });
});
