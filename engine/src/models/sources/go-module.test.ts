import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { UserError } from '../../errors.ts';
import { parseGoModule, readGoModule } from './go-module.ts';

afterEach(() => vi.unstubAllEnvs());

it.for([
  {
    text: 'go:k8s.io/api@v1.2.3/a/b',
    parsed: { module: 'k8s.io/api', version: 'v1.2.3', folder: 'a/b' },
    reason: 'a folder',
  },
  {
    text: 'go:k8s.io/api@v1.2.3',
    parsed: { module: 'k8s.io/api', version: 'v1.2.3', folder: '' },
    reason: 'the whole module',
  },
  { text: 'go:k8s.io/api', parsed: undefined, reason: 'without a version the models would change over time' },
  { text: 'k8s.io/api@v1.2.3', parsed: undefined, reason: 'the prefix go: is missing' },
])('$text: $reason', ({ text, parsed }) => {
  expect(parseGoModule(text)).toEqual(parsed);
});

it('says that Go is missing on a machine without it', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-go-'));
  mkdirSync(join(empty, 'bin'));
  vi.stubEnv('PATH', join(empty, 'bin'));
  const attempt = readGoModule({ module: 'k8s.io/api', version: 'v1.2.3', folder: '' });
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(/k8s\.io\/api@v1\.2\.3: there is no go command/);
  rmSync(empty, { recursive: true });
});
