import { expect, it } from 'vitest';
import { buildLock, changedSources, differingFiles, lockedKinds, readLock } from './lock.ts';

const document = (source: string, sha256: string) => ({ source, sha256 });
const widget = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
const gadget = { apiVersion: 'toy.example.org/v1', kind: 'Gadget' };

const lock = (...sources: [string, string][]) => ({
  sources: sources.map(([source, sha256]) => ({ source, sha256, kinds: [widget] })),
  files: {},
});

it('names each source once, sorted, with its kinds', () => {
  const built = buildLock(
    [
      { origin: document('b.yaml', '2'), kind: widget },
      { origin: document('a.yaml', '1'), kind: { apiVersion: 'v1', kind: 'Secret' } },
      { origin: document('b.yaml', '2'), kind: gadget },
    ],
    [],
  );
  expect(built.sources).toEqual([
    { source: 'a.yaml', sha256: '1', kinds: [{ apiVersion: 'v1', kind: 'Secret' }] },
    { source: 'b.yaml', sha256: '2', kinds: [gadget, widget] },
  ]);
  expect(lockedKinds(built).map(({ kind }) => kind)).toEqual([gadget, widget, { apiVersion: 'v1', kind: 'Secret' }]);
});

it('reports a changed source, but no new or removed one', () => {
  const old = lock(['same.yaml', '1'], ['changed.yaml', '2'], ['gone.yaml', '3']);
  const next = lock(['same.yaml', '1'], ['changed.yaml', '9'], ['new.yaml', '4']);
  expect(changedSources(old, next)).toEqual([
    { source: 'changed.yaml', previous: { sha256: '2' }, current: { sha256: '9' } },
  ]);
});

it('reports another version of a source', () => {
  const [v1, v2] = ['v1', 'v2'].map((version) => {
    const origin = { source: 'registry.example.org/provider', version, sha256: version };
    return buildLock([{ origin, kind: widget }], []);
  });
  expect(v1?.sources).toEqual([
    { source: 'registry.example.org/provider', version: 'v1', sha256: 'v1', kinds: [widget] },
  ]);
  expect(changedSources(v1!, v2!)).toEqual([
    {
      source: 'registry.example.org/provider',
      previous: { version: 'v1', sha256: 'v1' },
      current: { version: 'v2', sha256: 'v2' },
    },
  ]);
});

it('shows which files are not as they were generated', () => {
  const generated = buildLock(
    [],
    ['a.ts', 'b.ts', 'c.ts'].map((path) => ({ path, content: path })),
  );
  const files = (texts: Record<string, string>) => differingFiles(generated, new Map(Object.entries(texts)));
  expect(files({ 'a.ts': 'a.ts', 'b.ts': 'b.ts', 'c.ts': 'c.ts', 'models.lock.json': '{}' })).toEqual([]);
  expect(files({ 'a.ts': 'edited', 'c.ts': 'c.ts', 'new.ts': '' })).toEqual(['a.ts', 'b.ts', 'new.ts']);
});

it('keeps rights, sorted by name, and takes damaged ones for unknown', () => {
  const rights = { toys: { version: 'v1', verbs: { secrets: ['get'] } }, gears: { version: 'v2', verbs: {} } };
  const text = JSON.stringify(buildLock([], [], rights));
  expect(Object.keys(readLock(text).rights ?? {})).toEqual(['gears', 'toys']);
  expect(readLock(text).rights).toEqual(rights);
  expect(buildLock([], [])).not.toHaveProperty('rights');
  for (const damaged of [
    7,
    [],
    { toys: 7 },
    { toys: { version: 'v1' } },
    { toys: { version: 'v1', verbs: { a: 'get' } } },
  ])
    expect(readLock(text.replace(JSON.stringify(readLock(text).rights), JSON.stringify(damaged)))).not.toHaveProperty(
      'rights',
    );
});
