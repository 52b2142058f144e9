/** The catalogue as an npm package: what is in it, that it renders as this checkout does, and the platform of docs/catalogue.md. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apis } from '../../apis/index.ts';
import { functions } from '../../functions/index.ts';
import { blocks, commands, rows, section, textOf } from '../pages/page.ts';
import { importsOf } from '../repository/imports.ts';
import { root } from '../repository/copy.ts';
import {
  filesShown,
  packCatalogue,
  packEngine,
  type Packed,
  removeFolder,
  unpackInto,
  writeFiles,
} from './packed-engine.ts';

const run = promisify(execFile);
const page = textOf('docs/catalogue.md');

interface Manifest {
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly dependencies?: object;
  readonly peerDependencies: Record<string, string>;
}

let packed: Packed;
let engine: Packed;
/** A folder in whose node_modules both packages are unpacked. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-catalogue-'));
  [engine, packed] = await Promise.all([packEngine(), packCatalogue()]);
  unpackInto(folder, { planesmith: engine, 'planesmith-catalogue': packed });
});
afterAll(async () => {
  removeFolder(folder);
  await Promise.all([engine?.remove(), packed?.remove()]);
});

const textIn = (path: string): string => readFileSync(join(folder, 'node_modules/planesmith-catalogue', path), 'utf8');
const manifest = () => JSON.parse(textIn('package.json')) as Manifest;

async function planesmith(home: string, ...args: string[]) {
  const program = join(folder, 'node_modules/planesmith/bin/planesmith.cjs');
  const env = { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' };
  const options = { cwd: home, env, maxBuffer: 64 << 20 };
  return run(process.execPath, [program, ...args], options).then(
    (ran) => ({ code: 0, ...ran }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe('the package', () => {
  it('is JavaScript with types, examples, licence and README, and no test', () => {
    const modules = packed.files.filter((file) => /^lib\/(apis|compositions|functions)\/.*\.js$/.test(file));
    expect(modules.length).toBeGreaterThan(300);
    expect(packed.files).toEqual(
      [
        ...modules.flatMap((file) => [file, file.replace(/\.js$/, '.d.ts')]),
        ...globSync('examples/{*,environments/*}.yaml', { cwd: root }),
        'LICENSE',
        'README.md',
        'package.json',
        'planesmith.lock.yaml',
      ].toSorted(),
    );
    expect(packed.files.filter((file) => /\.test\.|main\.js|planesmith\.config/.test(file))).toEqual([]);
  });

  it.each(Object.keys(apis))('has the API %s, its function and an example', (key) => {
    for (const file of [`lib/apis/${key}.js`, `lib/functions/${key}/index.js`, `examples/${key}.yaml`]) {
      expect(packed.files).toContain(file);
    }
  });

  it('exports JavaScript with its types under every name of the page', () => {
    const { exports } = manifest();
    for (const [name = ''] of rows(page).filter(([cell = '']) => cell.startsWith('`planesmith-catalogue/'))) {
      const [, folderOf = '', file = ''] = /^`planesmith-catalogue\/([\w-]+)\/?([\w-]*)`$/.exec(name) ?? [];
      const entry = exports[`./${folderOf}${file && '/*'}`];
      if (entry === undefined || typeof entry === 'string') throw new Error(`${name} is not exported`);
      for (const path of [entry.types, entry.default]) {
        expect(packed.files).toContain(path.replace('./', '').replace('*', file));
      }
    }
  });

  it('depends on nothing that a platform does not have, and declares each package that it imports', () => {
    const { dependencies = {}, peerDependencies } = manifest();
    const imports = packed.files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => importsOf(textIn(file), file, new Map()))
      .filter((name) => name.startsWith('npm:'));
    expect(dependencies).toEqual({});
    expect(new Set(imports)).toEqual(new Set(['npm:cdk8s', 'npm:cdk8s-plus-28', 'npm:planesmith']));
    const declared = JSON.parse(readFileSync(join(root, 'engine/package.json'), 'utf8')) as Manifest & {
      version: string;
    };
    const { 'fast-check': _, ...peers } = declared.peerDependencies;
    expect(peerDependencies).toEqual({ ...peers, planesmith: `^${declared.version}` });
  });

  it('leaves package.json and the licence of the checkout as they were', () => {
    expect(packed.manifests[1]).toBe(packed.manifests[0]);
  });

  it('has nothing that publint would change', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(packed.tarball);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    expect((await publint({ pack: { tarball } })).messages).toEqual([]);
  });
});

describe('a platform with all APIs of the package, in the group of this checkout', () => {
  const identifiers = Object.fromEntries(
    Object.entries(apis).map(([key, { kind }]) => [key, `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`]),
  );
  const list = (value: (identifier: string) => string) =>
    Object.entries(identifiers)
      .map(([key, identifier]) => `  '${key}': ${value(identifier)},\n`)
      .join('');
  const imports = (of: string) =>
    Object.entries(identifiers)
      .map(([key, identifier]) => `import { ${identifier} } from 'planesmith-catalogue/${of}/${key}';\n`)
      .join('');
  let home: string;
  beforeAll(() => {
    home = join(folder, 'same');
    const config = readFileSync(join(root, 'planesmith.config.ts'), 'utf8')
      .replace('./apis/crossplane.ts', 'planesmith-catalogue/apis/crossplane')
      .replace('./functions/cluster/dapr-files.ts', 'planesmith-catalogue/dapr-files')
      .replace('./compositions/install/index.ts', 'planesmith-catalogue/install')
      .replace("import('./compositions/index.ts')", 'Promise.resolve({ compositions: {} })');
    writeFiles(home, [
      ['package.json', JSON.stringify({ type: 'module', version: packageVersion })],
      ['planesmith.config.ts', config],
      ['apis/index.ts', `${imports('apis')}export const apis = {\n${list((name) => name)}};\n`],
      [
        'functions/index.ts',
        `import { functionsOf } from 'planesmith/authoring';
import { concerns } from 'planesmith-catalogue/functions/concerns';
import { environment } from 'planesmith-catalogue/functions/environment';
${imports('functions')}
const { adapt } = functionsOf({ environment, concerns });
export const functions = {\n${list((name) => `adapt(${name})`)}};\n`,
      ],
      ...['functions/main.ts', 'planesmith.lock.yaml'].map((file): [string, string] => [
        file,
        readFileSync(join(root, file), 'utf8'),
      ]),
    ]);
    cpSync(join(root, 'examples'), join(home, 'examples'), { recursive: true });
  });

  it.each(['local', 'incluster', 'aws', 'gcp', 'azure'])(
    'renders every example on %s to the bytes of this checkout',
    async (target) => {
      const environment = `examples/environments/${target === 'local' ? 'local' : 'prod'}.yaml`;
      const args = ['render', ...exampleClaims, '--target', target, '--environment', environment, '--complete'];
      const [here, there] = await Promise.all([planesmith(root, ...args), planesmith(home, ...args)]);
      expect(here).toMatchObject({ code: 0, stdout: expect.stringContaining('platform.example.org') });
      expect(there.stdout).toBe(here.stdout);
      expect(there.code).toBe(0);
    },
  );

  it('gives the install bundles and schemas of this checkout, byte for byte', async () => {
    const out = ['built', 'packaged'].map((name) => join(folder, name)) as [string, string];
    const built = await Promise.all([
      planesmith(root, 'build', '--out', out[0]),
      planesmith(home, 'build', '--out', out[1]),
    ]);
    expect(built.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(['', '']);
    const files = (of: string) => globSync('{install,manifests,schemas}/**/*.{yaml,json}', { cwd: of }).toSorted();
    expect(files(out[0]).length).toBeGreaterThan(50);
    expect(files(out[1])).toEqual(files(out[0]));
    const differing = files(out[0]).filter(
      (file) => readFileSync(join(out[0], file), 'utf8') !== readFileSync(join(out[1], file), 'utf8'),
    );
    expect(differing).toEqual([]);
  }, 180_000);
});

