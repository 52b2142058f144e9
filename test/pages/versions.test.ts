/** An API under more than one version: the same claim, whatever its file says. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { claimRenderer, judge, type KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { blocks, planesmith, section, textOf } from './page.ts';

const [newer = ''] = blocks(textOf('docs/versions.md'), 'yaml');
const stored = example('resiliency-policy.yaml');
const verdicts = (...texts: string[]) =>
  judge(
    texts.map((text, index) => ({ file: `${index}.yaml`, text, named: true })),
    platform,
    { flavour: 'namespaced', strict: false },
  ).claims.map(({ verdict }) => verdict);

describe('a claim in another version that is served', () => {
  test('is the example in all but its version', () => {
    expect({ ...(parse(newer) as KubernetesObject), apiVersion: stored.apiVersion }).toEqual(stored);
    expect((parse(newer) as KubernetesObject).apiVersion).not.toBe(stored.apiVersion);
  });

  test('is valid, and the same object as in the stored one', () => {
    expect(verdicts(newer)).toMatchObject([{ valid: true }]);
    const twice = verdicts(newer, newer.replace('v1beta1', 'v1alpha1'));
    expect(twice.filter(({ valid }) => valid)).toHaveLength(1);
  });

  test('becomes the same', async () => {
    const render = await claimRenderer(platform, { target: 'local' });
    const surroundings = { environment: environmentConfig('local') };
    const { xr, composed } = await render(parse(newer) as KubernetesObject, surroundings);
    const ofStored = await render(stored, surroundings);
    expect({ xr, composed }).toEqual({ xr: ofStored.xr, composed: ofStored.composed });
  });

  test('of an API that has only one is refused, and the error names that one', () => {
    const text = newer.replace('ResiliencyPolicy', 'Cache');
    expect(verdicts(text)[0]?.errors).toMatchObject([
      { path: 'apiVersion', message: expect.stringContaining('it is served as "platform.example.org/v1alpha1"') },
    ]);
  });
});

describe('a changed schema', () => {
  const story = section(textOf('docs/versions.md'), '## Changing the schema');
  const [definition = ''] = blocks(story, 'ts');
  const [, shown = ''] = /^ +```diff\n([^]*?)^ +```/m.exec(story) ?? [];
  const diff = shown.replace(/^ {3}/gm, '');
  /** The file on one side of the diff. */
  const side = (other: '-' | '+') =>
    diff
      .split('\n')
      .filter((line) => !line.startsWith(other))
      .map((line) => line.slice(1))
      .join('\n');

  test('has its claims rewritten as the page shows, and not a second time', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-versions-')));
    try {
      symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
      mkdirSync(join(folder, 'claims'));
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(folder, 'claims/before.yaml'), side('+'));
      const words = 'api, convert, deprecated, integer, object, optional';
      writeFileSync(
        join(folder, 'planesmith.config.ts'),
        `import { perTarget, platform } from 'planesmith';
import { ${words} } from 'planesmith/schema';
${definition}
const empty = async () => ({});
export default platform({
  name: 'toys', group: 'toys.example.org', registry: 'registry.example.org/toys', crossplane: '>=v2.4.0', version: '1.0.0',
  apis: { widget }, compositions: empty, functions: empty, packages: perTarget('toys', ['local']),
});
`,
      );
      const config = ['--config', join(folder, 'planesmith.config.ts')];
      const migrate = (file: string) => planesmith(...config, 'migrate', join(folder, file), '--to', 'v1beta1');
      const { stdout } = await migrate('claims');
      expect(stdout.replace(/^(---|\+\+\+|@@) .*\n/gm, '')).toBe(diff);
      writeFileSync(join(folder, 'after.yaml'), side('-'));
      expect((await migrate('after.yaml')).stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
