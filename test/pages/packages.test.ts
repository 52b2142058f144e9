/** docs/packages.md: its lists of packages build, and give the Compositions, defaults and conflicts that the page names. */
import { stripTypeScriptTypes } from 'node:module';
import { perTarget, platform as definePlatform, type Platform } from 'planesmith';
import { buildRelease } from 'planesmith/release';
import { synthesise } from 'planesmith/synth';
import { claimRenderer } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { blocks, root, rows, textOf } from './page.ts';

const page = textOf('docs/packages.md');
const [environmentData = '', choice = ''] = blocks(page, 'yaml');

interface Definition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly names: { readonly plural: string };
    readonly claimNames?: { readonly plural: string };
    readonly defaultCompositionRef: { readonly name: string };
  };
}

/** The plural under which developers claim. */
const claimed = ({ spec }: Definition) => (spec.claimNames ?? spec.names).plural;
const isDefinition = ({ kind }: { readonly kind: string }) => kind === 'CompositeResourceDefinition';

/** The lists of the page, by the preset that they are of. */
const presets = new Map(
  [...page.matchAll(/^\*\*(.*?)\*\*:[^]*?^```ts\n([^]*?)^```/gm)].map(
    ([, name = '', list = '']) => [name, list] as const,
  ),
);

/** The platform with one of these lists, as its config would have it. */
function platformWith(packages: unknown): Platform {
  const { name, group, registry, crossplane, version, apis } = platform;
  const targets = new Set((packages as readonly { targets: readonly string[] }[]).flatMap((pkg) => pkg.targets));
  return definePlatform({
    name,
    group,
    registry,
    crossplane,
    version,
    apis,
    packages,
    compositions: () => import('../../compositions/index.ts'),
    functions: () => import('../../functions/index.ts'),
    install: async () => {
      const { install } = await import('../../compositions/install/index.ts');
      // As the page says: a target that is in no package has no charts.
      return { install: Object.fromEntries(Object.entries(install).filter(([target]) => targets.has(target))) };
    },
  } as unknown as Parameters<typeof definePlatform>[0]);
}

/** The value of one of the lists. */
function listOf(preset: string): unknown {
  const [, expression = ''] = /^packages: ([^]*),\n$/.exec(presets.get(preset) ?? '') ?? [];
  return new Function('perTarget', `${stripTypeScriptTypes(`const it = ${expression};`)} return it;`)(perTarget);
}

/** The definitions and Compositions of each package that is built from one of the lists, by the name of the package. */
async function built(preset: string): Promise<ReadonlyMap<string, readonly Definition[]>> {
  const made = platformWith(listOf(preset));
  const only = made.packages.map(({ name }) => name);
  const { files } = await buildRelease(made, root, { only, architectures: [], release: false });
  return new Map(
    only.map((name) => {
      const inside = files.filter(
        ({ path }) => path.startsWith(`manifests/${name}/`) && !path.endsWith('/crossplane.yaml'),
      );
      return [name, inside.map(({ content }) => parse(String(content)) as Definition)];
    }),
  );
}

const kindsOf = (objects: readonly Definition[] | undefined) => (objects ?? []).filter(isDefinition).map(claimed);
const allPlurals = Object.values(platform.apis).map(({ plural }) => plural);

