import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Platform } from '../platform/platform.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { insistReleasable } from './releasable.ts';

let root: string;
let loaded: LoadedPlatform;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { encoding: 'utf8' });
const write = (path: string, text: string) => writeFileSync(join(root, path), text);

const pin = (name: string) => `{ name: ${name}, image: xpkg.example.org/toy/${name}, version: v1, digest: unresolved }`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'planesmith-releasable-'));
  loaded = { platform: { version: '1.2.3' } as Platform, root, config: '', environments: '' };
  git('init', '-q');
  write('CHANGELOG.md', '## 1.2.3 (2026-01-31)\n');
  write('.gitignore', 'dist/\n');
  git('add', '-A');
  git('commit', '-qm', 'first');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a release is built', () => {
  it('from what is committed, whatever .gitignore names', async () => {
    mkdirSync(join(root, 'dist'));
    write('dist/release.yaml', 'version: 1.2.3\n');
    await expect(insistReleasable(loaded)).resolves.toBeUndefined();
  });

  it('without a changelog, if there is none', async () => {
    git('rm', '-q', 'CHANGELOG.md');
    git('commit', '-qm', 'second');
    await expect(insistReleasable(loaded)).resolves.toBeUndefined();
  });

  it('outside of a Git repository, which is said', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await insistReleasable(loaded);
    expect(String(said.mock.calls)).toContain('no commit says from what this release is built');
    said.mockRestore();
  });

  it.for([
    { reason: 'a changed file', change: () => write('.gitignore', 'dist\n'), says: '.gitignore not committed' },
    { reason: 'a new file', change: () => write('größe 1.ts', ''), says: 'größe 1.ts not committed' },
    {
      reason: 'a renamed file',
      change: () => git('mv', '.gitignore', 'ignore'),
      says: '.gitignore, ignore not committed',
    },
    {
      reason: 'many files',
      change: () => ['a', 'b', 'c', 'd', 'e'].forEach((name) => write(name, '')),
      says: 'a, b, c and 2 more not committed',
    },
    {
      reason: 'an open entry',
      change: () => write('CHANGELOG.md', '## 1.2.3 (unreleased)\n'),
      says: 'CHANGELOG.md calls 1.2.3 unreleased',
    },
    {
      reason: 'no entry',
      change: () => write('CHANGELOG.md', '## 1.2.2 (2026-01-31)\n'),
      says: 'CHANGELOG.md has no heading `## 1.2.3`',
    },
    {
      reason: 'an unresolved lock',
      change: () => write('planesmith.lock.yaml', `providers: [${pin('sql')}, ${pin('helm')}]\nbase: ${pin('base')}\n`),
      says: 'planesmith.lock.yaml has no digest for sql, helm, base',
    },
    {
      reason: 'a lock that is largely unresolved',
      change: () => write('planesmith.lock.yaml', `images: [${[...'abcdefg'].map(pin).join(', ')}]\n`),
      says: 'planesmith.lock.yaml has no digest for a, b, c, d, e and 2 more',
    },
  ])('never with $reason', async ({ change, says }) => {
    change();
    await expect(insistReleasable(loaded)).rejects.toThrow(`this cannot be released: ${says}`);
  });
});
