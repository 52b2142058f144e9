/** The packed engine in an empty folder, installed by npm: the steps of its README, every command, and the kit, on each maintained line of Node. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { commands as commandsOf } from '../pages/page.ts';
import {
  isOffline,
  packEngine,
  type Packed,
  readme,
  removeFolder,
  smallestPlatform,
  strangersEnv,
  writeFiles,
} from '../release/packed-engine.ts';
import { root } from '../repository/copy.ts';

/** The oldest version that the engine accepts, this repository's own, and the newest line that is maintained. */
const maintained = ['22.18.0', '24.21.0', '26.10.0'];
/** The last one that is too old, and one that knows neither modules nor `async`. */
const tooOld = ['22.17.1', '6.17.1'];

const parent = mkdtempSync(join(tmpdir(), 'planesmith-stranger-'));
const home = join(parent, 'home');
let packed: Packed;
/** Why nothing can be tried, such as a registry that is not reached. */
let missing: string | undefined;

beforeAll(async () => {
  packed = await packEngine();
  missing = await installNodes([...maintained, ...tooOld]);
}, 600_000);
afterAll(async () => {
  removeFolder(parent);
  await packed?.remove();
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with the Node of that version on the path, as a stranger's machine has it. */
function run(folder: string, version: string, command: string, args: readonly string[]): Promise<Ran> {
  const env = strangersEnv(nodeOf(version));
  return new Promise((done) =>
    execFile(command, args, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

const nodeOf = (version: string): string => join(parent, 'node_modules', `node-${version}`, 'bin/node');

/** Installs the Nodes from npm, which needs no compiler; returns why not, if the registry cannot be reached. */
async function installNodes(versions: readonly string[]): Promise<string | undefined> {
  const packages = versions.map((version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`);
  const args = ['install', '--no-bin-links', '--no-package-lock', ...packages];
  const { code, stderr } = await run(parent, '', 'npm', args);
  if (code === 0) return undefined;
  if (isOffline(stderr)) return 'npm reaches no registry';
  throw new Error(`npm ${args.join(' ')} failed: ${stderr}`);
}

interface Command {
  readonly args: readonly string[];
  readonly prints: RegExp;
  /** @default 0 */
  readonly code?: number;
}

/** Every command of the program. */
/** The options by which a stranger begins a platform. */
const names = ['--group', 'platform.acme.example', '--registry', 'registry.acme.example/platform'];

const commands: Readonly<Record<string, Command>> = {
  start: { args: [], prints: /Fence orders → NetworkPolicy orders-fence/ },
  claim: { args: ['Fence', 'orders'], prints: /^kind: Fence$/m },
  explain: { args: ['Fence.spec.port'], prints: /limits: 1 to 65535/ },
  validate: { args: ['examples'], prints: /^2 valid, 0 invalid/m },
  overlay: { args: ['examples/fence.yaml', '--values', 'values/prod.yaml'], prints: /^ {2}port: 9090$/m },
  render: { args: ['examples/fence.yaml'], prints: /^kind: NetworkPolicy$/m },
  mount: { args: ['examples/fence.yaml'], prints: /Fence orders has no Secret: the API Fence writes none/, code: 2 },
  check: { args: [], prints: /Fence/ },
  build: { args: ['--out', 'built'], prints: /acme-functions-0-1-0 .* sha256:/ },
  compare: { args: ['built'], prints: /^acme 0\.1\.0 → 0\.1\.0: nothing changed$/m },
  plan: { args: ['examples', '--against', 'built'], prints: /^plan: nothing changes for the claim$/m },
  sign: { args: ['built', '--key', 'nowhere.key'], prints: /there is no key nowhere\.key/, code: 2 },
  promote: { args: ['0.1.0', '--cluster', 'dev'], prints: /gitops is no fleet: it has no folder clusters/, code: 2 },
  smoke: { args: ['--cluster', 'dev'], prints: /gitops is no fleet: it has no folder clusters/, code: 2 },
  canary: { args: ['--dry-run'], prints: /--dry-run needs a change to judge/, code: 2 },
  retire: { args: ['0.1.0', '--dump', 'nowhere.yaml'], prints: /nowhere\.yaml/, code: 2 },
  migrate: { args: ['examples', '--to', 'namespaced'], prints: /^nothing to rewrite: the claim can be applied in/m },
  bump: {
    args: ['provider-toys@v1.1.0'],
    prints: /there is no planesmith\.lock\.yaml beside the configuration/,
    code: 2,
  },
  push: { args: ['built'], prints: /acme-functions-0-1-0 is not for release: its libraries are those of/, code: 2 },
  bundle: {
    args: ['air', '--airgap', '--dist', 'built'],
    prints: /acme-functions-0-1-0 is not for release: its libraries are those of/,
    code: 2,
  },
  // Neither a kubectl nor a cluster is here, whatever else the machine has.
  install: {
    args: ['built', '--kubeconfig', 'nowhere'],
    prints: /kubectl cannot be run|the cluster does not answer/,
    code: 2,
  },
  uninstall: {
    args: ['built', '--kubeconfig', 'nowhere'],
    prints: /kubectl cannot be run|the cluster does not answer/,
    code: 2,
  },
  gitops: {
    args: ['publish', 'built'],
    prints: /acme-functions-0-1-0 is not for release: its libraries are those of/,
    code: 2,
  },
  pull: { args: ['acme', 'pulled'], prints: /cannot pull acme: this is no reference/, code: 2 },
  init: {
    args: ['begun', ...names],
    prints: /^functions\/note\/plan\.ts$/m,
  },
  new: { args: ['Queue'], prints: /there is no functions\/bind\.ts/, code: 2 },
  preflight: { args: ['--paths'], prints: /^\/version$/m },
  models: { args: [], prints: /^1 kinds, 4 files changed$/m },
  lock: { args: [], prints: /there is no planesmith\.lock\.yaml/, code: 2 },
  verify: { args: ['built'], prints: /^built: release of \d+ files, 0 findings$/m },
  serve: { args: ['--insecure', '--address', '127.0.0.1:0'], prints: /127\.0\.0\.1:\d+/ },
};

/** Runs a command of the engine that is installed in `folder`; one that serves is ended once it does. */
async function planesmith(folder: string, version: string, name: string): Promise<Ran> {
  const args = [program, name, ...(commands[name]?.args ?? [])];
  if (name !== 'serve') return run(folder, version, nodeOf(version), args);
  const child = spawn(nodeOf(version), args, { cwd: folder });
  const ended = once(child, 'exit');
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    // A second signal ends it at once, so it is sent one.
    if (String(chunk).includes('"serving"')) child.kill('SIGTERM');
  });
  const [code] = (await ended) as [number];
  return { code, stdout, stderr: '' };
}

const program = 'node_modules/planesmith/bin/planesmith.cjs';

/** The platform in a folder of its own, with the packages that npm installed for the steps of the README. */
function platformIn(name: string, language: 'ts' | 'js', modules = join(home, 'node_modules')): string {
  const folder = join(parent, name);
  const values: [string, string] = ['values/prod.yaml', 'Fence/orders: { port: 9090 }\n'];
  writeFiles(folder, [...smallestPlatform(language), values, ['package.json', '{ "type": "module" }\n']]);
  symlinkSync(modules, join(folder, 'node_modules'));
  return folder;
}

/** What must not depend on where the engine comes from: the rendered claim, and the packages that name no Function by digest. */
function bytesOf(folder: string, rendered: Ran): readonly string[] {
  const manifests = globSync('dist/{manifests,schemas}/**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return [rendered.stdout, ...manifests.map((file) => readFileSync(file, 'utf8'))];
}

describe('the packed engine', () => {
  let expected: readonly string[];

  it('is installed, and gives the smallest platform, by the steps of its README', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    mkdirSync(home);
    for (const command of commandsOf(readme)) {
      if (command.startsWith('npx')) writeFiles(home, smallestPlatform('ts'));
      const line = command.replace(/^npm install planesmith$/, `npm install '${packed.tarball}'`);
      expect(await run(home, '24.21.0', 'sh', ['-c', line]), command).toMatchObject({ code: 0 });
    }
    expect(readdirSync(join(home, 'dist'))).toContain('release.yaml');
  });

  it('gives the bytes that this checkout gives', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const folder = platformIn('checkout', 'ts', join(root, 'node_modules'));
    expect(await planesmith(folder, '24.21.0', 'start')).toMatchObject({ code: 0 });
    expected = bytesOf(folder, await planesmith(folder, '24.21.0', 'render'));
    expect(expected.length).toBeGreaterThan(6);
  });

  it('begins a platform that installs, starts and passes its tests, and so does a second API', async ({
    skip,
    expect,
  }) => {
    if (missing !== undefined) return skip(missing);
    const begun = await run(parent, '24.21.0', nodeOf('24.21.0'), [join(home, program), 'init', 'acme', ...names]);
    expect(begun).toMatchObject({ code: 0 });
    const acme = join(parent, 'acme');
    const manifest = join(acme, 'package.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace(/(?<="planesmith": )"\^[^"]*"/, JSON.stringify(`file:${packed.tarball}`)));
    const steps = ['npm install', 'npm start', 'npm test', 'npm run check', 'npx planesmith new Queue', 'npm test'];
    for (const line of steps) {
      expect(await run(acme, '24.21.0', 'sh', ['-c', line]), line).toMatchObject({ code: 0 });
    }
    const rendered = await run(acme, '24.21.0', 'npx', ['planesmith', 'render', 'examples/queue.yaml']);
    expect(rendered).toMatchObject({ code: 0, stdout: expect.stringContaining('name: example-queue') });
  }, 600_000);

  it('begins a platform that `npm ci` installs again', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const again = await run(join(parent, 'acme'), '24.21.0', 'sh', [
      '-c',
      'rm -rf node_modules && npm ci && npm start',
    ]);
    // npm writes no entry for an optional package that a registry does not serve, and then misses it.
    const [, absent] = /Missing: (\S+)@ from lock file/.exec(again.stderr) ?? [];
    if (absent !== undefined) return skip(`the registry does not serve ${absent}, an optional package of vitest`);
    expect(again).toMatchObject({ code: 0 });
  });

  const platforms = [
    ...maintained.map((version) => ({ version, language: 'ts' as const })),
    { version: '24.21.0', language: 'js' as const },
  ];
  it.for(platforms)(
    'runs every command with Node $version for a platform in $language',
    async ({ version, language }, { skip, expect }) => {
      if (missing !== undefined) return skip(missing);
      const folder = platformIn(`${version}-${language}`, language);
      const { stdout: help } = await run(folder, version, nodeOf(version), [program, '--help']);
      const [, list = ''] = /^Commands:\n([^]*)/m.exec(help) ?? [];
      const names = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
      expect(names.toSorted()).toEqual(Object.keys(commands).toSorted());

      const ran = new Map<string, Ran>();
      for (const name of names) ran.set(name, await planesmith(folder, version, name));
      for (const [name, { code, stdout, stderr }] of ran) {
        expect({ name, code, output: stdout + stderr }).toEqual({
          name,
          code: commands[name]?.code ?? 0,
          output: expect.stringMatching(commands[name]?.prints ?? /^$/),
        });
        expect(stderr, name).not.toMatch(/Warning/);
      }
      const rendered = ran.get('render');
      expect(rendered && bytesOf(folder, rendered)).toEqual(expected);
    },
  );

  /** An application that has installed, with npm, the kit of the platform in `folder`. */
  async function appWithKit(folder: string, version: string): Promise<string> {
    const app = `${folder}-app`;
    const claim = smallestPlatform('ts').get('examples/fence.yaml') ?? '';
    writeFiles(app, [
      ['package.json', '{}\n'],
      ['claims/fence.yaml', claim],
      ['values.yaml', 'Fence/orders: { port: 9090 }\n'],
    ]);
    const tarball = join(folder, 'dist/kit/acme-0.1.0.tgz');
    const installed = await run(app, version, 'npm', ['install', '--no-audit', '--no-fund', tarball]);
    if (installed.code !== 0) throw new Error(installed.stderr);
    return app;
  }

  const kitCommands: readonly (Command & { readonly name: string })[] = [
    { name: 'claim', args: ['Fence', 'orders'], prints: /^kind: Fence$/m },
    { name: 'explain', args: ['Fence.spec.port', '--environment', 'local'], prints: /limits: 1 to 65535/ },
    { name: 'validate', args: ['claims'], prints: /^1 valid, 0 invalid/m },
    { name: 'overlay', args: ['claims', '--values', 'values.yaml'], prints: /^ {2}port: 9090$/m },
    { name: 'render', args: ['claims'], prints: /^kind: NetworkPolicy$/m },
    {
      name: 'mount',
      args: ['claims/fence.yaml'],
      prints: /Fence orders has no Secret: the API Fence writes none/,
      code: 2,
    },
  ];
  it.for(maintained)(
    'writes a kit that npm installs, and that runs with Node %s and gives the bytes of this checkout',
    async (version, { skip, expect }) => {
      if (missing !== undefined) return skip(missing);
      const app = await appWithKit(join(parent, `${version}-ts`), version);
      for (const { name, args, prints, code = 0 } of kitCommands) {
        const ran = await run(app, version, 'npx', ['@acme/platform', name, ...args]);
        const output = ran.stdout + ran.stderr;
        expect({ name, code: ran.code, output }).toEqual({ name, code, output: expect.stringMatching(prints) });
        expect(ran.stderr, name).not.toMatch(/Warning/);
        if (name === 'render') expect(ran.stdout).toBe(expected[0]);
      }
    },
  );

  it.for(maintained)('writes a kit whose functions have no rights on Node %s', async (version, { skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const folder = platformIn(`${version}-greedy`, 'ts');
    const functions = join(folder, 'functions/index.ts');
    writeFileSync(functions, `import './greedy.js';\n${readFileSync(functions, 'utf8')}`);
    writeFileSync(join(folder, 'functions/greedy.js'), greedy);
    expect(await run(folder, version, nodeOf(version), [program, 'build'])).toMatchObject({ code: 0 });
    const app = await appWithKit(folder, version);
    const { code, stderr } = await run(app, version, 'npx', ['@acme/platform', 'render', 'claims']);
    const outcomes = [...stderr.matchAll(/^tried to (.*): (.*)$/gm)].map(([, name, outcome]) => [name, outcome]);
    expect(outcomes).toEqual(Object.keys(tries).map((name) => [name, 'ERR_ACCESS_DENIED']));
    expect(code).toBe(0);
  });

  it.for(tooOld)('says to Node %s in one sentence that it is too old', async (version, { skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    expect(await run(home, version, nodeOf(version), [program, 'render', 'examples/fence.yaml'])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^error: planesmith needs Node 22\\.18 or newer, and this is ${version}\\n  hint: .*\\n$`),
      ),
    });
  });

  it.for(tooOld)(
    'writes a kit that says to Node %s in one sentence that it is too old',
    async (version, { skip, expect }) => {
      if (missing !== undefined) return skip(missing);
      const kit = join(parent, '24.21.0-ts-app/node_modules/@acme/platform/bin/kit.cjs');
      expect(await run(home, version, nodeOf(version), [kit, 'validate', 'examples'])).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: this kit needs Node 22.18 or newer, and this is ${version}\n  hint: install a newer Node\n`,
      });
    },
  );

  it('has types for everything that a strict compiler is shown of it', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const { exports } = JSON.parse(readFileSync(join(home, 'node_modules/planesmith/package.json'), 'utf8')) as {
      exports: Record<string, unknown>;
    };
    const entries = Object.keys(exports).map(
      (name) => `export * as e${name.replaceAll(/\W/g, '')} from 'planesmith${name.slice(1)}';`,
    );
    const folder = platformIn('typed', 'ts');
    writeFiles(folder, [
      ['entries.ts', `${entries.join('\n')}\n`],
      ['tsconfig.json', JSON.stringify({ compilerOptions: strict, include: ['**/*.ts'] })],
    ]);
    expect(await run(folder, '24.21.0', join(root, 'node_modules/.bin/tsc'), ['--project', folder])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('gives `require` and `import` the types that Are the Types Wrong asks for', async ({ expect }) => {
    const { problems } = (await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))),
    )) as { problems: readonly { kind: string; resolutionKind?: string }[] };
    // An ES module with `exports`: Node 10 reads no `exports`, and TypeScript's `node16` lets CommonJS import no ES module.
    const usual = /^(NoResolution node10|CJSResolvesToESM node16-cjs)$/;
    expect(problems.filter(({ kind, resolutionKind }) => !usual.test(`${kind} ${resolutionKind}`))).toEqual([]);
  });
});

/** What functions of a kit try, by name. */
const tries = {
  'read /etc/passwd': "readFileSync('/etc/passwd')",
  'write a file': "writeFileSync('written', '')",
  'start a program': "execFileSync('/bin/true')",
  connect: "connect(9, '127.0.0.1')",
  listen: 'createServer().listen(0)',
  'ask for a name': "lookup('localhost', () => {})",
  'send a datagram': "createSocket('udp4').send('x', 9, '127.0.0.1')",
  // Node itself may be started without it.
  'open a database': "new (process.getBuiltinModule('node:sqlite') ?? denied).DatabaseSync('written')",
  'write a trace': "process.getBuiltinModule('node:trace_events').createTracing({ categories: ['node'] }).enable()",
  'listen below TLS': "new (process.getBuiltinModule('node:tls').TLSSocket)()._handle._parent.bind('127.0.0.1', 0)",
  'make a socket': "new process.stdout._handle.constructor(0).bind('written')",
  fetch: "await fetch('http://127.0.0.1:65000').catch((error) => { throw error.cause; })",
};
const greedy = `
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const denied = { DatabaseSync: class { constructor() { throw Object.assign(new Error(), { code: 'ERR_ACCESS_DENIED' }); } } };
// A build loads this too, and there it does nothing.
if (process.argv[1].endsWith('kit.mjs')) {
${Object.entries(tries)
  .map(
    ([name, code]) =>
      `  try { ${code}; console.error('tried to ${name}: done'); } catch (error) { console.error('tried to ${name}: ' + error.code); }`,
  )
  .join('\n')}
}
`;

const strict = {
  target: 'es2024',
  module: 'nodenext',
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
};