const { version: packageVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const exampleClaims = globSync('examples/*.yaml', { cwd: root }).toSorted();

describe('the platform of docs/catalogue.md', () => {
  let home: string;
  beforeAll(async () => {
    home = join(folder, 'acme');
    const begin = commands(page).find((command) => command.startsWith('npx planesmith init '));
    const begun = await planesmith(folder, ...(begin ?? '').split(' ').slice(2));
    expect(begun).toMatchObject({ code: 0 });
    writeFiles(folder, filesShown(page));
    const environment = join(home, 'examples/environments/local.yaml');
    const own = blocks(page, 'yaml').join('').replaceAll(/^/gm, '  ').trimEnd();
    writeFileSync(environment, `${readFileSync(environment, 'utf8').trimEnd()}\n${own}\n`);
    symlinkSync(join(folder, 'node_modules'), join(home, 'node_modules'));
  });

  it('is not begun with StateStores alone, nor on a target that the package does not know', async () => {
    const names = ['--group', 'acme.io', '--registry', 'registry.acme.io/platform'];
    const runs = [
      planesmith(folder, 'init', 'states', ...names, '--apis', 'StateStore'),
      planesmith(folder, 'init', 'states', ...names, '--apis', 'database', '--targets', 'moon'),
    ];
    const [alone, moon] = await Promise.all(runs);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--apis state-store,database,cache') });
    expect(moon).toMatchObject({ code: 2, stderr: expect.stringContaining('Database has no target moon') });
    expect(existsSync(join(folder, 'states'))).toBe(false);
  });

  const render = (name: string) => planesmith(home, 'render', `examples/${name}.yaml`);

  it('compiles, strictly', async () => {
    const ran = run(join(root, 'node_modules/.bin/tsc'), ['--project', home]).catch((error: unknown) => error);
    expect(await ran).toMatchObject({ stdout: '' });
  });

  it('composes claims in its own group, with the memory of its own table and the label of its own concern', async () => {
    const { code, stdout } = await render('database');
    expect(code).toBe(0);
    expect(stdout).toMatch(/memory: "?1024Mi/);
    expect(stdout).toContain('acme.io/sizing: acme');
    expect(stdout.match(/acme\.io\/cost-centre: k-1742/g)?.length).toBe(2);
    expect(stdout).not.toContain('platform.example.org');
  });

  it('has an API of its own, and another of the catalogue, with the same label', async () => {
    for (const name of ['note', 'cache']) {
      expect(await render(name)).toMatchObject({ code: 0, stdout: expect.stringContaining('cost-centre: k-1742') });
    }
  });

  it('is checked on its own target alone, without findings', async () => {
    const { code, stdout, stderr } = await planesmith(home, 'check');
    expect(stdout + stderr).not.toMatch(/incluster|aws/);
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });

  it('builds packages of its own registry and name', async () => {
    const { code, stdout, stderr } = await planesmith(home, 'start');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('acme-functions-0-1-0');
    expect(readFileSync(join(home, 'dist/release.yaml'), 'utf8')).toContain('registry.acme.io/platform/acme-local');
  });
});

it('starts a platform on a shared cluster alone in an environment that fits', async () => {
  const args = ['--group', 'acme.io', '--registry', 'registry.acme.io/x', '--apis', 'database,pub-sub'];
  const begun = await planesmith(folder, 'init', 'shared', '--targets', 'aws', ...args);
  expect(begun).toMatchObject({ code: 0 });
  const home = join(folder, 'shared');
  symlinkSync(join(folder, 'node_modules'), join(home, 'node_modules'));
  const { code, stdout } = await planesmith(home, 'start');
  expect(stdout).toContain('environment: examples/environments/dev.yaml\n');
  expect(stdout).not.toContain('→ nothing');
  expect(code).toBe(0);
});

it('names every table that an API has, with its API', () => {
  const listed = rows(section(page, '## Tables')).map(([api = '', table = '']) => [api, table].join(' '));
  expect(listed).toEqual(
    Object.entries(functions).flatMap(([key, { planner }]) =>
      Object.keys(planner.tables).map((table) => `\`${key}\` \`${table}\``),
    ),
  );
});
