import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { emptyLock, lockFile, readLock } from '../lock/index.ts';
import { filesOf, takeApis } from './catalogue.ts';
import { newPlatform } from './new-platform.ts';

const files = {
  'package.json': JSON.stringify({
    name: 'toy-catalogue',
    version: '1.4.0',
    type: 'module',
    exports: {
      './apis/*': './apis/*.js',
      './functions/*': './functions/*/index.js',
      './package.json': './package.json',
    },
  }),
  'apis/garden-shed.js': `import { api, object } from 'planesmith/schema';
export const sizes = ['small'];
export const shed = api({ kind: 'GardenShed', description: 'A shed.', targets: ['local', 'cloud'], spec: object({}),
  recorded: object({}), status: object({}), secret: [] });
`,
  'apis/empty.js': 'export const nothing = 1;\n',
  'apis/rose-bed.js': `import { api, object } from 'planesmith/schema';
export const roseBed = api({ kind: 'RoseBed', description: 'A bed.', targets: ['cloud', 'greenhouse'], spec: object({}),
  recorded: object({}), status: object({}), secret: {} });
`,
  'functions/garden-shed/index.js':
    "const bolt = { apiVersion: 'lock.example.com/v1', kind: 'Bolt' };\nexport const shed = { targets: { local: { resources: { bolt } }, cloud: { resources: {} } } };\n",
  'functions/rose-bed/index.js': `import { composedApi, main } from 'planesmith/authoring';
import { shed } from '../../apis/garden-shed.js';
export const roseBed = { targets: { cloud: { resources: { tools: main(composedApi(shed)) } }, greenhouse: { resources: {} } } };
`,
  'functions/concerns/index.js': `export const concerns = [{ name: 'paint', promise: 'All is painted.' }, { name: 'tags', promise: '', fields: () => ({}) }];
`,
  'examples/garden-shed.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: GardenShed\nmetadata:\n  name: mine\n',
  'examples/rose-bed.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: RoseBed\nmetadata:\n  name: mine\n',
  'examples/empty.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: Empty\n',
  'examples/environments/local.yaml': 'kind: EnvironmentConfig\nmetadata:\n  name: toys\ndata:\n  name: toys\n',
  'planesmith.lock.yaml': `operators:
- { name: bolts, image: ghcr.io/toy/bolts, version: v1, digest: unresolved, groups: [lock.example.com] }
- { name: roses, image: ghcr.io/toy/roses, version: v1, digest: unresolved, groups: [roses.example.com] }
`,
  'examples/environments/prod.yaml': 'kind: EnvironmentConfig\nmetadata:\n  name: toys\n',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-toy-catalogue-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'node_modules/toy-catalogue', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(resolve(import.meta.dirname, '../..'), join(folder, 'node_modules/planesmith'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const take = (keys: readonly string[], folders = [tmpdir(), folder]) => takeApis('toy-catalogue', keys, folders);
const acme = { name: 'acme', group: 'acme.io', targets: ['local'] };

describe('the APIs that a new platform takes from a package', () => {
  it('have the names that the package exports them by, and a word to say about each concern without fields', async () => {
    const { version, apis, concerns } = await take(['garden-shed']);
    expect({ version, concerns }).toEqual({ version: '1.4.0', concerns: ['paint'] });
    expect(apis).toMatchObject([{ key: 'garden-shed', identifier: 'shed', api: { kind: 'GardenShed' } }]);
  });

  it('bring the pins that they need on the targets of the platform', async () => {
    const lockOf = async (targets: readonly string[]) => {
      const files = filesOf(await take(['garden-shed']), { ...acme, targets });
      const { content = '' } = files.find(({ path }) => path === lockFile) ?? {};
      return readLock(String(content), lockFile);
    };
    expect(await lockOf(['local'])).toMatchObject({ providers: [], operators: [{ name: 'bolts' }] });
    expect(await lockOf(['cloud'])).toEqual(emptyLock);
  });

  it('are in both indexes, with their examples in the group and under the name of the platform', async () => {
    const text = new Map(
      filesOf(await take(['garden-shed']), acme).map(({ path, content }) => [path, String(content)]),
    );
    expect(text.get('apis/index.ts')).toContain("import { shed } from 'toy-catalogue/apis/garden-shed';");
    expect(text.get('apis/index.ts')).toContain("  'garden-shed': shed,\n");
    expect(text.get('functions/index.ts')).toContain("  'garden-shed': adapt(shed),\n");
    expect(text.get('examples/garden-shed.yaml')).toMatch(/^apiVersion: acme\.io\/v1alpha1\nkind: GardenShed\n/);
    expect(text.get('examples/environments/local.yaml')).toContain('metadata:\n  name: acme\ndata:\n  name: toys\n');
    expect([...text.keys()].filter((path) => path.startsWith('examples/'))).toHaveLength(2);
  });

  it('bring the environments of shared clusters if the platform has a target for them', async () => {
    const paths = filesOf(await take(['garden-shed']), { ...acme, targets: ['cloud'] }).map(({ path }) => path);
    expect(paths).toContain('examples/environments/prod.yaml');
  });

  it.each([
    {
      keys: ['garden-shet'],
      says: 'toy-catalogue has no API garden-shet, did you mean garden-shed?',
      reason: 'it is misspelt',
    },
    { keys: ['garden-shed', 'empty'], says: 'apis/empty of toy-catalogue exports no API', reason: 'its file has none' },
  ])('are refused with one sentence: $reason', async ({ keys, says }) => {
    await expect(take(keys)).rejects.toThrow(UserError);
    await expect(take(keys)).rejects.toThrow(says);
  });

  const begin = async (keys: readonly string[], targets: readonly string[]) => {
    const named = { name: 'acme', group: 'acme.io', registry: 'registry.acme.io/platform', targets };
    return newPlatform({ ...named, engine: { version: '1.0.0', node: '>=22', peers: {} } }, 'Note', await take(keys));
  };

  it.each([
    { keys: ['garden-shed', 'rose-bed'], targets: ['cloud'], reason: 'the composed API is taken too' },
    { keys: ['rose-bed'], targets: ['greenhouse'], reason: 'no target of the platform composes the other API' },
    { keys: ['garden-shed', 'rose-bed'], targets: ['local', 'cloud'], reason: 'each has one of the targets' },
  ])('begin a platform: $reason', async ({ keys, targets }) => {
    const paths = (await begin(keys, targets)).map(({ path }) => path);
    expect(paths).toContain('apis/index.ts');
  });

  it.each([
    {
      keys: ['rose-bed'],
      targets: ['cloud'],
      message: 'RoseBed composes claims of GardenShed, which the platform would lack',
      hint: 'give --apis rose-bed,garden-shed',
      reason: 'a composed API is not taken',
    },
    {
      keys: ['garden-shed'],
      targets: ['moon'],
      message: 'GardenShed has no target moon',
      hint: 'its targets are local, cloud: give other --targets',
      reason: 'it has no such target',
    },
    {
      keys: ['rose-bed', 'garden-shed'],
      targets: ['local', 'cluod'],
      message: 'RoseBed has no target local, cluod',
      hint: 'its targets are cloud, greenhouse: give other --targets',
      reason: 'one of them has none of the targets',
    },
    {
      keys: ['garden-shed', 'rose-bed'],
      targets: ['cloud', 'moon'],
      message: 'GardenShed and RoseBed have no target moon',
      hint: 'their targets are local, cloud, greenhouse: give other --targets',
      reason: 'none of them has one of the targets',
    },
  ])('begin no platform: $reason', async ({ keys, targets, message, hint }) => {
    await expect(begin(keys, targets)).rejects.toThrow(UserError);
    await expect(begin(keys, targets)).rejects.toMatchObject({ message, hint });
  });

  it.each([
    { written: ['GardenShed', 'rosebed'], reason: 'as kinds, in any case' },
    { written: ['garden_shed', 'rose-bed', 'RoseBed'], reason: 'with another dash, and twice' },
  ])('are found by other spellings: $reason', async ({ written }) => {
    expect((await take(written)).apis.map(({ key }) => key)).toEqual(['garden-shed', 'rose-bed']);
  });

  it('are refused if the package is not installed', async () => {
    await expect(take(['garden-shed'], [tmpdir()])).rejects.toMatchObject({
      message: 'the package toy-catalogue is not installed here',
      hint: 'npm install toy-catalogue',
    });
  });
});
