/** The page on the next version of a provider: its story happens in a copy of this repository, and its commands print what it shows. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonSchema, readSchemas } from 'planesmith/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../release/kit.ts';
import { type Copy, copyRepository, root } from '../repository/copy.ts';
import { blocks, commands, textOf } from './page.ts';

const page = textOf('docs/bump.md');
const [bump = '', markdown = '', write = ''] = commands(page);
const [output = ''] = blocks(page, '');
const [lock = ''] = blocks(page, 'yaml');
const group = 'postgresql.sql.m.crossplane.io';

/** What the story changes in `spec.forProvider` of each kind, or in `spec`. */
const edits: Readonly<Record<string, { readonly plural: string; readonly edit: (spec: JsonSchema) => JsonSchema }>> = {
  Grant: {
    plural: 'grants',
    edit: (spec) => within(spec, 'forProvider', ({ revokePublicOnDb: _, ...fields }) => fields),
  },
  Role: {
    plural: 'roles',
    edit: (spec) =>
      within(spec, 'forProvider', (fields) => ({
        ...fields,
        connectionLimit: { ...fields['connectionLimit'], default: -1 },
      })),
  },
  Database: {
    plural: 'databases',
    edit: (spec) => within(spec, 'forProvider', (fields) => ({ ...fields, locale: { type: 'string' } })),
  },
  ProviderConfig: {
    plural: 'providerconfigs',
    edit: (spec) => ({
      ...spec,
      properties: {
        ...spec.properties,
        sslMode: { type: 'string', default: 'verify-full', enum: ['require', 'verify-ca', 'verify-full'] },
      },
    }),
  },
};

type Fields = NonNullable<JsonSchema['properties']>;

function within(spec: JsonSchema, name: string, edit: (fields: Fields) => Fields): JsonSchema {
  const { [name]: part = {} } = spec.properties ?? {};
  return { ...spec, properties: { ...spec.properties, [name]: { ...part, properties: edit(part.properties ?? {}) } } };
}

async function writeNext(folder: string): Promise<void> {
  const schemas = await readSchemas(join(root, 'functions/models'));
  await mkdir(join(folder, 'next'));
  for (const [kind, { plural, edit }] of Object.entries(edits)) {
    const old = schemas.of({ apiVersion: `${group}/v1alpha1`, kind }) ?? {};
    const openAPIV3Schema = { ...old, properties: { ...old.properties, spec: edit(old.properties?.['spec'] ?? {}) } };
    const versions = [{ name: 'v1alpha1', served: true, storage: true, schema: { openAPIV3Schema } }];
    const spec = { group, names: { kind, plural }, scope: 'Namespaced', versions };
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec,
    };
    await writeFile(join(folder, `next/${plural}.json`), JSON.stringify(crd));
  }
}

let copy: Copy;
const run = (command: string) =>
  runProgram(copy.folder, [join(copy.folder, 'engine/bin/planesmith.cjs'), ...command.split(' ').slice(2)]);
beforeAll(async () => {
  copy = await copyRepository('bump');
  await writeFile(join(copy.folder, 'planesmith.lock.yaml'), lock);
  await writeNext(copy.folder);
});
afterAll(() => copy?.remove());

describe('the page on the next version of a provider', () => {
  it('shows what the command prints', async () => {
    const { code, stdout, stderr } = await run(bump);
    expect({ code, stdout }).toEqual({ code: 1, stdout: output });
    expect(stderr).toMatch(
      /^old: the generated models in functions\/models, from provider-sql\/.*\nnew: next\njudged \d{3,} objects of 4 kinds, in \d{3} /,
    );
    expect(stderr).toContain('1 other change of the CRDs concerns nothing that is composed\n');
    expect(stderr).not.toContain('serves a claim');
  });

  it('shows the command that prints the text of a pull request', async () => {
    const { code, stdout } = await run(markdown);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^## ❌ provider-sql v0\.16\.0 → v0\.17\.0: \d breaking/);
    for (const [id] of output.matchAll(/^ {2}[\da-f]{12}/gm)) expect(stdout).toContain(id.trim());
  });

  it('shows the command that writes the version into models and lock', async () => {
    const { code, stderr } = await run(write);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('wrote v0.17.0 into planesmith.lock.yaml'),
    });
    const read = (path: string) => readFile(join(copy.folder, path), 'utf8');
    expect(await read('planesmith.lock.yaml')).toMatch(/version: v0\.17\.0\n +digest: unresolved/);
    expect(await read(`functions/models/${group}/v1alpha1/grant.ts`)).not.toContain('revokePublicOnDb');
    expect(await read('functions/models/models.lock.json')).toContain(
      '"source": "provider-sql/grants.json",\n      "version": "v0.17.0"',
    );
  });
});
