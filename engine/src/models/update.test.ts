import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../errors.ts';
import { toyCrd, toySchema } from './testing/toy-crd.ts';
import { updateModels } from './update.ts';

const widget = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
const gadget = { apiVersion: 'toy.example.org/v1', kind: 'Gadget' };
const secret = { apiVersion: 'v1', kind: 'Secret' };
const core = {
  openapi: '3.0.0',
  paths: {
    '/api/v1/namespaces/{namespace}/secrets': {
      post: { 'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Secret' } },
    },
  },
  components: {
    schemas: {
      Secret: { type: 'object', 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Secret' }] },
    },
  },
};
const platform = { models: { sources: ['crds'] } };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'platform-'));
  put('crds/core.json', JSON.stringify(core));
  put('crds/widgets.yaml', stringify(toyCrd()));
  put('crds/gadgets.yaml', stringify(toyCrd({ kind: 'Gadget', plural: 'gadgets' })));
  put('functions/kinds/widget.ts', `import { Widget } from '../models/toy.example.org/v1/widget.ts';`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const listing = () => readdirSync(join(root, 'functions/models'), { recursive: true, encoding: 'utf8' }).sort();

it('generates the models that the functions import and that the engine composes', async () => {
  const summary = await updateModels({ root, platform });
  expect(summary.kinds).toEqual([widget, secret]);
  expect(summary.added).toEqual([widget, secret]);
  expect(listing().filter((path) => /\.\w+$/.test(path) && !/\.(org)$/.test(path))).toEqual([
    'core/v1/secret.schema.json',
    'core/v1/secret.ts',
    'meta.ts',
    'models.lock.json',
    'toy.example.org/v1/widget.schema.json',
    'toy.example.org/v1/widget.ts',
  ]);
});

it('generates what functions in JavaScript import, and nothing for their tests', async () => {
  put('functions/gadget/local.js', `import { Gadget } from '../models/toy.example.org/v1/gadget.ts';`);
  put('functions/gizmo/gizmo.test.js', `import { Gizmo } from '../models/toy.example.org/v1/gizmo.ts';`);
  expect((await updateModels({ root, platform })).kinds).toEqual([gadget, widget, secret]);
});

it('changes nothing the second time', async () => {
  await updateModels({ root, platform });
  expect(await updateModels({ root, platform })).toMatchObject({
    added: [],
    removed: [],
    changedSources: [],
    changedFiles: [],
  });
});

it('removes models that are no longer imported, and files that are not generated', async () => {
  await updateModels({ root, platform });
  put('functions/kinds/widget.ts', `import { Gadget } from '../models/toy.example.org/v1/gadget.ts';`);
  put('functions/models/toy.example.org/v1/by-hand.ts', '');
  const summary = await updateModels({ root, platform });
  expect(summary).toMatchObject({ added: [gadget], removed: [widget] });
  expect(listing().filter((path) => path.endsWith('.ts'))).toEqual([
    'core/v1/secret.ts',
    'meta.ts',
    'toy.example.org/v1/gadget.ts',
  ]);
});

it('reports a changed source and the changed files', async () => {
  await updateModels({ root, platform });
  const schema = toySchema({ type: 'object', properties: { colour: { type: 'string' } } });
  put('crds/widgets.yaml', stringify(toyCrd({ schema })));
  const { changedSources, changedFiles } = await updateModels({ root, platform });
  expect(changedSources.map(({ source }) => source)).toEqual(['widgets.yaml']);
  expect(changedFiles).toEqual([
    'models.lock.json',
    'toy.example.org/v1/widget.schema.json',
    'toy.example.org/v1/widget.ts',
  ]);
});

it('writes no path of this machine', async () => {
  await updateModels({ root, platform: { models: { sources: [join(root, 'crds')] } } });
  const texts = listing()
    .filter((path) => /\.(ts|json)$/.test(path))
    .map((path) => readFileSync(join(root, 'functions/models', path), 'utf8'));
  expect(texts.filter((text) => text.includes(root))).toEqual([]);
});

it('writes nothing with `check`', async () => {
  const { changedFiles } = await updateModels({ root, platform, check: true });
  expect(changedFiles).toContain('toy.example.org/v1/widget.ts');
  expect(listing).toThrow();
});

it('changes nothing if no source declares a model', async () => {
  await updateModels({ root, platform });
  const before = listing();
  put('functions/kinds/gizmo.ts', `import { Gizmo } from '../models/toy.example.org/v1/gizmo.ts';`);
  await expect(updateModels({ root, platform })).rejects.toThrow(UserError);
  expect(listing()).toEqual(before);
});

it('is refused if the platform names no sources', async () => {
  await expect(updateModels({ root, platform: {} })).rejects.toThrow(/names no source of models/);
});
