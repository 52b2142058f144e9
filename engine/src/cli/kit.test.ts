import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../xpkg/digest.ts';
import { gzip } from '../xpkg/gzip.ts';
import { packTar, textContent } from '../xpkg/tar.ts';
import { claim, config, environment, planesmith, type Ran, widgetFolder } from './testing/widget-folder.ts';

/** What a function of a kit tries as it is loaded; the outcomes go to stderr. Nothing happens in the folder of the platform, where a build loads it. */
const greedy = `
import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import dns, { resolve4 } from 'node:dns';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { createTracing } from 'node:trace_events';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';

/* A module that this Node has not, or that the kit may not see. */
const hidden = () => { throw Object.assign(new Error(), { code: 'ERR_ACCESS_DENIED' }); };
const tries = {
  'read a file': () => readFileSync('/etc/passwd'),
  'look for a file': () => existsSync('/etc/hosts'),
  'read beside its input': () => readFileSync('private.txt'),
  'write a file': () => writeFileSync('written.txt', ''),
  'write over its input': () => writeFileSync('claims/widget.yaml', ''),
  'write a database': () => { const { DatabaseSync } = process.getBuiltinModule('node:sqlite') ?? hidden(); new DatabaseSync('written.db'); },
  'start a program': () => execFileSync('/bin/true'),
  'start a thread': () => new Worker('0', { eval: true }),
  'bind to the inside of Node': () => process.binding('tcp_wrap'),
  'connect': () => net.connect(9, '127.0.0.1'),
  'connect to a socket': () => net.connect('/run/docker.sock'),
  'connect with TLS': () => tls.connect(9, '127.0.0.1'),
  'listen': () => net.createServer().listen(0),
  'ask a server': () => http.get('http://127.0.0.1:9'),
  'send a datagram': () => dgram.createSocket('udp4').send('x', 9, '127.0.0.1'),
  'ask for a name': () => dns.lookup('localhost', () => {}),
  'ask for an address': () => resolve4('localhost', () => {}),
  'give itself the network back': () => { net.Socket.prototype.connect = () => {}; },
  'write a trace': () => createTracing({ categories: ['node'] }).enable(),
  'write the log of V8': () => v8.setFlagsFromString('--logfile=written.txt'),
  'write its memory once that is full': () => v8.setHeapSnapshotNearHeapLimit(1),
  'listen by what is below TLS': () => new tls.TLSSocket()._handle._parent.bind('127.0.0.1', 0),
  'make a socket by what is below standard output': () => new process.stdout._handle.constructor(0).bind('written.txt'),
  'signal its parent': () => process.kill(process.ppid, 0),
};
if (process.argv[1].endsWith('kit.mjs')) {
  for (const [name, attempt] of Object.entries(tries)) {
    let outcome = 'done';
    try { attempt(); } catch (error) { outcome = error.code ?? error.name; }
    console.error('tried to ' + name + ': ' + outcome);
  }
  await fetch('http://127.0.0.1:65000').then(() => console.error('fetched'), ({ cause }) => console.error('tried to fetch: ' + cause.code));
  console.error('sees: ' + Object.keys(process.env).sort());
}
`;

let folder: string;
let app: string;
let tarball: string;
/** The kit as npm installs it. */
let kit: string;

const installed = (name: string): string => join(app, 'node_modules', name);

beforeAll(async () => {
  folder = widgetFolder({
    'planesmith.config.ts': config.replace("version: '1.2.3',", "version: '1.2.3',\n  kit: { name: '@toys/kit' },"),
    'functions/greedy.js': greedy,
    'examples/environments/cloud.yaml': `${environment}  cloud: { region: moon }\n`,
    'examples/environments/notes.yaml': 'kind: Notes\n',
    LICENSE: 'Ours.\n',
  });
  const functions = join(folder, 'functions/index.ts');
  writeFileSync(functions, `import './greedy.js';\n${readFileSync(functions, 'utf8')}`);
  expect(await planesmith(folder, ['build'])).toMatchObject({ code: 0 });
  tarball = join(folder, 'dist/kit/toys-1.2.3.tgz');
  app = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-app-')));
  kit = unpack(installed('@toys/kit'));
  for (const [path, text] of [
    ['claims/widget.yaml', claim],
    ['values.yaml', 'Widget/big: { size: small }\n'],
    ['shop/claims/widget.yaml', claim],
    ['shop/values.cloud.yaml', 'Widget/big: { size: small }\n'],
    ['private.txt', 'mine\n'],
  ] as const) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
});
afterAll(() => [folder, app].forEach((path) => rmSync(path, { recursive: true })));

