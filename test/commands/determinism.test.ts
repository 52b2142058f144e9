import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, copyRepository, root } from '../repository/copy.ts';

const copies: Copy[] = [];
const places: { reason: string; folder: string; env: NodeJS.ProcessEnv; umask: string }[] = [
  { reason: 'the usual folder and settings', folder: 'a', env: { TZ: 'UTC', LC_ALL: 'C' }, umask: '022' },
  {
    reason: 'another folder, time zone, language and umask',
    folder: 'another folder',
    env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', HOME: '/nonexistent-home' },
    umask: '077',
  },
];

/** The sha256 of every file of `dist/` by its path. */
function digests(folder: string): Record<string, string> {
  const files = globSync('dist/**/*', { cwd: folder }).filter((file) => statSync(join(folder, file)).isFile());
  const digest = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  return Object.fromEntries(files.toSorted().map((file) => [file, digest(file)]));
}

/** The machine's own Node, if it is older than the one that npm installed. */
function olderNode(): string | undefined {
  const own = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const candidates = own.map((folder) => join(folder, 'node'));
  return candidates.find((node) => {
    try {
      return Number(execFileSync(node, ['-p', 'process.versions.node']).toString().split('.')[0]) < 24;
    } catch {
      return false;
    }
  });
}

beforeAll(async () => {
  for (const { folder } of places) copies.push(await copyRepository(folder));
});
afterAll(() => Promise.all(copies.map((copy) => copy.remove())));

describe('a build', () => {
  it('writes the same bytes to every file of dist/ in every folder, time zone, language and umask', async () => {
    const cache = process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache');
    for (const [index, { env, umask }] of places.entries()) {
      await copies[index]?.run('sh', ['-c', `umask ${umask} && planesmith build`], { ...env, XDG_CACHE_HOME: cache });
    }
    const [here, there] = copies.map(({ folder }) => digests(folder));
    expect(Object.keys(here ?? {}).length).toBeGreaterThan(20);
    expect(there).toEqual(here);
  });

  it('writes the same bytes if the machine starts it with an older Node', async (context) => {
    const node = olderNode();
    if (node === undefined) return context.skip('no Node older than 24 is on the PATH of this machine');
    const [copy] = copies as [Copy];
    const before = digests(copy.folder);
    await copy.run(node, [join(root, 'engine/bin/planesmith.cjs'), 'build']);
    expect(digests(copy.folder)).toEqual(before);
  });
});
