/** SBOMs and provenance of a real build, read by CycloneDX's and in-toto's own Go libraries, and by a scanner. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, builtRelease, functionName, librariesOf } from './release.ts';
import { locateTool, type Tool } from './tools/tools.ts';

interface Answer {
  readonly file: string;
  readonly problem?: string;
  readonly names?: readonly string[];
}

let built: Built;
beforeAll(async () => {
  built = await builtRelease([hostArchitecture()]);
});
afterAll(() => built?.remove());

/** What a program reads in these files: a line of JSON for each. */
async function answers<T>(name: Tool, files: readonly string[]): Promise<readonly T[]> {
  const tool = await locateTool(name);
  if ('missing' in tool) throw new Error(tool.missing);
  const { stdout } = await promisify(execFile)(tool.path, [...files], { maxBuffer: 64 << 20 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** What Trivy finds in this SBOM. */
async function scannedIn(file: string): Promise<Scanned> {
  const [scanned = { file }] = await answers<Scanned>('trivy-sbom', [file]);
  return scanned;
}

/** What the libraries read in these files. */
const read = (files: readonly string[]) => answers<Answer>('attestations', files);

const filesIn = (folder: string) => readdirSync(join(built.dist, folder)).map((name) => join(built.dist, folder, name));

describe('the attestations of a release', () => {
  it('are SBOMs in which CycloneDX finds what the function is bundled from', async () => {
    const answers = await read(filesIn('sbom'));
    expect(answers).toHaveLength(built.packages.length);
    expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const names = answers.find(({ file }) => file.includes('functions'))?.names ?? [];
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pkg:npm\/%40marcbachmann\/cel-js@\d/),
        expect.stringMatching(/^pkg:npm\/node-linux-\w+@24\./),
      ]),
    );
  });

  it('are statements that in-toto accepts, about the packages', async () => {
    const answers = await read(filesIn('provenance'));
    expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(answers.map(({ names = [] }) => names[0]?.split('/').at(-1)).toSorted()).toEqual(
      built.packages.map(({ name }) => name).toSorted(),
    );
  });

  it('would be refused by both if they were damaged', async () => {
    const damaged = ['sbom', 'provenance'].map((folder) => {
      const [file = ''] = filesIn(folder);
      const copy = join(built.folder, `damaged-${folder}${folder === 'sbom' ? '.cdx.json' : '.json'}`);
      const text = readFileSync(file, 'utf8');
      writeFileSync(copy, text.replace('"version": 1,', '"version": "one",').replace('"buildType"', '"builtType"'));
      return copy;
    });
    const problems = (await read(damaged)).map(({ problem }) => problem);
    expect(problems).toEqual([expect.any(String), expect.any(String)]);
  });
});

/** What Trivy finds in an SBOM. */
interface Scanned {
  readonly file: string;
  readonly problem?: string;
  /** All that it lists, by reference. */
  readonly components?: Readonly<Record<string, Listed>>;
  /** What Trivy looks up in its databases of vulnerabilities, by reference. */
  readonly packages?: Readonly<Record<string, object>>;
  /** The operating system, by which it chooses a database. */
  readonly system?: string;
}

interface Listed {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licences: readonly string[] | null;
  readonly digests: readonly string[] | null;
}

/** A component as we write it (engine/src/release/sbom/cyclonedx.ts). */
interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses?: readonly { readonly expression?: string; readonly license?: { readonly name: string } }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

const bomIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Bom;

/** Our components in the words of Trivy. */
function listedIn({ metadata, components }: Bom): Readonly<Record<string, Listed>> {
  const listed = (each: Component): Listed => ({
    name: each.name,
    version: each.version ?? '',
    purl: each.purl ?? '',
    licences: each.licenses?.map(({ expression, license }) => expression ?? license?.name ?? '') ?? null,
    digests: each.hashes?.map(({ alg, content }) => `${alg.replace('-', '').toLowerCase()}:${content}`) ?? null,
  });
  return Object.fromEntries([metadata.component, ...components].map((each) => [each['bom-ref'], listed(each)]));
}