describe('the presets of the page', () => {
  test('are those of its table', () => {
    const rowNames = rows(page).map(([name = '']) => name);
    expect([...presets.keys()].map((name) => name.toLowerCase())).toEqual(rowNames.map((name) => name.toLowerCase()));
  });

  test('per target: two packages for each target, as this repository has and builds them', () => {
    expect(platformWith(listOf('Per target')).packages).toEqual(platform.packages);
    for (const { apis } of platform.packages) expect(apis).toEqual(Object.keys(platform.apis));
  });

  test('monolithic: one package with all APIs on all targets', async () => {
    const [[, objects] = [], ...others] = await built('Monolithic');
    expect(others).toEqual([]);
    expect(kindsOf(objects).toSorted()).toEqual(allPlurals.toSorted());
    const compositions = (objects ?? []).filter((object) => !isDefinition(object));
    expect(compositions).toHaveLength(Object.values(platform.apis).flatMap(({ targets }) => targets).length);
  });

  test('per API: no kind is in two packages, and each is in one', async () => {
    const packages = await built('Per API');
    expect([...packages.values()].flatMap(kindsOf).toSorted()).toEqual(allPlurals.toSorted());
    expect(kindsOf(packages.get('platform-state')).toSorted()).toEqual(['caches', 'databases', 'statestores']);
    for (const [name, objects] of packages) if (name !== 'platform-state') expect(kindsOf(objects)).toHaveLength(1);
  });

  test('middle ground: new claims go to the first target, two packages share no kind, and one shares theirs', async () => {
    const packages = await built('Middle ground');
    const objects = packages.get('platform-hybrid') ?? [];
    const database = objects.find((object) => isDefinition(object) && claimed(object) === 'databases');
    expect(database?.spec.defaultCompositionRef.name).toBe('databases-aws');
    const { spec } = parse(choice) as { spec: { crossplane: { compositionRef: { name: string } } } };
    const compositions = objects.map(({ metadata }) => metadata.name);
    for (const name of ['databases-aws', spec.crossplane.compositionRef.name]) {
      expect(compositions).toContain(name);
      expect(page).toContain(`\`${name}\``);
    }
    const [caches, dapr] = ['platform-caches', 'platform-dapr'].map((name) => kindsOf(packages.get(name)));
    expect([caches, dapr]).toEqual([['caches'], ['resiliencypolicies']]);
    expect(kindsOf(objects)).toEqual(expect.arrayContaining(['caches', 'resiliencypolicies']));
  });
});

test('a package of StateStores without Databases and Caches is refused in one sentence', async () => {
  const alone = [{ name: 'platform-state', apis: ['state-store'], targets: ['aws', 'local'], flavour: 'namespaced' }];
  await expect(platformWith(alone).loadFunctions()).rejects.toThrow(
    'package platform-state lacks the APIs database and cache, whose claims StateStore composes',
  );
});

test('the environment of the page sends new claims where it says, if their package has that target', async () => {
  const { data } = parse(environmentData) as { data: { targets: Record<string, string> } };
  const config = environmentConfig('dev');
  const environment = { ...config, data: { ...(config['data'] as object), ...data } };
  const hybrid = platformWith(listOf('Middle ground'));
  const targetOf = async (file: string) => {
    const render = await claimRenderer(hybrid);
    return ((await render(example(file), { environment })).xr['status'] as { target?: string }).target;
  };
  expect(data.targets).toEqual({ default: 'aws', caches: 'incluster' });
  expect([await targetOf('database.yaml'), await targetOf('cache.yaml')]).toEqual(['aws', 'incluster']);
});

test('perTarget makes the packages that the page names', () => {
  const made = perTarget('platform', ['local', 'aws']);
  expect(made).toHaveLength(4);
  for (const name of ['platform-aws', 'platform-aws-claims']) {
    expect(made.map((declared) => declared.name)).toContain(name);
    expect(page).toContain(`\`${name}\``);
  }
});

test.each([
  { reason: 'two flavours', pair: ['platform-aws', 'platform-aws-claims'] },
  { reason: 'two targets', pair: ['platform-aws', 'platform-gcp'] },
])('packages of $reason exclude each other, since both serve the same kinds', async ({ pair }) => {
  const chosen = pair.map((name) => platform.packages.find((declared) => declared.name === name)!);
  const [one, other] = await Promise.all(
    chosen.map(async (declared) => {
      const objects = (await synthesise(platform, declared)).objects as unknown as readonly Definition[];
      return objects.filter(isDefinition).map(claimed).toSorted();
    }),
  );
  expect(one).toEqual(other);
});
