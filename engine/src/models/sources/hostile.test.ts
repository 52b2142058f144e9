/** Packages that somebody made to do harm: each ends in one sentence that names it, soon and in little memory. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../../errors.ts';
import { packTar, textContent } from '../../xpkg/tar.ts';
import type { JsonSchema } from '../json-schema.ts';
import { toyCrd } from '../testing/toy-crd.ts';
import { digestOf, toyImage, toyIndex, toyLayer } from '../testing/toy-package.ts';
import { packageYaml } from './package-layer.ts';
import { updateModels } from '../update.ts';
import { readSources } from './read-sources.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hostile-'));
  put('layout/oci-layout', '{"imageLayoutVersion":"1.0.0"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Puts blobs into the layout under their digests, and gives the descriptor of the last. */
function store(...blobs: readonly (string | Uint8Array)[]): { digest: string } {
  const digests = blobs.map((blob) => {
    const bytes = typeof blob === 'string' ? textContent(blob) : blob;
    const digest = digestOf(bytes);
    put(`layout/blobs/${digest.replace(':', '/')}`, bytes);
    return digest;
  });
  return { digest: digests.at(-1) ?? '' };
}

async function refusal(source: string): Promise<string> {
  const error: unknown = await readSources(root, [source], ['toy.example.org/v1/widget']).then(
    ({ absent }) => absent[0],
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).toContain(source);
  expect(message.split('\n')).toHaveLength(1);
  return message;
}

describe('a layout is refused', () => {
  const rows: { reason: string; says: RegExp; index: () => unknown }[] = [
    {
      reason: 'a digest is the path of another file',
      says: /"\.\.\/\.\.\/\.\.\/etc\/hostname" is not the SHA-256 digest/,
      index: () => ({ manifests: [{ digest: '../../../etc/hostname' }] }),
    },
    {
      reason: 'a layer is the path of another file',
      says: /"sha256:\.\.\/oci-layout" is not the SHA-256 digest/,
      index: () => ({ manifests: [store(JSON.stringify({ layers: [{ digest: 'sha256:../oci-layout' }] }))] }),
    },
    {
      reason: 'a digest is no text',
      says: /7 is not the SHA-256 digest/,
      index: () => ({ manifests: [{ digest: 7 }] }),
    },
    {
      reason: 'an image is nothing',
      says: /undefined is not the SHA-256 digest/,
      index: () => ({ manifests: [null] }),
    },
    { reason: 'its index is a list', says: /none of its layers/, index: () => [] },
    { reason: 'its layers are a text', says: /no lists/, index: () => ({ layers: 'all' }) },
    { reason: 'its index is nothing', says: /none of its layers/, index: () => null },
    {
      reason: 'a part is not what its digest names',
      says: /is damaged: it has sha256:/,
      index: () => {
        put(`layout/blobs/sha256/${'a'.repeat(64)}`, '{}');
        return { manifests: [{ digest: `sha256:${'a'.repeat(64)}` }] };
      },
    },
    {
      reason: 'a part is missing',
      says: /no such file/,
      index: () => ({ manifests: [{ digest: `sha256:${'b'.repeat(64)}` }] }),
    },
    {
      reason: 'a part is a folder',
      says: /is not a file/,
      index: () => {
        mkdirSync(join(root, `layout/blobs/sha256/${'c'.repeat(64)}`), { recursive: true });
        return { manifests: [{ digest: `sha256:${'c'.repeat(64)}` }] };
      },
    },
    {
      reason: 'a part is a FIFO that nobody writes',
      says: /is not a file/,
      index: () => {
        mkdirSync(join(root, 'layout/blobs/sha256'), { recursive: true });
        execFileSync('mkfifo', [join(root, `layout/blobs/sha256/${'d'.repeat(64)}`)]);
        return { manifests: [{ digest: `sha256:${'d'.repeat(64)}` }] };
      },
    },
    {
      reason: 'its indexes go on and on',
      says: /more than 4 deep/,
      index: () => {
        let descriptor = store('{}');
        for (let depth = 0; depth < 9; depth++) descriptor = store(JSON.stringify({ manifests: [descriptor] }));
        return { manifests: [descriptor] };
      },
    },
    {
      reason: 'it has thousands of layers',
      says: /more than 128 layers/,
      index: () => ({ layers: Array.from({ length: 5000 }).fill(store('x')) }),
    },
    {
      reason: 'a layer is cut off',
      says: /a layer is damaged/,
      index: () => ({ layers: [store(gzipSync('x'.repeat(999)).subarray(0, 20))] }),
    },
    { reason: 'a layer is no archive', says: /not a tar archive/, index: () => ({ layers: [store('x'.repeat(999))] }) },
  ];
  it.each(rows)('if $reason', async ({ index, says }) => {
    put('layout/index.json', JSON.stringify(index()));
    expect(await refusal('layout')).toMatch(says);
  });

  it('if its index is no JSON', async () => {
    put('layout/index.json', '{');
    expect(await refusal('layout')).toMatch(/is no JSON/);
  });
});