const dpkgList = '/var/lib/dpkg/status';

/** A folder with the libraries of the local build, and with what this machine says about its system and its Debian packages. */
async function debianBase(): Promise<string> {
  const directory = await librariesOf(built);
  for (const path of ['/usr/lib/os-release', dpkgList]) cpSync(path, join(directory, path), { recursive: true });
  return directory;
}

/** The Debian packages of this machine as dpkg knows them, in the words of Trivy. */
async function installedHere(): Promise<readonly { readonly name: string }[]> {
  const fields = ['db:Status-Status', 'Package', 'Version', 'source:Package', 'source:Version'];
  const format = `${fields.map((field) => `\${${field}}`).join('\t')}\n`;
  const { stdout } = await promisify(execFile)('dpkg-query', ['-W', '-f', format], { maxBuffer: 64 << 20 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([state]) => state === 'installed')
    .map(([, name = '', version, source, sourceVersion]) => ({ type: 'os', name, version, source, sourceVersion }));
}

describe('the scanner Trivy', () => {
  it('finds in every SBOM all components with package URL, version, licences and digests, and no other', async () => {
    const scanned = await answers<Scanned>('trivy-sbom', filesIn('sbom'));
    expect(scanned).toHaveLength(built.packages.length);
    for (const { file, problem, components } of scanned)
      expect({ file, problem, components }).toEqual({ file, problem: undefined, components: listedIn(bomIn(file)) });
  });

  it('looks up every npm package of the Function', async () => {
    const file = join(built.dist, 'sbom', `${functionName}.cdx.json`);
    const { packages, system } = await scannedIn(file);
    const npm = bomIn(file).components.filter(({ purl }) => purl?.startsWith('pkg:npm/'));
    expect(npm.length).toBeGreaterThanOrEqual(5);
    expect(packages).toEqual(
      Object.fromEntries(npm.map(({ 'bom-ref': ref, name, version }) => [ref, { type: 'node-pkg', name, version }])),
    );
    expect(system).toBeUndefined();
  });

  it('looks up every Debian package of a base by its source package, in the database of its system', async ({
    skip,
  }) => {
    if (!existsSync(dpkgList)) return skip(`there is no ${dpkgList} here: Debian has one`);
    const base = { directory: await debianBase() };
    const based = await builtRelease([hostArchitecture()], { base, only: [functionName] });
    try {
      const file = join(based.dist, 'sbom', `${functionName}.cdx.json`);
      const { components, packages = {}, system } = await scannedIn(file);
      const bom = bomIn(file);
      expect(components).toEqual(listedIn(bom));
      const os = bom.components.find(({ type }) => type === 'operating-system');
      expect(system).toBe(`${os?.name} ${os?.version ?? ''}`);
      const debian = Object.entries(packages).filter(([ref]) => ref.startsWith('pkg:deb/'));
      expect(new Set(debian.map(([, found]) => found))).toEqual(new Set(await installedHere()));
    } finally {
      await based.remove();
    }
  });

  it('finds another version, another package and another digest in an SBOM that was changed', async () => {
    const file = join(built.dist, 'sbom', `${functionName}.cdx.json`);
    const changed = join(built.folder, 'changed.cdx.json');
    const text = readFileSync(file, 'utf8');
    const { version = '' } = bomIn(file).components.find(({ name }) => name === '@marcbachmann/cel-js') ?? {};
    writeFileSync(
      changed,
      text
        .replaceAll(`cel-js@${version}`, 'cel-js@0.0.1')
        .replace('"re2js"', '"re3js"')
        .replace(/"content": "\w/, '"content": "x'),
    );
    const [one, other] = await answers<Scanned>('trivy-sbom', [file, changed]);
    const differing = Object.entries(other?.components ?? {}).filter(
      ([ref, component]) => JSON.stringify(one?.components?.[ref]) !== JSON.stringify(component),
    );
    expect(differing.map(([, { purl, name }]) => purl || name)).toHaveLength(3);
    expect(other?.packages).toHaveProperty([`pkg:npm/%40marcbachmann/cel-js@0.0.1`]);
  });
});
