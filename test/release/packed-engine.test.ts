/** The engine as an npm package: what is in it, and that it runs in a folder with nothing else of this repository. */
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows, section } from '../pages/page.ts';
import { importsOf } from '../repository/imports.ts';
import { root } from '../repository/copy.ts';
import {
  packEngine,
  type Packed,
  readme,
  removeFolder,
  smallestPlatform,
  unpackInto,
  writeFiles,
} from './packed-engine.ts';

const run = promisify(execFile);

interface Manifest {
  readonly exports: Record<string, { types: string; default: string }>;
  readonly bin: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

let packed: Packed;
/** A folder in whose node_modules the package is unpacked among the packages that npm installed here; npm itself installs it in test/real. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-packed-'));
  packed = await packEngine();
  unpackInto(folder, { planesmith: packed });
});
afterAll(async () => {
  removeFolder(folder);
  await packed?.remove();
});

const textOf = (path: string): string => readFileSync(join(folder, 'node_modules/planesmith', path), 'utf8');

describe('the package', () => {
  it('is JavaScript with types and source maps, the data that it reads, and nothing else but program, licence and README', () => {
    const modules = packed.files.filter((file) => /^dist\/.*\.js$/.test(file));
    expect(modules.length).toBeGreaterThan(300);
    expect(packed.files).toEqual(
      [
        ...modules.flatMap((file) => [file, `${file}.map`, file.replace(/\.js$/, '.d.ts')]),
        ...globSync('**/*.json', { cwd: join(root, 'engine/src'), exclude: ['**/testing/**'] }).map(
          (file) => `dist/${file}`,
        ),
        'LICENSE',
        'README.md',
        'bin/kit-guard.cjs',
        'bin/kit.cjs',
        'bin/planesmith.cjs',
        'bin/start.cjs',
        'package.json',
      ].toSorted(),
    );
  });

  it('has no test, and no toy of the tests', () => {
    expect(packed.files.filter((file) => /\.test\.|(widget|gadget)/.test(file))).toEqual([]);
  });

  it('exports JavaScript with its types under every name that the checkout exports', () => {
    const { exports, bin } = JSON.parse(textOf('package.json')) as Manifest;
    const sources = JSON.parse(packed.manifests[0]) as { exports: Record<string, string> };
    expect(Object.keys(exports)).toEqual(Object.keys(sources.exports));
    for (const { types, default: code } of Object.values(exports)) {
      expect([types, code]).toEqual([code.replace(/\.js$/, '.d.ts'), expect.stringMatching(/^\.\/dist\/.*\.js$/)]);
    }
    const paths = [...Object.values(exports).flatMap((entry) => Object.values(entry)), ...Object.values(bin)];
    expect(paths.map((path) => path.replace('./', '')).filter((path) => !packed.files.includes(path))).toEqual([]);
  });

  it('declares each package that it imports, and no other', () => {
    const { dependencies, peerDependencies } = JSON.parse(textOf('package.json')) as Manifest;
    const imports = packed.files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => importsOf(textOf(file), file, new Map()))
      .filter((name) => name.startsWith('npm:'));
    expect([...new Set(imports)].toSorted()).toEqual(
      Object.keys({ ...dependencies, ...peerDependencies })
        .map((name) => `npm:${name}`)
        .toSorted(),
    );
  });

  it('has a README with every command and every entry', async () => {
    const names = (title: string) => rows(section(readme, title)).map(([name = '']) => name.replaceAll('`', ''));
    const { stdout } = await planesmith(folder, ['--help']);
    const [, list = ''] = /^Commands:\n([^]*)/m.exec(stdout) ?? [];
    expect([...names('## Use'), 'help']).toEqual([...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name));
    const { exports } = JSON.parse(textOf('package.json')) as Manifest;
    expect(names('## Import')).toEqual(Object.keys(exports).map((name) => `planesmith${name.slice(1)}`));
  });

  it('leaves package.json of the checkout as it was', () => {
    expect(packed.manifests[1]).toBe(packed.manifests[0]);
  });

  it('has nothing that publint would change', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(packed.tarball);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    expect((await publint({ pack: { tarball } })).messages).toEqual([]);
  });
});

describe('the smallest platform, with the package', () => {
  it.each(['ts', 'js'] as const)('renders its claim, written in %s', async (language) => {
    const home = join(folder, language);
    writeFiles(home, [...smallestPlatform(language), ['package.json', '{ "type": "module" }\n']]);
    const { stdout, stderr } = await planesmith(home, ['render', 'examples/fence.yaml']);
    expect(stderr).toContain('1 rendered, 0 refused');
    expect(stdout).toContain('kind: NetworkPolicy');
  });

  it('says in one sentence that a Node without types stripped cannot read it, unless it is JavaScript', async () => {
    const [written, script] = await Promise.all(
      (['ts', 'js'] as const).map((language) =>
        planesmith(join(folder, language), ['claim', 'Fence', 'orders'], '--no-experimental-strip-types').catch(
          (error: { code: number; stdout: string; stderr: string }) => error,
        ),
      ),
    );
    expect(script).toMatchObject({ stdout: expect.stringContaining('kind: Fence') });
    expect(written).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: cannot load planesmith\.config\.ts: this Node \(v[\d.]+\) runs no TypeScript, such as planesmith\.config\.ts\n {2}hint: .*\n$/,
      ),
    });
  });
});

async function planesmith(home: string, args: readonly string[], ...nodeOptions: readonly string[]) {
  const program = join(folder, 'node_modules/planesmith/bin/planesmith.cjs');
  return run(process.execPath, [...nodeOptions, program, ...args], {
    cwd: home,
    env: { ...process.env, NO_COLOR: '1' },
  });
}
