/** What a developer sees in an editor: the real yaml-language-server, with the schemas and the catalog of the platform at their address. */
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { schemaFiles } from 'planesmith/release';
import type { Node, ObjectNode } from 'planesmith/schema';
import { claimText, minimalClaim } from 'planesmith/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functions } from '../../functions/index.ts';
import platform from '../../planesmith.config.ts';
import { languageServer } from './language-server.ts';

const root = join(import.meta.dirname, '../..');
const apis = Object.values(platform.apis);
const fieldsOf = (spec: unknown) => (spec as ObjectNode).fields;
let files: ReadonlyMap<string, string>;
const web = createServer(({ url }, response) => void response.end(files.get(url!)));
let server: Awaited<ReturnType<typeof languageServer>>;

beforeAll(async () => {
  await once(web.listen(0, '127.0.0.1'), 'listening');
  const schemas = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const published = schemaFiles({ ...platform, schemas }, functions);
  files = new Map(published.map(({ path, content }) => [`/${path}`, String(content)]));
  server = await languageServer({ schemaStore: { enable: true, url: `${schemas}/catalog.json` } });
});
afterAll(async () => {
  await server.close();
  web.close();
});

/** Opens the text without the mark `|`, which is where the cursor is. */
function openAt(name: string, marked: string) {
  const [before = '', after = ''] = marked.split('|');
  const document = server.open(name, `${before}${after}`);
  const lines = before.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)!.length };
  return { complete: () => document.complete(position), hover: () => document.hover(position) };
}

const claimOf = (kind: string, ...spec: readonly string[]) =>
  [`apiVersion: ${platform.group}/v1alpha1`, `kind: ${kind}`, 'metadata:', '  name: orders', 'spec:', ...spec, ''].join(
    '\n',
  );

describe('the catalog', () => {
  const examples = globSync('examples/{*.yaml,app/claims/*.yaml,environments/*.yaml}', { cwd: root });

  it.concurrent.each(examples)('finds the schema of %s, which has nothing to object to', async (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(await server.open(file, text).errors).toEqual([]);
    expect(await server.open(file, `${text}\nnothing: here\n`).errors).toContain('Property nothing is not allowed.');
  });

  it.concurrent.each([
    { file: 'object-bucket.yml', found: true },
    { file: 'photos.object-bucket.yaml', found: true },
    { file: 'object-buckets/photos.yaml', found: true },
    { file: 'objectbucket.yaml', found: true },
    { file: 'old-object-bucket.yaml', found: false },
  ])('takes $file for an ObjectBucket: $found', async ({ file, found }) => {
    const errors = await server.open(file, claimOf('ObjectBucket', '  nothing: here')).errors;
    expect(errors).toEqual(found ? ['Property nothing is not allowed.'] : []);
  });
});

/** A claim with a mistake, a claim of another kind with one, and an object that is no claim. */
const several = [
  claimOf('Database', '  siez: small'),
  claimOf('Cache', '  storageGB: 3'),
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: orders\ndata:\n  size: small\n',
].join('---\n');
const bothMistakes = ['Property siez is not allowed.', 'Property storageGB is not allowed.'];

describe('a file with several documents', () => {
  it.concurrent.each(['database.yaml', 'claims/all.yaml', 'claims.yaml', 'claims/database.yaml'])(
    'is checked by the kind of each in %s',
    async (file) => {
      expect(await server.open(file, several).errors).toEqual(bothMistakes);
    },
  );

  it.concurrent('is offered the fields of each', async () => {
    const second = `${claimOf('Cache', '  memoryMB: 64')}---\n${claimOf('Database', '  size: small', '  |')}`;
    const labels = (await openAt('claims/all.yaml', second).complete()).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['version', 'storageGB', 'deletion']));
    expect(labels).not.toContain('eviction');
  });

  it.concurrent('is offered the kinds of the platform', async () => {
    const kinds = (await openAt('claims/all.yaml', 'kind: |\n').complete()).map(({ label }) => label);
    expect(kinds).toEqual(expect.arrayContaining(apis.map(({ kind }) => kind)));
  });

  it.concurrent('has a line for editors in each that is to be checked elsewhere', async () => {
    const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const lined = several
      .split('---\n')
      .map(
        (text, index) =>
          `# yaml-language-server: $schema=${address}/${['database', 'cache'][index]}-v1alpha1.json\n${text}`,
      )
      .slice(0, 2);
    expect(await server.open('orders.yaml', [...lined, several.split('---\n')[2]].join('---\n')).errors).toEqual(
      bothMistakes,
    );
  });

  it.concurrent.each([
    {
      text: claimOf('Databse', '  size: small'),
      says: [/^Value is not accepted. Valid values: .*"Database"/],
      reason: 'a misspelt kind',
    },
    {
      text: claimOf('Database', '  size: small').replace('v1alpha1', 'v9'),
      says: [/^Value must be "platform.example.org\/v1alpha1"/],
      reason: 'a version that is not served',
    },
    {
      text: claimOf('Database', '  size: huge').replace('platform.example.org', 'acme.example'),
      says: [],
      reason: 'a kind of the same name that is not ours',
    },
  ])('is told of $reason', async ({ text, says }) => {
    expect(await server.open('claims/all.yaml', text).errors).toEqual(
      says.map((pattern) => expect.stringMatching(pattern)),
    );
  });
});