describe('a file is refused', () => {
  const crd = (changes: object) => JSON.stringify({ ...(toyCrd() as object), ...changes });
  const withSchema = (schema: unknown) => JSON.stringify(toyCrd({ schema: schema as JsonSchema }));
  const nested = `${'{"properties":{"a":'.repeat(100_000)}{}${'}}'.repeat(100_000)}`;
  const names = { kind: 'Widget', plural: 'widgets' };
  const group = 'toy.example.org';
  const xrd = { apiVersion: 'apiextensions.crossplane.io/v2', kind: 'CompositeResourceDefinition' };
  const rows: { reason: string; says: string; content: string }[] = [
    { reason: 'it has no spec', says: 'spec.group is no text', content: crd({ spec: null, note: group }) },
    {
      reason: 'a kind has no plural',
      says: 'spec.names has no kind or no plural',
      content: crd({ spec: { group, names: { kind: 'Widget' } } }),
    },
    {
      reason: 'its versions are a map',
      says: 'spec.versions is no list',
      content: crd({ spec: { group, names, versions: {} } }),
    },
    {
      reason: 'a version is nothing',
      says: 'spec.versions[0] has no name',
      content: crd({ spec: { group, names, versions: [null] } }),
    },
    {
      reason: 'an XRD has half a claim',
      says: 'the CompositeResourceDefinition in',
      content: crd({ ...xrd, spec: { group, names, claimNames: { kind: 'X' } } }),
    },
    {
      reason: 'an XRD has a list for its spec',
      says: 'properties.spec is no schema',
      content: crd({
        ...xrd,
        spec: {
          group,
          names,
          versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { properties: { spec: [] } } } }],
        },
      }),
    },
    {
      reason: 'a schema is a text',
      says: 'properties.spec is no schema',
      content: withSchema({ properties: { spec: 'x' } }),
    },
    { reason: 'the whole schema is a list', says: ': it is no schema', content: withSchema([]) },
    {
      reason: 'fields are a list',
      says: 'properties.spec.properties is no map of schemas',
      content: withSchema({ properties: { spec: { properties: [] } } }),
    },
    {
      reason: 'choices are a text',
      says: 'properties.spec.enum is no list',
      content: withSchema({ properties: { spec: { enum: 'a' } } }),
    },
    {
      reason: 'it has no choice',
      says: 'properties.spec.enum is empty',
      content: withSchema({ properties: { spec: { enum: [] } } }),
    },
    {
      reason: 'a description is a number',
      says: 'items.description is no text',
      content: withSchema({ items: { description: 7 } }),
    },
    {
      reason: 'a reference points nowhere',
      says: 'properties.spec.$ref points nowhere',
      content: withSchema({ properties: { spec: { $ref: '#/definitions/a' } } }),
    },
    {
      reason: 'a reference points to itself',
      says: 'definitions.a.$ref points nowhere, or to itself',
      content: withSchema({ definitions: { a: { $ref: '#/definitions/a' } } }),
    },
    {
      reason: 'its fields go on and on',
      says: 'more than 200 fields deep',
      content: withSchema('deep').replace('"deep"', nested),
    },
  ];
  it.for(rows)('if $reason', async ({ content, says }) => {
    put('functions/a.ts', `import { Widget } from './models/toy.example.org/v1/widget.ts';`);
    put('crds/widgets.json', content);
    const error: unknown = await updateModels({ root, platform: { models: { sources: ['crds'] } } }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain('crds/widgets.json');
    expect((error as UserError).message).toContain(says);
    expect((error as UserError).message.split('\n')).toHaveLength(1);
  });

  it('if aliases in a small file stand for billions of fields', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `  l${level + 1}: &l${level + 1} { type: object, properties: { a: *l${level}, b: *l${level} } }`,
    );
    const schema = ['  l0: &l0 { type: string }', ...levels].join('\n');
    put('functions/a.ts', `import { Widget } from './models/toy.example.org/v1/widget.ts';`);
    put(
      'crds/widgets.yaml',
      `x:\n${schema}\n${stringify(toyCrd()).replace('type: object', 'type: object\n            not: *l30')}`,
    );
    await expect(updateModels({ root, platform: { models: { sources: ['crds'] } } })).rejects.toThrow(UserError);
  });
});

