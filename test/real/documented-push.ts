/** Publishes a release by the command that CONTRIBUTING.md gives, in a registry of the test's own. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { platform } from '../cases/platform.ts';

const root = resolve(import.meta.dirname, '../..');

/** Runs the command with these options on the release in `dist`, and returns what it prints. The repositories keep their paths. */
export async function pushAsDocumented(
  dist: string,
  host: string,
  ...options: string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const page = await readFile(resolve(root, 'CONTRIBUTING.md'), 'utf8');
  const [, releasing = ''] = page.split('## Releasing\n');
  const [, program, ...words] = /`npx (planesmith) (push)`/.exec(releasing) ?? [];
  if (program === undefined) throw new Error('CONTRIBUTING.md no longer says how a release is pushed');
  const to = `${host}${platform.registry.slice(platform.registry.indexOf('/'))}`;
  return promisify(execFile)(resolve(root, 'node_modules/.bin', program), [...words, dist, '--to', to, ...options], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });
}
