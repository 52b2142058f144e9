/** `planesmith push` and `planesmith pull` with the release of the toy platform, against a registry on this machine. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegistry, type TestRegistry } from '../registry/testing/registry.ts';
import { readYaml } from '../yaml/index.ts';
import { planesmith, type Ran, widgetFolder } from './testing/widget-folder.ts';

interface Entry {
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

let folder: string;
let registry: TestRegistry;
/** The first push. */
let first: Ran;
beforeAll(async () => {
  folder = widgetFolder();
  registry = await startRegistry();
  expect(await planesmith(folder, ['build'])).toMatchObject({ code: 0 });
  first = await push();
});
afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]): Promise<Ran> =>
  planesmith(folder, args, { env: { DOCKER_CONFIG: folder, HTTP_PROXY: '', HTTPS_PROXY: '' } });
const push = (...args: string[]) => run('push', '--to', `${registry.host}/toys`, ...args);
const release = (dist = 'dist') => {
  const [document] = readYaml(readFileSync(join(folder, dist, 'release.yaml'), 'utf8')).documents;
  return (document as unknown as { value: { packages: Entry[]; kit: Entry & { file: string } } }).value;
};
const writes = () => registry.requests.filter((line) => /^(POST|PUT|PATCH)/.test(line));

describe('planesmith push', () => {
  it('publishes every package and the kit by the digests of release.yaml, the Function first', () => {
    const { code, stdout, stderr } = first;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^6 versions pushed, \d.* sent$/m) });
    const { packages, kit } = release();
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/toys-functions-1-2-3:v1\.2\.3 {2}sha256:\w{64} {2}\S+ MB sent$/);
    for (const { repository, tag, digest } of [...packages, kit]) {
      const name = repository.replace('registry.example.org', registry.host);
      expect(lines).toContainEqual(expect.stringMatching(`^${name}:${tag}  ${digest}  `));
      const key = `${name.replace(`${registry.host}/`, '')}:${tag}`;
      expect(registry.manifests.get(key)).toEqual(registry.manifests.get(key.replace(`:${tag}`, `@${digest}`)));
    }
  });

  it.each([
    { reason: 'a build was forgotten', version: '1.3.0', says: true },
    { reason: 'it is what was built', version: '1.2.3', says: false },
  ])('says of another version in package.json what it has, where $reason', async ({ version, says }) => {
    const file = join(folder, 'package.json');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(before), version }));
    const { code, stderr } = await push();
    writeFileSync(file, before);
    const message = 'dist has version 1.2.3, and package.json says 1.3.0: build again if you mean that one\n';
    expect({ code, said: stderr.startsWith(message) }).toEqual({ code: 0, said: says });
  });

  it('sends nothing twice, moves a pointer, and gives the same as data', async () => {
    const before = writes().length;
    const { code, stdout, stderr } = await push('--tag', 'stable', '-o', 'json');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('all 6 versions are there already; stable moved in 6 repositories\n'),
    });
    expect(writes().slice(before)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^PUT .*\/manifests\/stable$/)]),
    );
    expect(
      writes()
        .slice(before)
        .filter((line) => !line.endsWith('/stable')),
    ).toEqual([]);
    const { pushed } = JSON.parse(stdout) as { pushed: object[] };
    expect(pushed).toHaveLength(6);
    expect(pushed[0]).toEqual({
      name: 'toys-functions-1-2-3',
      reference: `${registry.host}/toys/toys-functions-1-2-3:v1.2.3`,
      digest: release().packages.find(({ name }) => name === 'toys-functions-1-2-3')?.digest,
      present: true,
      uploaded: 0,
      mounted: 0,
      moved: [{ tag: 'stable' }],
    });
  });

  it('writes a line for each package to a stderr that is no terminal, and no control character', () => {
    const { stderr } = first;
    for (const { name, repository, tag } of release().packages) {
      expect(stderr).toMatch(new RegExp(`^${name}: \\S+ [kM]B of \\S+ [kM]B$`, 'm'));
      expect(stderr).toContain(`${repository.replace('registry.example.org', registry.host)}:${tag} is set\n`);
    }
    expect(stderr).not.toMatch(/[\r\u001b]/);
  });

  it('exits with 1 and pushes nothing if a published version has other bytes', async () => {
    const changed = join(folder, 'changed');
    const config = readFileSync(join(folder, 'planesmith.config.ts'), 'utf8');
    writeFileSync(
      join(folder, 'changed.config.ts'),
      config.replace("crossplane: '>=v2.4.0'", "crossplane: '>=v2.4.1'"),
    );
    expect(await run('--config', 'changed.config.ts', 'build', '--out', changed)).toMatchObject({ code: 0 });
    const before = writes().length;
    const { code, stdout, stderr } = await push('changed');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^nothing was pushed, .*\n {2}hint: set the next version/m),
    });
    expect(stdout).toMatch(/toys-local:v1\.2\.3 is published as sha256:\w{64}, and this release has sha256:\w{64}$/m);
    expect(writes()).toHaveLength(before);
    const data = await push('changed', '-o', 'json');
    expect({ code: data.code, ...(JSON.parse(data.stdout) as object) }).toMatchObject({
      code: 1,
      conflicts: expect.arrayContaining([expect.objectContaining({ name: 'toys-local' })]),
    });
  });

  const damaged = (change: (dist: string) => void) => {
    const dist = join(folder, 'damaged');
    rmSync(dist, { recursive: true, force: true });
    cpSync(join(folder, 'dist'), dist, { recursive: true });
    change(dist);
  };
  const edited = (from: RegExp | string, to: string) => () => {
    damaged((dist) => {
      const path = join(dist, 'release.yaml');
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    });
  };
  const rows: { reason: string; prepare?: () => void; args: () => readonly string[]; says: RegExp }[] = [
    {
      reason: 'the libraries are those of this machine, and the registry is elsewhere',
      args: () => ['push'],
      says: /toys-functions-1-2-3 is not for release: its libraries .*\n.*hint: .*--not-for-release/,
    },
    {
      reason: 'its lock is unresolved, and the registry is elsewhere',
      prepare: () => {
        edited('releasable: false', 'releasable: true')();
        const path = join(folder, 'damaged/release.yaml');
        const pin = 'providers: [{ name: sql, image: xpkg.example.org/sql, version: v1, digest: unresolved }]';
        writeFileSync(path, readFileSync(path, 'utf8').replace(/^( +)models:/m, `$1${pin}\n$1models:`));
      },
      args: () => ['push', 'damaged'],
      says: /planesmith\.lock\.yaml has no digest for sql\n.*hint: `planesmith lock` asks/,
    },
    { reason: 'there is no release', args: () => ['push', 'nowhere'], says: /there is no release in nowhere/ },
    {
      reason: 'release.yaml is of something else',
      prepare: edited(/[^]*/, 'a: 1'),
      args: () => ['push', 'damaged'],
      says: /release\.yaml is not as a build writes it/,
    },
    {
      reason: 'release.yaml has another digest',
      prepare: edited(/digest: sha256:\w{64}/, `digest: sha256:${'a'.repeat(64)}`),
      args: () => ['push', 'damaged', '--to', `${registry.host}/toys`],
      says: /damaged is damaged: toys-\S+ is sha256:\w{64}, and release\.yaml says sha256:a{64}/,
    },
    {
      reason: 'a package is called like another folder',
      prepare: edited('name: toys-local\n', 'name: ../toys-local\n'),
      args: () => ['push', 'damaged', '--to', `${registry.host}/toys`],
      says: /release\.yaml is not as a build writes it/,
    },
    ...['release.yaml', 'kit/toys-1.2.3.tgz', 'oci/toys-local/index.json'].map((path) => ({
      reason: `${path} may never end`,
      prepare: () =>
        damaged((dist) => {
          rmSync(join(dist, path));
          symlinkSync('/dev/zero', join(dist, path));
        }),
      args: () => ['push', 'damaged', '--to', `${registry.host}/toys`],
      says: new RegExp(`${path} is a link or a special file\\n {2}hint: build one`),
    })),
    {
      reason: 'the kit is another one',
      prepare: () => damaged((dist) => writeFileSync(join(dist, 'kit/toys-1.2.3.tgz'), 'x')),
      args: () => ['push', 'damaged', '--to', `${registry.host}/toys`],
      says: /damaged is damaged: kit\/toys-1\.2\.3\.tgz is sha256:/,
    },
    {
      reason: 'the registry is none',
      args: () => ['push', '--to', 'toys'],
      says: /cannot push to toys: this is no registry/,
    },
    {
      reason: 'a pointer could be a version',
      args: () => ['push', '--to', `${registry.host}/toys`, '--tag', 'v1'],
      says: /the tag v1 could be a version, and a version never moves/,
    },
    {
      reason: 'a pointer is no tag',
      args: () => ['push', '--to', `${registry.host}/toys`, '--tag', 'a b'],
      says: /"a b" is no tag/,
    },
  ];
  it.each(rows)('exits with 2 and asks no registry if $reason', async ({ prepare, args, says }) => {
    prepare?.();
    const before = registry.requests.length;
    const { code, stdout, stderr } = await run(...args());
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(registry.requests).toHaveLength(before);
  });
});

