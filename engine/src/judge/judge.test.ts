import { describe, expect, it } from 'vitest';
import { api, map, object, optional, string } from '../schema/index.ts';
import type { Issue } from '../errors.ts';
import { widget } from '../testing/widget.ts';
import { judge, type JudgeOptions } from './judge.ts';

const garden = api({
  kind: 'Garden',
  scope: 'Cluster',
  description: 'A garden.',
  targets: ['local'],
  spec: object({
    gardener: string('Who tends it.', { maxLength: 40 }),
    beds: optional(
      map(
        'What grows there.',
        object({ size: optional(string('How large.', { maxLength: 9 })) }, { description: 'A bed.' }),
        { maxProperties: 9 },
      ),
    ),
  }),
  recorded: object({}),
  status: object({}),
  secret: {},
});
const toys = { name: 'toys', group: 'toys.example.org', apis: { widget, garden } };
const lax: JudgeOptions = { flavour: 'namespaced', strict: false };

const inFile = (text: string, named = true) => [{ file: 'it.yaml', text, named }];
const claim = (changes: object) =>
  JSON.stringify({
    apiVersion: 'toys.example.org/v1alpha1',
    kind: 'Widget',
    metadata: { name: 'big' },
    spec: {},
    ...changes,
  });

const errorsOf = (text: string, options = lax) =>
  judge(inFile(text), toys, options).claims.flatMap(({ verdict }) => verdict.errors.map(issueOf));
const issueOf = ({ path, message }: Issue): Issue => ({ path, message });