describe('schemas that are published nowhere', () => {
  it('check every claim from the folder that a build writes, by the setting of docs/app-repositories.md', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planesmith-editor-'));
    const [, setting = ''] =
      /^```json\n(.*)\n```/m.exec(readFileSync(join(root, 'docs/app-repositories.md'), 'utf8')) ?? [];
    const { 'yaml.schemas': schemas } = JSON.parse(setting) as { 'yaml.schemas': Record<string, string[]> };
    const [file = ''] = Object.keys(schemas);
    const app = join(folder, 'shop');
    mkdirSync(app);
    mkdirSync(dirname(join(app, file)), { recursive: true });
    const { schemas: _, ...unpublished } = platform;
    for (const { path, content } of schemaFiles(unpublished, functions)) {
      writeFileSync(join(dirname(join(app, file)), path), content);
    }
    const local = await languageServer({ schemas }, app);
    try {
      expect(await local.open('claims/all.yaml', several).errors).toEqual(bothMistakes);
    } finally {
      await local.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a new claim', () => {
  it.concurrent.each(apis)(
    'of $kind is found by its line for editors, and every field can be completed',
    async (api) => {
      const text = claimText(minimalClaim(api, platform, 'orders', undefined));
      const schema = [...files].find(([, content]) => content.includes(`"title": "${api.kind}"`))![0];
      const line = `# yaml-language-server: $schema=http://127.0.0.1:${(web.address() as AddressInfo).port}${schema}\n`;
      expect(await server.open('claim.yaml', `${line}${text}nothing: here\n`).errors).toEqual([
        'Property nothing is not allowed.',
      ]);
      expect(await server.open('claim.yaml', line + text).errors).toEqual([]);
      const labels = (await openAt('claim.yaml', `${line}${text}  |\n`).complete()).map(({ label }) => label);
      const missing = Object.keys(fieldsOf(api.spec)).filter((name) => !text.includes(`\n  ${name}:`));
      expect(labels).toEqual(expect.arrayContaining(missing));
    },
  );

  it.concurrent.each(apis)('of $kind is offered no number that the API refuses', async (api) => {
    const items = await openAt(`${api.singular}.yaml`, claimOf(api.kind, '  |')).complete();
    const offers = items.flatMap(({ label, insertText }) => {
      const [, number] = /: (?:\$\{1:)?(-?[\d.]+)\}?$/.exec(insertText) ?? [];
      return number === undefined ? [] : [{ label, number: Number(number) }];
    });
    for (const { label, number } of offers) {
      const { minimum = 0 } = fieldsOf(api.spec)[label] as Extract<Node, { kind: 'integer' }>;
      expect(number, label).toBeGreaterThanOrEqual(minimum);
    }
  });

  it.concurrent.each([
    { file: 'database.yaml', text: claimOf('Database', '  size: |'), offers: ['small', 'medium', 'large'] },
    { file: 'database.yaml', text: claimOf('Database', '  version: |'), offers: ['"18"'] },
    { file: 'object-bucket.yaml', text: claimOf('ObjectBucket', '  expireDays: |'), offers: ['1'] },
    { file: 'cache.yaml', text: '|\n', offers: ['apiVersion', 'kind', 'metadata', 'spec'] },
    { file: 'prod.environment.yaml', text: 'data:\n  |', offers: ['tier', 'aws', 'incluster'] },
  ])('is offered $offers in $file', async ({ file, text, offers }) => {
    const labels = (await openAt(file, text).complete()).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(offers));
  });
});

describe('over a field, an editor shows', () => {
  it.concurrent.each([
    { spec: '  storage|GB: 20', shows: 'Default: `10`', reason: 'a number that is the default' },
    { spec: '  si|ze: large', shows: 'Default: `small`', reason: 'a word that is the default' },
    { spec: '  storage|GB: 20', shows: '`status.effective.storageGB`', reason: 'code as code' },
  ])('$reason', async ({ spec, shows }) => {
    expect(await openAt('database.yaml', claimOf('Database', spec)).hover()).toContain(shows);
  });

  it.concurrent('no default if there is none', async () => {
    expect(await openAt('database.yaml', claimOf('Database', '  ver|sion: "18"')).hover()).not.toContain('Default');
  });
});

describe('in a claim, an editor marks', () => {
  it.concurrent.each([
    { spec: '  siez: small', says: 'Property siez is not allowed.' },
    { spec: '  storageGB: 0', says: 'Value is below the minimum of 1.' },
    { spec: '  storageGB: "20"', says: 'Incorrect type. Expected "integer".' },
    { spec: '  size: huge', says: 'Value is not accepted. Valid values: "small", "medium", "large".' },
  ])('$spec', async ({ spec, says }) => {
    expect(await server.open('database.yaml', claimOf('Database', spec)).errors).toEqual([says]);
  });
});