describe('planesmith pull', () => {
  it('brings the kit, which --platform takes from the registry, too', async () => {
    const reference = `${registry.host}/toys/toys-kit:v1.2.3`;
    const { code, stdout } = await run('pull', reference, 'taken/kit');
    const { kit } = release();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${reference}  ${kit.digest}  taken/kit/toys-1.2.3.tgz\n`,
    });
    expect(readFileSync(join(folder, 'taken/kit/toys-1.2.3.tgz'))).toEqual(
      readFileSync(join(folder, 'dist', kit.file)),
    );
    const { stdout: verdict } = await run('--platform', reference, 'validate', 'examples/widget.yaml');
    expect(verdict).toContain('Widget big: valid');
  });

  it('brings a package by its digest, as data', async () => {
    const { repository, digest } = release().packages.find(({ name }) => name === 'toys-local')!;
    const reference = `${repository.replace('registry.example.org', registry.host)}@${digest}`;
    const { code, stdout } = await run('pull', reference, 'taken/local', '-o', 'json');
    expect({ code, ...(JSON.parse(stdout) as object) }).toEqual({
      code: 0,
      reference,
      digest,
      size: expect.any(Number),
      folder: 'taken/local',
    });
    const blobs = (path: string) => readdirSync(join(folder, path, 'blobs/sha256')).toSorted();
    expect(blobs('taken/local')).toEqual(blobs('dist/oci/toys-local'));
  });

  it.each([
    {
      reason: 'is no reference',
      reference: () => 'toys',
      says: /cannot pull toys: this is no reference\n.*hint: name host/,
    },
    {
      reason: 'the registry does not have',
      reference: () => `${registry.host}/toys/none:v1`,
      says: /cannot read \S+\/toys\/none:v1: the registry answers 404 .*MANIFEST_UNKNOWN/,
    },
  ])('exits with 2 and writes nothing for what $reason', async ({ reference, says }) => {
    const { code, stdout, stderr } = await run('pull', reference(), 'nothing');
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  });
});

describe('planesmith verify', () => {
  it('verifies what a reference names in a registry: a package, and a kit', async () => {
    for (const [name, what] of [
      ['toys-local', 'layout of 6 files'],
      ['toys-kit', 'kit of 1 file'],
    ] as const) {
      const reference = `${registry.host}/toys/${name}:v1.2.3`;
      expect(await run('verify', reference)).toEqual({
        code: 0,
        stdout: '',
        stderr: expect.stringContaining(`${reference}: ${what}, 0 findings\n  signatures were not checked`),
      });
    }
    expect(await run('verify', `${registry.host}/toys/none:v1.2.3`)).toMatchObject({ code: 2, stdout: '' });
  });
});