describe('judge', () => {
  it('says what a document is and that it is valid', () => {
    const { claims, ignored, unusable } = judge(
      inFile(claim({ metadata: { name: 'big', namespace: 'team-a' } })),
      toys,
      lax,
    );
    expect(claims.map(({ verdict }) => verdict)).toEqual([
      {
        file: 'it.yaml',
        document: 1,
        line: 1,
        column: 1,
        apiVersion: 'toys.example.org/v1alpha1',
        kind: 'Widget',
        name: 'big',
        namespace: 'team-a',
        valid: true,
        errors: [],
        warnings: [],
      },
    ]);
    expect({ ignored, unusable }).toEqual({ ignored: 0, unusable: [] });
  });

  it.each([
    {
      reason: 'a wrong type',
      changes: { spec: { teeth: 'ten' } },
      path: 'spec.teeth',
      says: 'must be of type integer',
    },
    { reason: 'out of range', changes: { spec: { teeth: 0 } }, path: 'spec.teeth', says: 'greater than or equal to 1' },
    { reason: 'no such value', changes: { spec: { size: 'huge' } }, path: 'spec.size', says: '"small", "large"' },
    {
      reason: 'an unknown field',
      changes: { spec: { sise: 'small' } },
      path: 'spec.sise',
      says: 'did you mean "size"?',
    },
    { reason: 'an unknown field at the top', changes: { specs: {} }, path: 'specs', says: 'did you mean "spec"?' },
    { reason: 'no spec', changes: { spec: undefined }, path: 'spec', says: 'Required value' },
    { reason: 'no metadata', changes: { metadata: undefined }, path: 'metadata', says: 'Required value' },
    { reason: 'an invalid name', changes: { metadata: { name: 'Big' } }, path: 'metadata.name', says: 'RFC 1123' },
    {
      reason: 'a name that is too long for a label',
      changes: { metadata: { name: 'b'.repeat(64) } },
      path: 'metadata.name',
      says: '63',
    },
    { reason: 'an unknown kind', changes: { kind: 'Wigdet' }, path: 'kind', says: 'did you mean "Widget"?' },
    { reason: 'a kind like no other', changes: { kind: 'Zeppelin' }, path: 'kind', says: 'Widget, Garden' },
    { reason: 'the kind behind a claim', changes: { kind: 'XWidget' }, path: 'kind', says: 'did you mean "Widget"?' },
    { reason: 'no kind', changes: { kind: undefined }, path: 'kind', says: 'Required value' },
    {
      reason: 'another version',
      changes: { apiVersion: 'toys.example.org/v1' },
      path: 'apiVersion',
      says: 'served as "toys.example.org/v1alpha1"',
    },
    {
      reason: 'a misspelt group',
      changes: { apiVersion: 'toys.exmaple.org/v1alpha1' },
      path: 'apiVersion',
      says: 'did you mean "toys.example.org/v1alpha1"?',
    },
    {
      reason: 'a version with more behind it',
      changes: { apiVersion: 'toys.example.org/v1alpha1/beta' },
      path: 'apiVersion',
      says: 'it is served as "toys.example.org/v1alpha1"',
    },
    {
      reason: 'a version with a slash behind it',
      changes: { apiVersion: 'toys.example.org/v1alpha1/' },
      path: 'apiVersion',
      says: 'it is served as "toys.example.org/v1alpha1"',
    },
    { reason: 'no group', changes: { apiVersion: 'v1alpha1' }, path: 'apiVersion', says: 'did you mean' },
    { reason: 'no apiVersion', changes: { apiVersion: undefined }, path: 'apiVersion', says: 'did you mean' },
    {
      reason: 'a namespace on a kind without namespaces',
      changes: { kind: 'Garden', metadata: { name: 'park', namespace: 'team-a' }, spec: { gardener: 'ann' } },
      path: 'metadata.namespace',
      says: 'Forbidden',
    },
  ])('finds $reason at $path', ({ changes, path, says }) => {
    expect(errorsOf(claim(changes))).toContainEqual({ path, message: expect.stringContaining(says) });
  });

  const long = 'a.'.repeat(3_900_000);
  it.each([
    { reason: 'name', changes: { metadata: { name: `${long}!` } }, path: 'metadata.name', says: 'RFC 1123' },
    {
      reason: 'label',
      changes: { metadata: { name: 'big', labels: { [`${long}!/x`]: '' } } },
      path: 'metadata.labels',
      says: 'prefix part',
    },
  ])('judges a $reason of millions of characters', ({ changes, path, says }) => {
    const found = errorsOf(claim(changes)).some((issue) => issue.path === path && issue.message.includes(says));
    expect(found).toBe(true);
  });

  it('reports everything that is wrong at once, with its place', () => {
    const text =
      'apiVersion: toys.example.org/v1alpha1\nkind: Widget\nmetadata:\n  name: big\nspec:\n  teeth: 0\n  size: huge\n';
    const [judged] = judge(inFile(text), toys, lax).claims;
    expect(judged?.verdict.errors.map(({ path }) => [path, judged.place(path).line])).toEqual(
      expect.arrayContaining([
        ['spec.teeth', 6],
        ['spec.size', 7],
      ]),
    );
  });

  it('counts other kinds, and denies them when it is strict', () => {
    const foreign = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n---\njust: data\n';
    expect(judge(inFile(foreign), toys, lax)).toMatchObject({ claims: [], ignored: 2 });
    expect(errorsOf(foreign, { ...lax, strict: true }).map(({ path }) => path)).toEqual(['kind', 'kind']);
  });

  it('ignores one of its kinds in the group of another platform', () => {
    expect(judge(inFile(claim({ apiVersion: 'postgresql.cnpg.io/v1' })), toys, lax).ignored).toBe(1);
  });

  it.each([null, ''])('takes a namespace %j for none on a kind without namespaces', (namespace) => {
    const park = { kind: 'Garden', metadata: { name: 'park', namespace }, spec: { gardener: 'Ann' } };
    expect(errorsOf(claim(park))).toEqual([]);
  });

  it('finds an entry of a map without a value, which the API server drops in silence', () => {
    const text = `${claim({ kind: 'Garden', spec: { gardener: 'Ann', beds: { roses: null, herbs: {} } } })}`;
    expect(errorsOf(text)).toEqual([
      { path: 'spec.beds.roses', message: 'has no value and is ignored; write `roses: {}`' },
    ]);
  });

  it('knows the fields that Crossplane adds, those of the flavour only', () => {
    const namespaced = claim({ spec: { crossplane: { compositionUpdatePolicy: 'Manual' } } });
    expect(errorsOf(namespaced)).toEqual([]);
    expect(errorsOf(namespaced, { ...lax, flavour: 'claims' })).not.toEqual([]);
  });

  it.each([
    { change: { status: { target: 'local' } }, path: 'status', reason: 'a copy of a live object' },
    { change: { status: {} }, path: 'status', reason: 'an empty status is one too' },
    {
      change: { spec: { crossplane: { resourceRefs: [] } } },
      path: 'spec.crossplane.resourceRefs',
      reason: 'Crossplane finds composed resources by it',
    },
  ])('refuses $path, which only Crossplane writes: $reason', ({ change, path }) => {
    expect(errorsOf(claim(change))).toEqual([
      { path, message: 'only Crossplane writes this: take it out of the claim' },
    ]);
  });

  it('refuses the reference of a claim to its XR', () => {
    const text = claim({ spec: { resourceRef: { apiVersion: 'a/v1', kind: 'XWidget', name: 'x' } } });
    expect(errorsOf(text, { ...lax, flavour: 'claims' }).map(({ path }) => path)).toEqual(['spec.resourceRef']);
  });

  it('finds the same object twice, in one file or in two, but not in two namespaces', () => {
    const [first, second] = ['a', 'b'].map((file) => ({ file, text: claim({}), named: true }));
    const twice = judge([first!, second!], toys, lax).claims.map(({ verdict }) => verdict.errors.map(issueOf));
    expect(twice).toEqual([[], [{ path: 'metadata.name', message: expect.stringContaining('also in a') }]]);
    const apart = ['x', 'y'].map((namespace) => claim({ metadata: { name: 'big', namespace } })).join('\n---\n');
    expect(errorsOf(apart)).toEqual([]);
  });

  it('takes two folders for two clusters, and files beside each other for one', () => {
    const errorsIn = (...paths: string[]) =>
      judge(
        paths.map((file) => ({ file, text: claim({}), named: false })),
        toys,
        lax,
      ).claims.map(({ verdict }) => verdict.errors.length);
    expect(errorsIn('dev/a.yaml', 'prod/a.yaml', 'prod/eu/a.yaml')).toEqual([0, 0, 0]);
    expect(errorsIn('dev/a.yaml', 'dev/b.yaml')).toEqual([0, 1]);
    expect(errorsIn('./a.yaml', 'b.yaml')).toEqual([0, 1]);
    expect(errorsIn('./dev/a.yaml', 'dev/b.yaml', 'prod/../dev/c.yaml')).toEqual([0, 1, 1]);
  });

  it('warns of the same claim in two folders if all files are for one cluster', () => {
    const files = ['dev/a.yaml', 'prod/a.yaml', 'prod/b.yaml'].map((file) => ({ file, text: claim({}), named: false }));
    const { claims } = judge(files, toys, { ...lax, isOneCluster: true });
    const message = '"big" is also in dev/a.yaml, and one cluster cannot have both: validate what it gets';
    expect(claims.map(({ verdict: { errors, warnings } }) => ({ errors: errors.length, warnings }))).toEqual([
      { errors: 0, warnings: [] },
      { errors: 0, warnings: [expect.objectContaining({ path: 'metadata.name', message })] },
      { errors: 1, warnings: [] },
    ]);
  });

  it('judges the items of a List', () => {
    const list = `{"apiVersion": "v1", "kind": "List", "items": [${claim({})}, ${claim({ metadata: { name: 'Big' } })}]}`;
    expect(judge(inFile(list), toys, lax).claims.map(({ verdict }) => verdict.valid)).toEqual([true, false]);
  });

  it('reports a document that is not an object if the file was named, and ignores it in a folder', () => {
    expect(judge(inFile('- a\n'), toys, lax)).toMatchObject({ ignored: 0, unusable: [{ file: 'it.yaml', line: 1 }] });
    expect(judge(inFile('- a\n', false), toys, lax)).toMatchObject({ ignored: 1, unusable: [] });
  });

  it("returns the platform's EnvironmentConfig unjudged", () => {
    const environment =
      'apiVersion: apiextensions.crossplane.io/v1beta1\nkind: EnvironmentConfig\nmetadata: {name: NAME}\n';
    const texts = ['toys', 'theirs'].map((name) => environment.replace('NAME', name));
    expect(judge(inFile(texts.join('---\n')), toys, lax)).toMatchObject({
      ignored: 1,
      environments: [{ document: 1 }],
    });
  });
});
