/** compositions/ is ordinary cdk8s code: docs/compositions.md does what it says, and the engine's constructs work in any cdk8s app. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Handler } from 'planesmith/runtime';
import { serve } from 'planesmith/serve';
import { Composition, type CompositionProps, type Compositions, XRD } from 'planesmith/synth';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { parse } from 'yaml';
import { database as api } from '../../apis/database.ts';
import type { apis } from '../../apis/index.ts';
import { copyRepository, root } from '../repository/copy.ts';

interface Pipeline {
  readonly spec: { readonly pipeline: readonly { readonly step: string }[] };
}

const context = {
  platform: 'shop',
  group: 'shop.example.com',
  version: '2.0.0',
  flavour: 'namespaced',
  functionName: 'shop-functions-2-0-0',
} satisfies CompositionProps['context'];
const step = (name: string) => ({ step: name, functionRef: { name: `team-${name}` } });
const presetsFile = (lists: readonly string[]) =>
  [
    "import { perTarget, type PlatformDefinition } from 'planesmith';",
    "import type { apis } from './apis/index.ts';",
    '',
    "export const presets: readonly PlatformDefinition<typeof apis>['packages'][] = [",
    ...lists,
    '];',
    'export const made = perTarget;',
  ].join('\n');

/** A function that has nothing to add but a condition. */
const passing: Handler = ({ meta, desired, context }) => ({
  meta: { tag: meta?.tag ?? '' },
  desired,
  context,
  results: [],
  requirements: undefined,
  conditions: [{ type: 'Checked', status: 2, reason: 'Seen' }],
});
const stepsOf = ({ spec }: Pipeline) => spec.pipeline.map((entry) => entry.step);

describe('docs/compositions.md', () => {
  it('adds steps to one API by the files it shows, and leaves every other API as it is', async () => {
    const page = await readFile(join(root, 'docs/compositions.md'), 'utf8');
    const [database = '', index = ''] = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, block]) => block);
    const copy = await copyRepository('steps');
    try {
      await writeFile(join(copy.folder, 'compositions/database.ts'), database);
      await writeFile(join(copy.folder, 'compositions/index.ts'), index);
      // The compiler also reads the lists of packages that a page shows.
      const packages = await readFile(join(root, 'docs/packages.md'), 'utf8');
      const lists = [...packages.matchAll(/^```ts\npackages: ([^]*?),\n```/gm)].map(([, list]) => `  ${list},`);
      expect(lists).toHaveLength(4);
      await writeFile(join(copy.folder, 'presets.ts'), presetsFile(lists));
      await copy.compile(['compositions', 'presets.ts']);
      await copy.run('planesmith', ['build', '--only', 'platform-local']);
      const built = async (name: string) =>
        stepsOf(
          parse(await readFile(join(copy.folder, `dist/manifests/platform-local/composition-${name}.yaml`), 'utf8')),
        );
      expect(await built('databases-local')).toEqual(['quota', 'compose', 'auto-ready']);
      expect(await built('caches-local')).toEqual(['compose']);
      const meta = parse(await readFile(join(copy.folder, 'dist/manifests/platform-local/crossplane.yaml'), 'utf8'));
      expect(meta.spec.dependsOn.slice(1)).toMatchObject([
        { package: 'xpkg.crossplane.io/crossplane-contrib/function-auto-ready', version: 'v0.7.0' },
      ]);
      const [, command = ''] = /^npx planesmith (render .*) --function auto-ready=127\.0\.0\.1:9443$/m.exec(page) ?? [];
      const insecure = { address: '127.0.0.1:0', healthAddress: 'off', insecure: true };
      const autoReady = await serve(passing, insecure, () => undefined);
      const rendered = await copy.run('planesmith', [
        ...command.split(' '),
        '--function',
        `auto-ready=${autoReady.address}`,
      ]);
      await autoReady.close();
      expect(rendered).toContain('kind: Cluster\n');
      expect(rendered).toContain('reason: Seen\n');
    } finally {
      await copy.remove();
    }
  });

  it('is right that a misspelt key does not compile', () => {
    type Entry = (scope: Construct, props: CompositionProps<typeof api>) => void;
    expectTypeOf<keyof Compositions<typeof apis>>().toEqualTypeOf<keyof typeof apis>();
    expectTypeOf<NonNullable<Compositions<typeof apis>['database']>>().toEqualTypeOf<Entry>();
  });
});

describe("an app of somebody else's", () => {
  it('holds our constructs beside constructs of cdk8s-plus', () => {
    const chart = new Chart(new App(), 'shop');
    new ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { motto: 'open' } });
    new XRD(chart, 'definition', { api, context, defaultTarget: 'incluster' });
    new Composition(chart, 'composition', { api, target: 'incluster', context });
    const objects = Testing.synth(chart) as { kind: string; metadata: { name: string } }[];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'CompositeResourceDefinition databases.shop.example.com',
      'Composition databases-incluster',
      'ConfigMap settings',
    ]);
  });

  it('puts steps before and after ours, in the order in which they are added', () => {
    const chart = Testing.chart();
    new Composition(chart, 'composition', { api, target: 'aws', context })
      .before(step('first'))
      .before(step('second'))
      .after(step('third'));
    const [composition] = Testing.synth(chart) as Pipeline[];
    expect(composition && stepsOf(composition)).toEqual(['first', 'second', 'compose', 'third']);
  });
});
