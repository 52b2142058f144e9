import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, config, planesmith, widgetFolder } from './testing/widget-folder.ts';

const program = resolve(import.meta.dirname, '../../bin/planesmith.cjs');
/** Makes Node say that it is an older one. */
const old = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.1.0'}})`,
];

/** Makes Node tell every package and folder of the platform that it loads. */
const traced = [
  '--import',
  `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => (process.stderr.write('loaded ' + url + '\\n'), next(url, context)) });`,
];

describe('the program', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lists its commands and the global options', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of [
      'claim',
      'validate',
      'render',
      'build',
      'models',
      'serve',
      '--config',
      '--output',
      '--version',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it.each(['start', 'claim', 'validate', 'render', 'build', 'models', 'serve'])('explains %s', async (command) => {
    const { code, stdout } = await planesmith(folder, [command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Usage: planesmith ${command} [^]*Global Options:[^]*--config`));
  });

  it('prints its version', async () => {
    expect(await planesmith(folder, ['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('is used wrongly without a command', async () => {
    expect(await planesmith(folder, [])).toMatchObject({ code: 2, stdout: '' });
  });

  it.each([
    { args: ['claim', 'Widget', 'big'], without: /cdk8s|esbuild|grpc|functions\/index/ },
    { args: ['validate', 'examples/widget.yaml'], without: /cdk8s|esbuild|grpc|functions\/index/ },
    { args: ['render', 'examples/widget.yaml'], without: /esbuild|grpc/ },
    { args: ['build', '--only', 'toys-local', '--out', 'lean'], without: /esbuild|grpc-js/ },
  ])('loads for $args.0 only what it needs', async ({ args, without }) => {
    const { code, stderr } = await planesmith(folder, args, { nodeOptions: traced });
    const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = '']) => url);
    expect(code).toBe(0);
    expect(loaded.some((url) => url.endsWith('src/cli/main.ts'))).toBe(true);
    expect(loaded.filter((url) => without.test(url))).toEqual([]);
  });

  it('starts again with the Node that npm installed if the machine has an older one', async () => {
    const { code, stdout } = await planesmith(folder, ['validate', 'examples', '-o', 'json'], { nodeOptions: old });
    expect({ code, count: (JSON.parse(stdout) as unknown[]).length }).toEqual({ code: 0, count: 2 });
  });

  it('passes on the exit code and standard input when it starts again', async () => {
    const ran = await planesmith(folder, ['validate', '-'], { nodeOptions: old, stdin: 'a: b: c\n' });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('-:1:5: ') });
  });

  it('says in one sentence what is missing if there is no newer Node', async () => {
    const alone = mkdtempSync(join(tmpdir(), 'planesmith-alone-'));
    copyFileSync(program, join(alone, 'planesmith.cjs'));
    const runs = [
      planesmith(alone, ['--version'], { nodeOptions: old, program: join(alone, 'planesmith.cjs') }),
      planesmith(folder, ['--version'], { nodeOptions: old, env: { PLANESMITH_RESTARTED: '1' } }),
    ];
    for (const ran of await Promise.all(runs)) {
      expect(ran).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          /^error: planesmith needs Node 22\.18 or newer, and this is 20\.1\.0\n {2}hint: .*npm install node@24.*\n$/,
        ),
      });
    }
    rmSync(alone, { recursive: true });
  });

  it.skipIf(!existsSync('/dev/full')).each([
    {
      reason: 'its results',
      to: '>/dev/full',
      says: /^error: the output cannot be written: ENOSPC: [^\n]*\n {2}hint: make room [^\n]*\n(?!.*This is a bug)/m,
    },
    { reason: 'its messages', to: '2>/dev/full', says: /^$/ },
    { reason: 'anything of it', to: '>/dev/full 2>&1', says: /^$/ },
  ])('ends with 2 in one sentence if a full disk does not take $reason', ({ to, says }) => {
    const args = [process.execPath, program, 'validate', 'examples', '-o', 'json'];
    const ran = spawnSync('sh', ['-c', `"$0" "$@" ${to}`, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: process.env,
    });
    expect({ code: ran.status, stderr: ran.stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) });
  });

  it('does not complain when its reader closes the pipe early', async () => {
    const line = `"${process.execPath}" "${program}" render examples -o json 2>err.txt | true; cat err.txt`;
    const child = spawn('sh', ['-c', line], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    await once(child, 'close');
    expect(output).not.toMatch(/EPIPE|error|\s+at /);
  });

  it.each([
    { reason: 'stdout', args: ['validate', 'bad'] },
    { reason: 'stderr', args: ['validate', 'bad'] },
    { reason: 'stderr', args: ['render', 'nowhere.yaml'], code: 2 },
  ] as const)('exits with its verdict if the reader of $reason is gone: $args', async ({ reason, args, ...rest }) => {
    mkdirSync(join(folder, 'bad'), { recursive: true });
    // More than a pipe holds.
    const claims = Array.from({ length: 600 }, (_, at) =>
      claim.replace('name: big', `name: big-${at}`).replace('large', 'huge'),
    );
    writeFileSync(join(folder, 'bad/claims.yaml'), claims.join('---\n'));
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    child[reason].destroy();
    child[reason === 'stdout' ? 'stderr' : 'stdout'].resume();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe('code' in rest ? rest.code : 1);
  });

  it.each([
    { reason: 'directly', nodeOptions: [] },
    { reason: 'through an older Node', nodeOptions: old },
  ])('serves the functions until SIGTERM, $reason', async ({ nodeOptions }) => {
    const args = [...nodeOptions, program, 'serve', '--insecure', '--address', '127.0.0.1:0'];
    const child = spawn(process.execPath, args, { cwd: folder });
    let log = '';
    for await (const chunk of child.stdout) {
      log += String(chunk);
      if (log.includes('"serving"')) break;
    }
    expect(log).toMatch(/127\.0\.0\.1:[1-9]\d*/);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('does not end with 0 if it waits for something that never comes', async () => {
    const never = config.replace('export default platform(', 'const toys = platform(');
    const end = 'export default { ...toys, loadFunctions: () => new Promise(() => {}) };\n';
    writeFileSync(join(folder, 'never.config.ts'), never + end);
    const { code, stdout, stderr } = await planesmith(folder, ['--config', 'never.config.ts', 'check']);
    expect({ code, stdout, stderr }).toEqual({
      code: 70,
      stdout: '',
      stderr: expect.stringMatching(/^error: this command waits for something that never comes: .*\n$/),
    });
  });

  it('ends when it is done, even if a file of the platform leaves a timer behind', async () => {
    writeFileSync(join(folder, 'busy.config.ts'), `${config}setInterval(() => {}, 1000);\n`);
    const { code, stdout } = await planesmith(folder, [
      '--config',
      'busy.config.ts',
      'validate',
      'examples',
      '-o',
      'json',
    ]);
    expect({ code, claims: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      claims: [{ kind: 'Widget' }, { kind: 'EnvironmentConfig' }],
    });
  });

  it('cannot serve at an address without a port', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['serve', '--insecure', '--address', 'nowhere']);
    expect({ code, output: stdout + stderr }).toEqual({ code: 2, output: expect.stringContaining('nowhere') });
  });
});
