import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '../platform/platform.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { withPinnedBase } from './pinned-base.ts';

const digest = `sha256:${'0a'.repeat(32)}` as const;
let root: string;
let loaded: LoadedPlatform;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'planesmith-base-'));
  loaded = { platform: { name: 'toys' } as Platform, root, config: '', environments: '' };
  writeFileSync(
    join(root, 'planesmith.lock.yaml'),
    `base: { name: base, image: gcr.io/toy/base, version: v1, digest: "${digest}" }\n`,
  );
  mkdirSync(join(root, 'base'));
  writeFileSync(join(root, 'base/index.json'), JSON.stringify({ manifests: [{ digest }] }));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the pinned base', () => {
  it('is the image of the layout that the lock pins', () => {
    const layout = join(root, 'base');
    expect(withPinnedBase(loaded, layout, true).platform).toEqual({ name: 'toys', base: { layout, digest } });
  });

  it('may be in the configuration, by the same digest', () => {
    const platform = { ...loaded.platform, base: { layout: 'base', digest } };
    expect(withPinnedBase({ ...loaded, platform }, undefined, true).platform).toBe(platform);
  });

  it('is no matter of a local build', () => {
    const platform = { ...loaded.platform, base: { directory: 'base' } };
    expect(withPinnedBase({ ...loaded, platform }, undefined, false).platform).toBe(platform);
    expect(() => withPinnedBase({ ...loaded, platform }, undefined, true)).toThrow(`pins gcr.io/toy/base ${digest}`);
  });
});
