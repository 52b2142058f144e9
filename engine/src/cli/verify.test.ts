import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = widgetFolder();
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('planesmith verify', () => {
  it('finds nothing in a build of some packages', async () => {
    expect(await planesmith(folder, ['verify'])).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^dist: release of \d+ files, 0 findings\n {2}signatures were not checked: --key names .*\n$/,
      ),
    });
  });

  it('prints one line for each finding, with file and place, and exits with 1', async () => {
    await planesmith(folder, ['build', '--only', 'toys-local', '--out', 'bad']);
    appendFileSync(join(folder, 'bad/docs/index.html'), ' ');
    writeFileSync(join(folder, 'bad/packages/\n::error::stray.xpkg'), '');
    rmSync(join(folder, 'bad/manifests/toys-local/crossplane.yaml'));
    const { code, stdout, stderr } = await planesmith(folder, ['verify', 'bad']);
    expect({ code, lines: stdout.trim().split('\n') }).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(/^docs\/index\.html: has the sha256 [0-9a-f]{64}, but SHA256SUMS says [0-9a-f]{64}$/),
        'manifests/toys-local/crossplane.yaml: is missing, but package.yaml has the object',
        'manifests/toys-local/crossplane.yaml: is missing, but SHA256SUMS lists it',
        'packages/\\u000a::error::stray.xpkg: is of no package in release.yaml',
        'packages/\\u000a::error::stray.xpkg: is no part of the release: SHA256SUMS does not list it',
        expect.stringMatching(
          /^sbom\/toys-local\.cdx\.json: manifests\/toys-local\/crossplane\.yaml: says [0-9a-f]{64}, but the package has no such file$/,
        ),
      ],
    });
    expect(stderr).toMatch(/^bad: release of \d+ files, 6 findings\n/);
  });

  it('gives the findings as data', async () => {
    await planesmith(folder, ['build', '--only', 'toys-local', '--out', 'data']);
    const release = join(folder, 'data/release.yaml');
    writeFileSync(release, 'packages: []\n');
    const { code, stdout } = await planesmith(folder, ['verify', 'data', '-o', 'json']);
    expect({ code, result: JSON.parse(stdout) }).toEqual({
      code: 1,
      result: {
        what: 'release',
        files: expect.any(Number),
        findings: expect.arrayContaining([{ file: 'release.yaml', message: "must have required property 'platform'" }]),
      },
    });
  });

  it('builds the commit again, and names every file that it does not give', async () => {
    const again = widgetFolder({ '.gitignore': 'dist/\nnode_modules\n' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', again, '-c', 'user.name=Widget', '-c', 'user.email=widget@example.org', ...args]);
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Widgets');
    expect(await planesmith(again, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
    expect(await planesmith(again, ['verify', '--rebuild'])).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^dist: release of \d+ files, built again, 0 findings\n {2}signatures were not checked: .*\n$/,
      ),
    });

    const page = join(again, 'dist/docs/index.html');
    const before = readFileSync(page, 'utf8');
    writeFileSync(page, before.replace('toys', 'joys'));
    const sums = execFileSync(
      'sh',
      ['-c', "find . -type f ! -name SHA256SUMS | sed 's/^..//' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS"],
      {
        cwd: join(again, 'dist'),
      },
    );
    expect(String(sums)).toBe('');
    expect((await planesmith(again, ['verify'])).code).toBe(0);
    const { code, stdout } = await planesmith(again, ['verify', '--rebuild']);
    expect({ code, lines: stdout.trim().split('\n') }).toEqual({
      code: 1,
      lines: [
        'SHA256SUMS: has other bytes than this commit gives',
        'docs/index.html: has other bytes than this commit gives',
      ],
    });

    writeFileSync(join(again, 'examples/more.yaml'), '');
    expect(await planesmith(again, ['verify', '--rebuild'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this cannot be built again: examples/more.yaml not committed'),
    });
    git('add', '.');
    git('commit', '--quiet', '--message', 'More');
    expect(await planesmith(again, ['verify', '--rebuild'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /the release is of the commit [0-9a-f]{40}, and this folder has [0-9a-f]{40}\n.*hint/,
      ),
    });
    expect(await planesmith(again, ['verify', '--rebuild', 'dist/oci/toys-local'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no release, and only a whole release can be built again'),
    });
    rmSync(again, { recursive: true });
  });

  it('exits with 2 if there is nothing to verify', async () => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    for (const path of ['empty', 'nowhere', '/dev/null'])
      expect(await planesmith(folder, ['verify', path])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('hint: `planesmith build` writes dist/'),
      });
  });
});
