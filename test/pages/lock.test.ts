/** The page on the lock: its example can be read, and Renovate finds every pin by its expression. */
import { describe, expect, it } from 'vitest';
import { lockText, pinsOf, readLock } from 'planesmith/lock';
import { blocks, textOf } from './page.ts';

const page = textOf('docs/lock.md');
const own = textOf('planesmith.lock.yaml');

interface Settings {
  readonly customManagers: readonly {
    readonly managerFilePatterns: readonly string[];
    readonly matchStrings: readonly string[];
    readonly datasourceTemplate: string;
  }[];
}

/** What Renovate's regex manager finds with the strategy `any` (lib/modules/manager/custom/regex/{strategies,utils}.ts at c2dd4f8). */
function found(text: string): readonly Readonly<Record<string, string | undefined>>[] {
  const { customManagers } = JSON.parse(blocks(page, 'json')[0] ?? '') as Settings;
  return customManagers.flatMap(({ matchStrings }) =>
    matchStrings.flatMap((match) => [...text.matchAll(new RegExp(match, 'g'))].map(({ groups }) => ({ ...groups }))),
  );
}

describe('the page on the lock', () => {
  it('has an example that can be read, of every list', () => {
    const [example = ''] = blocks(page, 'yaml');
    const { providers, base } = readLock(example, 'docs/lock.md');
    expect(providers).toMatchObject([{ name: 'provider-sql' }]);
    expect(base).toEqual(readLock(own, 'planesmith.lock.yaml').base);
  });

  it.each([
    { reason: 'in the lock of this platform', text: own },
    {
      reason: 'whose values need quotes',
      text: lockText({
        providers: [],
        functions: [],
        operators: [{ name: '7', image: 'localhost:5000/x', version: '1.10', digest: 'unresolved', groups: ['x.org'] }],
        charts: [],
        images: [{ name: 'y', image: '127.0.0.1:5000/y', version: '2', digest: `sha256:${'0a'.repeat(32)}` }],
      }),
    },
  ])('shows Renovate every pin $reason', ({ text }) => {
    const pins = pinsOf(readLock(text, 'planesmith.lock.yaml')).map(({ pin }) => pin);
    expect(pins.length).toBeGreaterThan(1);
    expect(found(text)).toEqual(
      pins.map(({ name, image, version, digest }) => ({
        depName: name,
        packageName: image,
        currentValue: version,
        currentDigest: digest,
      })),
    );
  });

  it('names the file for Renovate', () => {
    const { customManagers } = JSON.parse(blocks(page, 'json')[0] ?? '') as Settings;
    const [pattern = ''] = customManagers[0]?.managerFilePatterns ?? [];
    const file = new RegExp(pattern.slice(1, -1));
    expect(['planesmith.lock.yaml', 'a/planesmith.lock.yaml'].every((path) => file.test(path))).toBe(true);
    expect(file.test('models.lock.json')).toBe(false);
  });
});
