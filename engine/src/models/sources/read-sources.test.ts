import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../../errors.ts';
import type { Origin } from '../document.ts';
import { generateModels } from '../generate.ts';
import { toyCrd } from '../testing/toy-crd.ts';
import { digestOf, toyArchive, toyImage, toyIndex, toyLayer } from '../testing/toy-package.ts';
import { readSources } from './read-sources.ts';

const widget = stringify(toyCrd());
const gadget = stringify(toyCrd({ kind: 'Gadget', plural: 'gadgets' }));
const models = ['toy.example.org/v1/widget'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function read(...sources: string[]): Promise<(Origin & { kind: unknown })[]> {
  const { documents } = await readSources(root, sources, models);
  return documents.map(({ content, ...origin }) => {
    const { spec } = content as { spec: { names: { kind: string } } };
    return { ...origin, kind: spec.names.kind };
  });
}

const sha256 = (content: string) => digestOf(Buffer.from(content)).slice('sha256:'.length);

describe('a source', () => {
  it('may be a folder of the platform; its files have their paths in the platform as names', async () => {
    put('crds/b/widgets.yaml', `---\n${widget}`);
    put('crds/a/readme.md', 'toy.example.org widget');
    put('crds/broken.yaml', 'a: [');
    expect(await read('crds')).toEqual([
      { source: 'crds/b/widgets.yaml', sha256: sha256(`---\n${widget}`), kind: 'Widget' },
    ]);
  });

  it('may be a folder outside of the platform; its path is not recorded', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'crds-'));
    writeFileSync(join(outside, 'widgets.json'), JSON.stringify(toyCrd()));
    expect((await read(outside)).map(({ source }) => source)).toEqual(['widgets.json']);
    expect((await read(relative(root, outside))).map(({ source }) => source)).toEqual(['widgets.json']);
    rmSync(outside, { recursive: true });
  });

  it('may be one file with several documents, of which only the needed ones are parsed', async () => {
    put('all.yaml', `${gadget}---\n${widget}---\nbroken: [\n`);
    expect((await read('all.yaml')).map(({ kind }) => kind)).toEqual(['Widget']);
  });

  it('may be a list, as kubectl prints it', async () => {
    put('list.yaml', stringify({ apiVersion: 'v1', kind: 'List', items: [toyCrd()] }));
    expect((await read('list.yaml')).map(({ kind }) => kind)).toEqual(['Widget']);
  });

  it('may be a package as docker-save archive', async () => {
    const archive = await toyArchive([
      await toyLayer('bin/other', 'x'),
      await toyLayer('package.yaml', `${gadget}---\n${widget}`),
    ]);
    put('provider.xpkg', archive);
    const hex = digestOf(archive).slice('sha256:'.length);
    expect(await read('provider.xpkg')).toEqual([{ source: 'provider.xpkg', sha256: hex, kind: 'Widget' }]);
  });

  it('may be a package as OCI layout, with an index of architectures', async () => {
    const image = toyImage([await toyLayer('package.yaml', widget), await toyLayer('other', 'x')]);
    const index = toyIndex(image);
    put('provider/oci-layout', '{"imageLayoutVersion":"1.0.0"}');
    const annotations = { 'org.opencontainers.image.ref.name': 'v1.2.3' };
    put('provider/index.json', JSON.stringify({ manifests: [{ digest: digestOf(index), annotations }] }));
    for (const blob of [index, image.manifest, ...image.blobs.values()])
      put(`provider/blobs/${digestOf(blob).replace(':', '/')}`, blob);
    const hex = digestOf(index).slice('sha256:'.length);
    expect(await read('provider')).toEqual([{ source: 'provider', version: 'v1.2.3', sha256: hex, kind: 'Widget' }]);
  });
});

describe('a CRD', () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.toy.example.org }
spec:
  group: toy.example.org
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          base: &base
            type: object
            properties:
              mode: { type: integer, default: 0644 }
              size: { type: string, enum: [e1, 1e1, on, 0x10] }
          derived:
            <<: *base
            description: The same with more words.
          spare: *base
          pattern: { type: string, pattern: "\\u0041+" }
`;

  it('is read as kubectl reads it, with merges, aliases, octal numbers and words for booleans', async () => {
    put('widgets.yaml', crd);
    const [document] = (await readSources(root, ['widgets.yaml'], models)).documents;
    const base = { type: 'object', properties: { mode: { type: 'integer', default: 420 }, size: expect.anything() } };
    expect(document?.content).toMatchObject({
      spec: {
        versions: [
          {
            schema: {
              openAPIV3Schema: {
                properties: {
                  base: { ...base, properties: { size: { enum: ['e1', 10, true, 16] } } },
                  derived: { ...base, description: 'The same with more words.' },
                  spare: base,
                  pattern: { pattern: 'A+' },
                },
              },
            },
          },
        ],
      },
    });
  });

  it('has a type for every field that a merge gives it', async () => {
    put('widgets.yaml', crd);
    const { documents } = await readSources(root, ['widgets.yaml'], models);
    const [types] = generateModels({ documents, models });
    expect(types?.content).toContain('readonly derived?: WidgetBase | undefined;');
    expect(types?.content).toContain('readonly mode?: number | undefined;');
  });
});

describe('a source that cannot be read has an error of one sentence', () => {
  const rows: { source: string; content?: string | Uint8Array; says: RegExp; reason: string }[] = [
    {
      source: 'a.yaml',
      content: 'toy.example.org: [widget\n',
      says: /a\.yaml: line 2, column 1: /,
      reason: 'YAML that cannot be parsed',
    },
    {
      source: 'b.yaml',
      content: Buffer.from('toy.example.org: widg\xe9t', 'latin1'),
      says: /b\.yaml: this is not UTF-8 text/,
      reason: 'another encoding',
    },
    {
      source: 'a.json',
      content: '{"toy.example.org": widget}',
      says: /a\.json: /,
      reason: 'JSON that cannot be parsed',
    },
    {
      source: 'a.xpkg',
      content: 'no archive',
      says: /a\.xpkg is not a Crossplane package/,
      reason: 'no archive at all',
    },
    { source: 'b.xpkg', content: Buffer.alloc(1024), says: /b\.xpkg .* no manifest\.json/, reason: 'an empty archive' },
  ];
  it.for(rows)('$source: $reason', async ({ source, content, says }) => {
    if (content !== undefined) put(source, content);
    await expect(read(source)).rejects.toThrow(UserError);
    await expect(read(source)).rejects.toThrow(says);
  });

  it('a missing path is not at hand', async () => {
    const { documents, absent } = await readSources(root, ['../nowhere/crds'], models);
    expect(documents).toEqual([]);
    expect(absent.map(({ message }) => message)).toEqual([
      'cannot read the CRDs in ../nowhere/crds: there is no such file or folder',
    ]);
  });

  it('an archive without package.yaml', async () => {
    put('c.xpkg', await toyArchive([await toyLayer('bin/other', 'x')]));
    await expect(read('c.xpkg')).rejects.toThrow(/c\.xpkg .* package\.yaml/);
  });
});
