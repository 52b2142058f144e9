/** Whatever the README says is done here. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
const appCommands = readFileSync(join(root, 'examples/app/README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('npx '));

describe('the README', () => {
  it('shows the claim of the example, in at most ten lines', () => {
    const [claim = ''] = blocks('yaml');
    expect(claim).toBe(readFileSync(join(root, 'examples/database.yaml'), 'utf8'));
    expect(claim.trim().split('\n').length).toBeLessThanOrEqual(10);
  });

  it('names files and folders that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
    const paths = [...text.matchAll(/`((?:apis|compositions|functions|examples|engine|test)\/[\w/.-]*)`/g)].map(
      ([, path = '']) => path,
    );
    // The API of the instructions is one that does not exist yet.
    const named = [...links, ...paths].filter((path) => !path.includes('fence'));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names npm scripts that are there', () => {
    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(scripts).toContain('check');
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('has one command for the main job and one for the tests, after the installation', () => {
    expect(commands.filter((command) => command.startsWith('npm ci'))).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
    ]);
  });

  it('promises what `npm start` does', async () => {
    const { stdout, stderr } = await run('npm', ['start', '--silent'], { cwd: root });
    for (const { name } of [{ name: 'platform-aws-claims' }, { name: 'platform-functions-' }])
      expect(stdout).toContain(name);
    expect(stdout + stderr).toMatch(/0 invalid/);
    expect(stdout).toMatch(/Database orders → Cluster orders-database/);
  }, 120_000);

  it('has a planesmith for npx to find', async () => {
    const { stdout } = await run('npx', ['planesmith', '--version'], { cwd: root });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.for([...commands, ...appCommands].filter((command) => command.startsWith('npx planesmith')))(
    'gives a command that works: %s',
    { timeout: 60_000 },
    async (command) => {
      const out = await mkdtemp(join(tmpdir(), 'planesmith-readme-'));
      // What npx would run, without the half second that npx takes.
      const [, , ...words] = command.split(' ');
      const args = words.includes('build') ? [...words, '--out', join(out, 'dist')] : words;
      const { stdout, stderr } = await run(join(root, 'node_modules/.bin/planesmith'), args, { cwd: root }).finally(
        () => rm(out, { recursive: true, force: true }),
      );
      expect((stdout + stderr).trim()).not.toBe('');
    },
  );
});
