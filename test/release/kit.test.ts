/** The kit of this platform: the same answers as this checkout, for every example on every target. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import platform from '../../planesmith.config.ts';
import { root } from '../repository/copy.ts';
import { installKit, type InstalledKit, kitName, runProgram } from './kit.ts';

let installed: InstalledKit;
beforeAll(async () => {
  installed = await installKit();
  cpSync(join(root, 'examples'), join(installed.folder, 'examples'), { recursive: true });
});
afterAll(() => installed?.remove());

const checkout = (...args: string[]) => runProgram(root, [join(root, 'engine/bin/planesmith.cjs'), ...args]);
const targets = [...new Set(Object.values(platform.apis).flatMap((api) => [...api.targets]))];
const claims = Object.keys(platform.apis).map((key) => `examples/${key}.yaml`);

describe('the kit of this platform', () => {
  const commands = [
    ...targets.map((target) => {
      const environment = target === 'local' ? 'local' : 'dev';
      return ['render', ...claims, '--target', target, '--environment', environment, '--complete'];
    }),
    ['render', ...claims, '--flavour', 'claims', '--target', 'aws', '--environment', 'prod', '--report'],
    ['render', 'examples/state-store.yaml', '--as', 'dapr'],
    ['validate', 'examples', '-o', 'json'],
    ['overlay', 'examples/app/claims', '--values', 'examples/app/values.prod.yaml'],
    ['mount', 'examples/pub-sub.yaml', '--as', 'volume'],
    ['explain', 'Database.size', '--environment', 'dev', '--target', 'aws'],
    ['claim', 'StateStore', 'cart', '-n', 'shop'],
  ];

  it.for(commands.map((args) => ({ args, line: args.join(' ') })))(
    'gives the bytes of this checkout: $line',
    async ({ args }) => {
      const [own, expected] = [await installed.run(...args), await checkout(...args)];
      expect({ code: own.code, stdout: own.stdout }).toEqual({ code: expected.code, stdout: expected.stdout });
      expect(expected.stdout).not.toBe('');
    },
  );

  it('is a small package that publint would not change', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(installed.tarball);
    expect(byteLength).toBeLessThan(400_000);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    expect((await publint({ pack: { tarball } })).messages).toEqual([]);
  });

  it('is named by the configuration', () => {
    const manifest = JSON.parse(readFileSync(join(installed.kit, 'package.json'), 'utf8')) as { name: string };
    expect(manifest.name).toBe(kitName);
  });
});
