import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../errors.ts';
import { toyCrd, toySchema } from './testing/toy-crd.ts';
import type { LockedSource } from './lock.ts';
import { editedModels, updateModels } from './update.ts';

const widget = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
const gadget = { apiVersion: 'toy.example.org/v1', kind: 'Gadget' };
const secret = { apiVersion: 'v1', kind: 'Secret' };
const platform = { models: { sources: ['crds'] } };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'platform-'));
  put('crds/widgets.yaml', stringify(toyCrd()));
  put('crds/gadgets.yaml', stringify(toyCrd({ kind: 'Gadget', plural: 'gadgets' })));
  put('functions/kinds/widget.ts', `import { Widget } from '../models/toy.example.org/v1/widget.ts';`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const lock = () =>
  JSON.parse(readFileSync(join(root, 'functions/models/models.lock.json'), 'utf8')) as { sources: LockedSource[] };
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

it('finds the imports of functions in JavaScript', async () => {
  put('functions/kinds/gadget.js', `import { Gadget } from '../models/toy.example.org/v1/gadget.ts';`);
  put('functions/kinds/gizmo.test.mjs', `import { Gizmo } from '../models/toy.example.org/v1/gizmo.ts';`);
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
  expect(changedSources.map(({ source }) => source)).toEqual(['crds/widgets.yaml']);
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

it('makes doc comments of descriptions, unless the platform leaves them out', async () => {
  const types = () => readFileSync(join(root, 'functions/models/toy.example.org/v1/widget.ts'), 'utf8');
  await updateModels({ root, platform });
  expect(types()).toContain('  /** How big. */\n  readonly size?: string | undefined;\n');
  const { changedFiles } = await updateModels({
    root,
    platform: { models: { sources: ['crds'], descriptions: false } },
  });
  expect(types()).not.toContain('How big');
  expect(changedFiles).toContain('toy.example.org/v1/widget.ts');
  expect(changedFiles).not.toContain('toy.example.org/v1/widget.schema.json');
});

describe('the kinds of Kubernetes itself', () => {
  it('need no source', async () => {
    put('functions/kinds/widget.ts', `import { Deployment } from '../models/apps/v1/deployment.ts';`);
    const { kinds } = await updateModels({ root, platform: {} });
    expect(kinds).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment' }, secret]);
    expect(lock().sources).toEqual([
      {
        source: 'k8s.io/kubernetes',
        version: expect.stringMatching(/^v1\.\d+\.\d+$/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        kinds,
      },
    ]);
  });

  it('come from the source that the platform names, if it names one', async () => {
    const toy = { group: '', version: 'v1', kind: 'Secret' };
    const gvk = 'x-kubernetes-group-version-kind';
    const schemas = { Secret: { type: 'object', properties: { of: { type: 'string' } }, [gvk]: [toy] } };
    const paths = { '/api/v1/namespaces/{namespace}/secrets': { post: { [gvk]: toy } } };
    put('crds/core.json', JSON.stringify({ openapi: '3.0.0', paths, components: { schemas } }));
    await updateModels({ root, platform });
    expect(readFileSync(join(root, 'functions/models/core/v1/secret.ts'), 'utf8')).toContain('readonly of?: string');
  });
});

describe('a kind whose source is not at hand', () => {
  const without = (...files: string[]) => files.forEach((file) => rmSync(join(root, file), { recursive: true }));

  it('stays as it was committed, and a kind whose source is at hand is added', async () => {
    await updateModels({ root, platform });
    const before = readFileSync(join(root, 'functions/models/toy.example.org/v1/widget.ts'), 'utf8');
    without('crds/widgets.yaml');
    put('functions/kinds/gadget.ts', `import { Gadget } from '../models/toy.example.org/v1/gadget.ts';`);
    const { added, removed, kept } = await updateModels({ root, platform });
    expect({ added, removed }).toEqual({ added: [gadget], removed: [] });
    expect(kept.map(({ origin: { source }, kind }) => ({ source, kind }))).toEqual([
      { source: 'crds/widgets.yaml', kind: widget },
    ]);
    expect(readFileSync(join(root, 'functions/models/toy.example.org/v1/widget.ts'), 'utf8')).toBe(before);
    expect(lock().sources.map(({ source }) => source)).toContain('crds/widgets.yaml');
    expect(await editedModels(root)).toEqual([]);
  });

  it.for([
    { source: 'crds', reason: 'its folder is missing' },
    { source: '127.0.0.1:1/toys/widgets:v1', reason: 'nobody answers at its registry' },
  ])('stays if $reason, and the summary says why', async ({ source }) => {
    await updateModels({ root, platform });
    without('crds');
    const { kept, absent, changedFiles } = await updateModels({ root, platform: { models: { sources: [source] } } });
    expect(kept.map(({ kind }) => kind)).toEqual([widget]);
    expect(absent).toEqual([expect.stringContaining(source)]);
    expect(changedFiles).toEqual([]);
  });

  it('goes once nothing imports it', async () => {
    await updateModels({ root, platform });
    without('crds', 'functions/kinds/widget.ts');
    expect(await updateModels({ root, platform })).toMatchObject({ removed: [widget], kept: [] });
    expect(listing()).not.toContain('toy.example.org/v1/widget.ts');
  });

  it('is refused if somebody has edited it', async () => {
    await updateModels({ root, platform });
    without('crds');
    put('functions/models/toy.example.org/v1/widget.schema.json', '{}');
    const attempt = updateModels({ root, platform, check: true });
    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(
      'functions/models/toy.example.org/v1/widget.schema.json is not as it was generated',
    );
  });

  it('is refused if it was never committed, with the reason why its source is not at hand', async () => {
    without('crds');
    await expect(updateModels({ root, platform })).rejects.toThrow(
      'no source at hand declares widget of toy.example.org/v1: cannot read the CRDs in crds: there is no such file or folder',
    );
  });

  it('is refused if its source is at hand and no longer declares it', async () => {
    await updateModels({ root, platform });
    put('crds/widgets.yaml', stringify(toyCrd({ version: 'v2' })));
    await expect(updateModels({ root, platform })).rejects.toThrow('no source of models declares widget');
  });

  it('says so if the lock is damaged', async () => {
    put('functions/models/models.lock.json', '<<<<<<< HEAD');
    await expect(updateModels({ root, platform })).rejects.toThrow('functions/models/models.lock.json is damaged');
  });
});