function unpack(into: string): string {
  mkdirSync(into, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components', '1', '-C', into]);
  return into;
}

const inKit = (args: readonly string[], home = kit) => planesmith(app, args, { program: join(home, 'bin/kit.cjs') });
const heard = ({ stderr }: Ran) => stderr.split('\n').filter((line) => !/^(tried|sees|platform):? /.test(line));

describe('the kit of a platform', () => {
  it('is one program with schemas, environments, pages and types', () => {
    expect(
      readdirSync(kit, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.includes('.') && !/^(docs|schemas)\//.test(path))
        .toSorted(),
    ).toEqual([
      'README.md',
      'bin/kit-guard.cjs',
      'bin/kit.cjs',
      'contract.json',
      'environments/cloud.yaml',
      'environments/local.yaml',
      'index.d.ts',
      'kit.json',
      'kit.mjs',
      'package.json',
    ]);
    const names = (path: string) => readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted();
    for (const folderOf of ['docs', 'schemas']) {
      expect(names(join(kit, folderOf))).toEqual(names(join(folder, 'dist', folderOf)));
    }
    expect(readFileSync(join(kit, 'LICENSE'), 'utf8')).toBe('Ours.\n');
    const manifest = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: '@toys/kit', version: '1.2.3', bin: { kit: 'bin/kit.cjs' } });
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it('holds no build package, and no path of the machine that built it', () => {
    const program = readFileSync(join(kit, 'kit.mjs'), 'utf8');
    expect(program).not.toContain('jsii');
    // The configuration of these tests imports the toys by such a path.
    expect(program.replaceAll(/"[^"]*testing\/widget\.ts"/g, '')).not.toContain(folder);
    expect(program.length).toBeLessThan(700_000);
  });

  it('lists the digest of every other file', () => {
    const { files, ...about } = JSON.parse(readFileSync(join(kit, 'kit.json'), 'utf8')) as { files: object };
    expect(about).toEqual({
      platform: 'toys',
      version: '1.2.3',
      group: 'toys.example.org',
      engine: expect.stringMatching(/^\d/),
    });
    const paths = readdirSync(kit, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'kit.json')
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files).toEqual(
      Object.fromEntries(paths.map((path) => [path.slice(kit.length + 1), digestOf(readFileSync(path))])),
    );
  });

  it('says whose it is', async () => {
    const { stdout } = await inKit(['--version']);
    expect(stdout).toMatch(/^toys 1\.2\.3 \(toys\.example\.org\), made with planesmith \d\S+\n$/);
    expect((await inKit(['--help'])).stdout).toContain('The APIs of the platform toys 1.2.3 (toys.example.org)');
  });

  it('names its targets in the help, and not what no kit can do', async () => {
    for (const command of ['render', 'explain', 'mount']) {
      const { stdout } = await inKit([command, '--help']);
      expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/--target <target> [^-]*; one of (\w+, )*cloud\b/);
      expect(stdout).not.toContain('--function');
    }
  });

  it.each([
    { command: 'claim', args: ['claim', 'Widget', 'big'] },
    { command: 'explain', args: ['explain', 'Widget.size', '--environment', 'cloud', '--target', 'cloud'] },
    { command: 'validate', args: ['validate', 'claims'] },
    { command: 'overlay', args: ['overlay', 'claims', '--values', 'values.yaml'] },
    { command: 'overlay of all environments', args: ['overlay', 'shop'] },
    { command: 'render', args: ['render', 'claims', '--values=values.yaml'] },
    { command: 'render of a target', args: ['render', 'claims', '--target', 'cloud', '--environment', 'cloud'] },
    { command: 'render of claims', args: ['render', 'claims', '--flavour', 'claims', '-o', 'json'] },
    { command: 'mount', args: ['mount', 'claims/widget.yaml'] },
    { command: 'migrate', args: ['migrate', 'claims', '--to', 'namespaced', '--target', 'local', '-o', 'json'] },
  ])('gives the bytes that the platform gives, and so does --platform: $command', async ({ args }) => {
    for (const path of ['claims', 'values.yaml', 'shop'])
      cpSync(join(app, path), join(folder, path), { recursive: true });
    const expected = await planesmith(folder, args);
    expect(expected).toMatchObject({ code: 0, stdout: expect.stringMatching(/./) });
    const own = await inKit(args);
    expect({ code: own.code, stdout: own.stdout }).toEqual({ code: 0, stdout: expected.stdout });
    const foreign = await planesmith(app, ['--platform', tarball, ...args]);
    expect({ code: foreign.code, stdout: foreign.stdout }).toEqual({ code: 0, stdout: expected.stdout });
  });

  it('has the exit codes and messages of the platform', async () => {
    writeFileSync(join(app, 'huge.yaml'), claim.replace('large', 'huge'));
    const refused = await inKit(['validate', 'huge.yaml']);
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^huge\.yaml:7:3: Widget big: invalid: spec\.size/),
    });
    expect(await inKit(['validate', 'nothing.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing.yaml: there is no such file or folder'),
    });
    expect(await inKit(['render', 'claims', '--environment', 'moon'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'error: there is no environment moon\n  hint: name one of cloud, local, or a file\n',
      ),
    });
    expect(heard(await inKit(['render', 'claims']))).toContain('environment: local (--environment names another)');
  });

  describe('reads every path that its command line names', () => {
    let paths: string;
    /** What folders and kits are named: each path begins another one, which Node's tree of permissions loses. */
    beforeAll(() => {
      paths = join(app, 'paths');
      for (const name of ['claims/orders', 'claims-b/orders', 'v/orders', 'claims/old/orders']) {
        mkdirSync(join(paths, dirname(name)), { recursive: true });
        writeFileSync(join(paths, `${name}.yaml`), claim);
      }
      writeFileSync(join(paths, 'claims-values.yaml'), 'Widget/big: { size: small }\n');
      unpack(join(paths, 'node_modules/kit'));
      unpack(join(paths, 'claims-kit'));
    });

    const inPaths = (args: readonly string[], home: string) =>
      planesmith(paths, args, { program: join(paths, home, 'bin/kit.cjs') });

    it.each([
      { reason: 'the folder around the kit', args: ['.'], valid: 6 },
      { reason: 'that folder with a slash', args: ['./'], valid: 6 },
      { reason: 'the folder around that', args: ['../paths'], valid: 6 },
      { reason: 'two folders, of which one begins the other', args: ['claims', 'claims-b'], valid: 3 },
      { reason: 'the same in the other order', args: ['claims-b', 'claims'], valid: 3 },
      { reason: 'a folder and a file that begins so', args: ['claims', '--values', 'claims-values.yaml'], valid: 2 },
      { reason: 'a file and the folder around it', args: ['claims/orders.yaml', 'claims'], valid: 3 },
      { reason: 'a folder in another one', args: ['claims/old', 'claims', 'claims-b'], valid: 4 },
      { reason: 'a folder that begins the name of the command', args: ['v'], valid: 1 },
      { reason: 'a folder that begins a path that is not there', args: ['claims', '--flavour', 'claims'], valid: 2 },
    ])('$reason', async ({ args, valid }) => {
      for (const home of ['node_modules/kit', 'claims-kit']) {
        const { code, stderr } = await inPaths(['validate', ...args], home);
        const says = expect.stringMatching(RegExp(`^${valid} valid, 0 invalid`, 'm'));
        expect({ home, code, stderr }).toEqual({ home, code: 0, stderr: says });
      }
    });

    it('and says of one that is not there what the platform says', async () => {
      const { code, stderr } = await inPaths(['validate', 'clai', 'claims', 'claims-c'], 'claims-kit');
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^error: clai: there is no such file or folder$/m),
      });
      expect(stderr).toMatch(/^error: claims-c: there is no such file or folder$/m);
    });

    it('but not a link behind a link that leads out of them, which Node refuses', async () => {
      mkdirSync(join(app, 'outside/deep'), { recursive: true });
      symlinkSync('deep', join(app, 'outside/again'));
      mkdirSync(join(paths, 'linked'));
      symlinkSync('../../outside', join(paths, 'linked/out'));
      writeFileSync(join(paths, 'linked/orders.yaml'), claim);
      expect(await inPaths(['validate', 'linked'], 'claims-kit')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /^error: linked\/out\/again: this leads outside what the command line names\n {2}hint: .*\n1 valid, .*\n$/,
        ),
      });
    });
  });

  it('reads standard input, and files behind links', async () => {
    const program = join(kit, 'bin/kit.cjs');
    expect(await planesmith(app, ['validate', '-'], { stdin: claim, program })).toMatchObject({ code: 0 });
    mkdirSync(join(app, 'linked'));
    symlinkSync('../claims/widget.yaml', join(app, 'linked/widget.yaml'));
    expect(await inKit(['validate', 'linked'])).toMatchObject({ code: 0, stdout: expect.stringContaining('valid') });
  });

  it.each([
    { by: 'its own command', run: () => inKit(['render', 'claims']) },
    { by: '--platform', run: () => planesmith(app, ['render', 'claims', '--platform', kit]) },
  ])('has no rights beyond its input, started by $by', async ({ run }) => {
    const { code, stderr } = await run();
    const outcomes = stderr.split('\n').filter((line) => line.startsWith('tried'));
    expect(outcomes).toHaveLength(25);
    // An assignment to what is locked is a TypeError.
    expect(outcomes.filter((line) => !/: (ERR_ACCESS_DENIED|TypeError)$/.test(line))).toEqual([]);
    expect(stderr).toMatch(/^sees: (NO_COLOR|GITHUB_ACTIONS|TERM|CI|LANG|,)*$/m);
    expect(code).toBe(0);
    expect(readdirSync(app).filter((name) => /^(written|node_trace)/.test(name))).toEqual([]);
  });

  it('calls no function of others', async () => {
    const { code, stderr } = await inKit(['render', 'claims', '--function', 'other=127.0.0.1:9']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^error: a kit calls no function of others, because it reaches no network\n {2}hint: .*\n$/m,
      ),
    });
  });
});