describe('an archive is refused', () => {
  it.each([
    { manifest: 'x', says: /manifest\.json is no JSON/, reason: 'no JSON' },
    { manifest: '{}', says: /names no layers/, reason: 'no list' },
    { manifest: '[null]', says: /names no layers/, reason: 'nothing in the list' },
    { manifest: '[{"Layers":[7]}]', says: /names no layers/, reason: 'a layer that is no path' },
    { manifest: '[{"Layers":["../../etc/hostname"]}]', says: /none of its layers/, reason: 'a layer outside of it' },
  ])('with $reason in its manifest.json', async ({ manifest, says }) => {
    put('a.xpkg', await packTar([{ type: 'file', path: 'manifest.json', content: textContent(manifest) }]));
    expect(await refusal('a.xpkg')).toMatch(says);
  });
});

it('a source that is neither a file nor a folder is refused', async () => {
  execFileSync('mkfifo', [join(root, 'crds')]);
  expect(await refusal('crds')).toMatch(/neither a file nor a folder/);
});

it('the bound of a layer holds for what it unpacks to, and not for what it is', async () => {
  const layer = await toyLayer('package.yaml', 'x'.repeat(1000));
  await expect(packageYaml(layer, 'it', 1000)).rejects.toThrow(
    'it is not a Crossplane package: a layer unpacks to more',
  );
  expect(await packageYaml(layer, 'it', 10_000)).toHaveLength(1000);
});

describe('a registry is refused', () => {
  const image = () => toyIndex(toyImage([]));
  it.each([
    {
      answer: '{"manifests":[{"digest":"../../admin"}]}',
      says: /"\.\.\/\.\.\/admin" is not the SHA-256 digest/,
      reason: 'a path as digest',
    },
    { answer: '{', says: /is no JSON/, reason: 'no JSON' },
    { realm: 'nowhere', says: /names "nowhere" for its tokens/, reason: 'no address of its tokens' },
    { realm: 'http://192.0.2.1/token', says: /no https address/, reason: 'tokens that others on the way can read' },
    { realm: 'self', says: /gives no token/, reason: 'tokens that are no JSON' },
  ])('with $reason', async ({ answer, realm, says }) => {
    const server = createServer(({ url }, response) => {
      if (url === '/token') return void response.end('<html>');
      if (realm === undefined) return void response.end(answer ?? image());
      const at = realm === 'self' ? `http://${host()}/token` : realm;
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${at}"` }).end();
    });
    const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      expect(await refusal(`${host()}/toys/widgets:v1`)).toMatch(says);
    } finally {
      server.close();
    }
  });
});
