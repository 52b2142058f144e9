import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { filesOf, takeApis } from './catalogue.ts';

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
  'functions/concerns/index.js': `export const concerns = [{ name: 'paint', promise: 'All is painted.' }, { name: 'tags', promise: '', fields: () => ({}) }];
`,
  'examples/garden-shed.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: GardenShed\nmetadata:\n  name: mine\n',
  'examples/empty.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: Empty\n',
  'examples/environments/local.yaml': 'kind: EnvironmentConfig\nmetadata:\n  name: toys\ndata:\n  name: toys\n',
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
    { keys: ['garden-shet'], says: 'toy-catalogue has no API garden-shet', reason: 'it is misspelt' },
    { keys: ['garden-shed', 'empty'], says: 'apis/empty of toy-catalogue exports no API', reason: 'its file has none' },
  ])('are refused with one sentence: $reason', async ({ keys, says }) => {
    await expect(take(keys)).rejects.toThrow(UserError);
    await expect(take(keys)).rejects.toThrow(says);
  });

  it('are refused if the package is not installed', async () => {
    await expect(take(['garden-shed'], [tmpdir()])).rejects.toMatchObject({
      message: 'the package toy-catalogue is not installed here',
      hint: 'npm install toy-catalogue',
    });
  });
});