describe('planesmith --platform', () => {
  /** What a registry serves, by path. */
  const served = new Map<string, Uint8Array>();
  const registry = createServer((request, response) => {
    const bytes = served.get(request.url ?? '');
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  beforeAll(() => new Promise<void>((done) => registry.listen(0, '127.0.0.1', done)));
  afterAll(() => void registry.close());

  /** Stores a file as an artifact, as oras does, and returns its reference. */
  function stored(bytes: Uint8Array, tag: string): string {
    const digest = digestOf(bytes);
    const layers = [{ mediaType: 'application/gzip', digest, size: bytes.length }];
    served.set(`/v2/toys/kit/blobs/${digest}`, bytes);
    served.set(`/v2/toys/kit/manifests/${tag}`, Buffer.from(JSON.stringify({ schemaVersion: 2, layers })));
    return `127.0.0.1:${(registry.address() as AddressInfo).port}/toys/kit:${tag}`;
  }

  it('says on stderr whose kit it runs, from a folder, a tarball, a folder that was pulled or a registry', async () => {
    const outputs = new Set<string>();
    const pulled = join(app, 'pulled');
    mkdirSync(pulled);
    writeFileSync(join(pulled, 'toys-1.2.3.tgz'), readFileSync(tarball));
    for (const source of [kit, tarball, pulled, stored(readFileSync(tarball), 'v1')]) {
      const { code, stdout, stderr } = await planesmith(app, ['render', `--platform=${source}`, 'claims']);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringMatching(/^platform: toys 1\.2\.3 \(toys\.example\.org\)\n/),
      });
      outputs.add(stdout);
    }
    expect(outputs.size).toBe(1);
  });

  /** A tarball of files with these names, in the folder of the application. */
  async function packed(name: string, paths: readonly string[]): Promise<string> {
    const archive = await packTar(paths.map((path) => ({ type: 'file', path, content: textContent('{}') })));
    writeFileSync(join(app, name), gzip(archive));
    return name;
  }

  /** A copy of the kit with one file changed. */
  function changed(name: string, path: string, change: (text: string) => string): string {
    const copy = join(app, 'kits', name);
    cpSync(kit, copy, { recursive: true });
    writeFileSync(join(copy, path), change(readFileSync(join(copy, path), 'utf8')));
    return copy;
  }

  it.each([
    {
      reason: 'a changed program',
      source: () => changed('changed', 'kit.mjs', (text) => `${text}\nconsole.log('evil');`),
      says: /^error: \S+ is damaged: kit\.mjs has another digest in kit\.json\n {2}hint: take it again/,
    },
    {
      reason: 'a changed environment',
      source: () => changed('facts', 'environments/local.yaml', (text) => text.replace("'1'", "'2'")),
      says: /is damaged: environments\/local\.yaml has another digest/,
    },
    {
      reason: 'a folder with a FIFO for its program',
      source: () => {
        const copy = changed('pipe', 'kit.json', (text) => text);
        rmSync(join(copy, 'kit.mjs'));
        execFileSync('mkfifo', [join(copy, 'kit.mjs')]);
        return copy;
      },
      says: /is damaged: kit\.mjs is a link, or no file\n/,
    },
    {
      reason: 'a FIFO',
      source: () => {
        execFileSync('mkfifo', [join(app, 'pipe.tgz')]);
        return 'pipe.tgz';
      },
      says: /^error: pipe\.tgz is no kit, or it is damaged/,
    },
    {
      reason: 'a device that never ends',
      source: () => '/dev/zero',
      says: /^error: \/dev\/zero is no kit, or it is damaged/,
    },
    {
      reason: 'a link',
      source: () => {
        const copy = changed('link', 'kit.json', (text) => text);
        symlinkSync('/etc/passwd', join(copy, 'docs/leak'));
        return copy;
      },
      says: /^error: \S+ is damaged: docs\/leak is a link, or no file\n {2}hint: take it again/,
    },
    {
      reason: 'a file that is not listed',
      source: () => {
        const copy = changed('unlisted', 'kit.json', (text) => text);
        writeFileSync(join(copy, 'environments/extra.yaml'), environment);
        return copy;
      },
      says: /^error: \S+ is damaged: its kit\.json does not list environments\/extra\.yaml\n {2}hint: take it again/,
    },
    {
      reason: 'another engine line',
      source: () => changed('line', 'kit.json', (text) => text.replace(/"engine": "[^"]*"/, '"engine": "7.1.0"')),
      says: /^error: \S+ was made with planesmith 7\.1\.0, and this is planesmith \S+\n {2}hint: install planesmith 7,/,
    },
    {
      reason: 'a list that is no JSON',
      source: () => changed('list', 'kit.json', (text) => text.slice(0, -9)),
      says: /is damaged: its kit\.json is no JSON/,
    },
    {
      reason: 'a list without a program',
      source: () => changed('empty', 'kit.json', () => '{}'),
      says: /is no kit: its kit\.json names no program or no engine/,
    },
    {
      reason: 'a folder without a kit',
      source: () => 'claims',
      says: /^error: claims is no kit: it has no kit\.json\n {2}hint: /,
    },
    {
      reason: 'nothing of that name',
      source: () => 'nowhere',
      says: /^error: there is no kit nowhere\n {2}hint: name a folder, a tarball/,
    },
    {
      reason: 'a truncated tarball',
      source: () => {
        writeFileSync(join(app, 'short.tgz'), readFileSync(tarball).subarray(0, 9000));
        return 'short.tgz';
      },
      says: /^error: short\.tgz is no kit, or it is damaged: it cannot be unpacked\n {2}hint: /,
    },
    {
      reason: 'a tarball with a file that is also a folder',
      source: () => packed('clash.tgz', ['package/a', 'package/a/b']),
      says: /^error: clash\.tgz is no kit, or it is damaged: it cannot be unpacked\n {2}hint: /,
    },
    {
      reason: 'a tarball with a name that no disk takes',
      source: () => packed('long.tgz', [`package/${'a'.repeat(300)}`]),
      says: /^error: long\.tgz is no kit, or it is damaged: it cannot be unpacked\n {2}hint: /,
    },
    {
      reason: 'a tarball with a name that leaves its folder on Windows',
      source: () => packed('windows.tgz', ['package/kit.json', 'package/..\\..\\out']),
      says: /^error: windows\.tgz is no kit, or it is damaged: it cannot be unpacked\n {2}hint: /,
    },
    {
      reason: 'a file larger than any kit',
      source: () => {
        writeFileSync(join(app, 'large.tgz'), '');
        truncateSync(join(app, 'large.tgz'), 5 * 2 ** 30);
        return 'large.tgz';
      },
      says: /^error: large\.tgz is no kit, or it is damaged: it cannot be unpacked\n {2}hint: /,
    },
    {
      reason: 'a file that is no tarball',
      source: () => 'values.yaml',
      says: /values\.yaml is no kit, or it is damaged/,
    },
    {
      reason: 'an artifact that is no kit',
      source: () => stored(Buffer.from('text'), 'v2'),
      says: /\/toys\/kit:v2 is no kit, or it is damaged/,
    },
    {
      reason: 'a package in a registry',
      source: () => {
        const layer = { mediaType: 'application/gzip', digest: digestOf(Buffer.from('text')), size: 4 };
        const manifest = JSON.stringify({ schemaVersion: 2, layers: [layer, layer] });
        served.set('/v2/toys/kit/manifests/package', Buffer.from(manifest));
        return stored(Buffer.from('text'), 'v2').replace('v2', 'package');
      },
      says: /^error: \S+\/toys\/kit:package is a Crossplane package or another image, and no kit\n {2}hint: .*`planesmith push` publishes/,
    },
    {
      reason: 'a folder with two tarballs',
      source: () => {
        mkdirSync(join(app, 'two'), { recursive: true });
        for (const name of ['a.tgz', 'b.tgz']) writeFileSync(join(app, 'two', name), '');
        return 'two';
      },
      says: /^error: two is no kit: it has no kit\.json\n {2}hint: /,
    },
    {
      reason: 'a tag that is not there',
      source: () => stored(Buffer.from('text'), 'v2').replace('v2', 'v3'),
      says: /the registry answers 404/,
    },
  ])('refuses $reason in one sentence, and runs nothing', async ({ source, says }) => {
    const scratch = mkdtempSync(join(app, 'scratch-'));
    const args = ['validate', 'claims', '--platform', await source()];
    const { code, stdout, stderr } = await planesmith(app, args, { env: { TMPDIR: scratch } });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it.each([
    { reason: 'throws', program: "throw new Error('no\\u001b[31m luck\\nat all');", says: 'no?[31m luck' },
    { reason: 'throws no error', program: 'throw undefined;', says: 'undefined' },
    { reason: 'does not parse', program: 'const = 1;', says: "Unexpected token '='" },
    { reason: 'imports what it lacks', program: "import 'nothing';", says: "Cannot find package 'nothing'" },
    { reason: 'ends', program: 'process.exit(1);', code: 2, says: 'its code ends the process with exit code 1' },
    { reason: 'ends as if all were well', program: 'process.exit();', code: 2, says: 'its code ends the process with' },
    { reason: 'waits', program: 'await new Promise(() => {});', code: 2, says: 'a top-level `await` in it never ends' },
  ])('says in one sentence that a program does not start: it $reason', async ({ reason, program, code = 70, says }) => {
    const copy = changed(`starts-${reason}`.replaceAll(' ', '-'), 'kit.mjs', () => program);
    const list = readFileSync(join(copy, 'kit.json'), 'utf8');
    const digest = digestOf(Buffer.from(program));
    writeFileSync(join(copy, 'kit.json'), list.replace(/(?<="kit.mjs": ")[^"]*/, digest));
    for (const ran of [
      await inKit(['validate', 'claims'], copy),
      await planesmith(app, ['--platform', copy, 'validate', 'claims']),
    ]) {
      expect(ran).toEqual({
        code,
        stdout: '',
        stderr: expect.stringContaining(`error: the kit does not start: ${says}`),
      });
      expect(ran.stderr.match(/^error: /gm)).toHaveLength(1);
      expect(ran.stderr).not.toMatch(/^\s+at /m);
    }
  });

  it.each([
    { args: ['validate', 'claims', '--platform'], says: '--platform names no kit' },
    { args: ['--platform', 'a', '--platform=b', 'validate', 'claims'], says: '--platform is given twice' },
    {
      args: ['--platform', 'a', '--config', 'b', 'validate', 'claims'],
      says: '--platform and --config name two platforms',
    },
  ])('refuses what it cannot mean: $says', async ({ args, says }) => {
    expect(await planesmith(app, args)).toMatchObject({ code: 2, stderr: expect.stringContaining(`error: ${says}\n`) });
  });

  it('has the commands for developers only', async () => {
    const { code, stderr } = await planesmith(app, ['--platform', kit, 'build']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("unknown command 'build'") });
  });
});

describe('a kit by its own command', () => {
  it('refuses to run damaged', async () => {
    const copy = join(app, 'kits', 'own');
    cpSync(kit, copy, { recursive: true });
    rmSync(join(copy, 'docs'), { recursive: true });
    expect(await inKit(['validate', 'claims'], copy)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: \S+ is damaged: it lacks docs\/index\.html\n {2}hint: .*\n$/),
    });
  });
});
