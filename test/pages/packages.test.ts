/** docs/packages.md: its list of packages builds, and gives the Compositions, defaults and conflicts that the page names. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { perTarget } from 'planesmith';
import { synthesise } from 'planesmith/synth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { platform } from '../cases/platform.ts';
import { copyRepository, type Copy } from '../repository/copy.ts';
import { blocks, textOf } from './page.ts';

const page = textOf('docs/packages.md');
const [list = ''] = blocks(page, 'ts');
const [choice = ''] = blocks(page, 'yaml');
const names = [...list.matchAll(/name: '([\w-]+)'/g)].map(([, name = '']) => name);

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

describe('the list of the page', () => {
  let copy: Copy;
  const built = new Map<string, readonly Definition[]>();
  beforeAll(async () => {
    copy = await copyRepository('packages');
    const path = join(copy.folder, 'planesmith.config.ts');
    const config = await readFile(path, 'utf8');
    const changed = config.replace(/ {2}packages: .*,\n/, list).replace('perTarget, ', '');
    expect(changed).toContain(list);
    await writeFile(path, changed);
    const charts = join(copy.folder, 'compositions/install/index.ts');
    const withAll = await readFile(charts, 'utf8');
    await writeFile(charts, withAll.replaceAll(/^ {2}(local|gcp|azure): .*\n/gm, ''));
    await copy.run('planesmith', ['build', ...names.flatMap((name) => ['--only', name])]);
    for (const name of names) {
      const folder = join(copy.folder, 'dist/manifests', name);
      const texts = (await readdir(folder)).map(async (file) => readFile(join(folder, file), 'utf8'));
      built.set(
        name,
        (await Promise.all(texts)).map((text) => parse(text) as Definition),
      );
    }
  }, 60_000);
  afterAll(() => copy.remove());

  const kindsOf = (name: string) => (built.get(name) ?? []).filter(isDefinition).map(claimed);

  test('sends new claims to the first target, and has a Composition for each', () => {
    const objects = built.get('platform-hybrid') ?? [];
    const database = objects.find((object) => isDefinition(object) && claimed(object) === 'databases');
    expect(database?.spec.defaultCompositionRef.name).toBe('databases-aws');
    const { spec } = parse(choice) as { spec: { crossplane: { compositionRef: { name: string } } } };
    const compositions = objects.map(({ metadata }) => metadata.name);
    for (const name of ['databases-aws', spec.crossplane.compositionRef.name]) {
      expect(compositions).toContain(name);
      expect(page).toContain(`\`${name}\``);
    }
  });

  test('has two packages that share no kind, and one that shares theirs', () => {
    const [hybrid, caches, dapr] = names.map(kindsOf);
    expect([caches, dapr]).toEqual([['caches'], ['resiliencypolicies']]);
    expect(hybrid).toEqual(expect.arrayContaining(['caches', 'resiliencypolicies']));
  });
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
